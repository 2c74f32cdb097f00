import * as aws from '@aws-sdk/client-bedrock-runtime'

/**
 * The shapes of the vendor's SDK, as far as they are needed to check answers: a number for what is simple, a list with
 * its item, a structure or union with its members. Any of them may stand in a function, and a member in a pair with its
 * traits.
 */
type Shape = number | (() => Shape) | List | Structure | readonly [shape: Exclude<Shape, number>, traits: number]
type List = readonly [kind: 1, namespace: string, name: string, traits: unknown, item: Shape]
type Structure = readonly [
  kind: 3 | 4 | -3,
  namespace: string,
  name: string,
  traits: { readonly httpError?: number },
  names: readonly string[],
  members: readonly Shape[],
  required?: number,
]

const simple: Readonly<Record<number, (value: unknown) => boolean>> = {
  0: (value) => typeof value === 'string',
  1: (value) => typeof value === 'number',
  2: (value) => typeof value === 'boolean',
  15: () => true, // a document: any JSON
  21: (value) => typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value,
}

const list = 64

/** Where a JSON value is not what the SDK's shape of that name says: unknown members are told too. */
export function mismatches(name: 'ConverseResponse' | 'ConverseStreamOutput', value: unknown): string[] {
  return check(shapeOf(name) as Shape, value, name) // the SDK has it
}

/** The status that the vendor gives an exception. Undefined for a name that the SDK does not know. */
export function statusOfException(name: string): number | undefined {
  return (shapeOf(name) as Structure | undefined)?.[3].httpError // exceptions are structures
}

function shapeOf(name: string): unknown {
  return Reflect.get(aws, `${name}$`)
}

function check(shape: Shape, value: unknown, at: string): string[] {
  if (typeof shape === 'function') return check(shape(), value, at)
  if (typeof shape === 'number') return checkSimple(shape, value, at)
  switch (shape[0]) {
    case 1:
      return checkList(shape[4] as Shape, value, at) // what a list has there
    case 3:
    case 4:
    case -3:
      return checkStructure(shape as Structure, value, at) // the kind tells
    default:
      return check(shape[0] as Shape, value, at) // a pair
  }
}

function checkSimple(shape: number, value: unknown, at: string): string[] {
  if (shape >= list) return checkList(shape - list, value, at)
  return simple[shape]?.(value) ? [] : [`${at} is ${JSON.stringify(value)}, not of the shape ${shape}`]
}

function checkList(item: Shape, value: unknown, at: string): string[] {
  if (!Array.isArray(value)) return [`${at} is no list`]
  return value.flatMap((entry, index) => check(item, entry, `${at}[${index}]`))
}

function checkStructure([kind, , , , names, members, required = 0]: Structure, value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`]
  const keys = Object.keys(value)
  const unknown = keys.filter((key) => !names.includes(key)).map((key) => `${at} has ${key}`)
  const absent = names.slice(0, required).filter((key) => !keys.includes(key))
  const union = kind === 4 && keys.length !== 1 ? [`${at} is a union with ${keys.length} members`] : []
  const inner = Object.entries(value).flatMap(([key, item]) => {
    const member = members[names.indexOf(key)]
    return member === undefined ? [] : check(member, item, `${at}.${key}`)
  })
  return [...unknown, ...absent.map((key) => `${at} has no ${key}`), ...union, ...inner]
}
