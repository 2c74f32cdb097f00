import { readFileSync } from 'node:fs'

/** Answers of the Gemini API, by the protocol buffers that the vendor publishes; values are in their JSON form. */

interface Field {
  type: string
  rule?: 'repeated'
  keyType?: string
}

interface Message {
  fields?: Record<string, Field>
  values?: Record<string, number>
  oneofs?: Record<string, { oneof: string[] }>
  nested?: Record<string, Message>
}

const file = import.meta.resolve('@google-ai/generativelanguage/build/protos/protos.json')
const protos: Message = JSON.parse(readFileSync(new URL(file), 'utf8'))
const path = ['google', 'ai', 'generativelanguage', 'v1beta']

/** Messages that stand for JSON of any kind. */
const freeForm = new Set(['google.protobuf.Struct', 'google.protobuf.Value', 'google.protobuf.Any'])

/** @throws Error that says which field is not in the message of that name, or has another type. */
export function checkProto(name: string, value: unknown): void {
  check([...path, name], value, name)
}

function check(type: readonly string[], value: unknown, at: string): void {
  const { fields, values, oneofs = {} } = lookUp(type)
  if (values) {
    if (typeof value !== 'string' || !(value in values)) fail(at, `is none of ${Object.keys(values)}`, value)
    return
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(at, 'is no object', value)
  for (const [key, item] of Object.entries(value)) {
    const field = fields?.[key]
    if (!field) return fail(`${at}.${key}`, 'is no field', item)
    if (field.rule !== 'repeated') checkField(type, field, item, `${at}.${key}`)
    else if (!Array.isArray(item)) fail(`${at}.${key}`, 'is no array', item)
    else for (const [index, one] of item.entries()) checkField(type, field, one, `${at}.${key}[${index}]`)
  }
  for (const { oneof } of Object.values(oneofs)) {
    const given = oneof.filter((key) => Object.hasOwn(value, key))
    if (given.length > 1) fail(at, `has more than one of ${oneof}`, value)
  }
}

function checkField(owner: readonly string[], { type, keyType }: Field, value: unknown, at: string): void {
  if (keyType !== undefined || freeForm.has(type)) return
  switch (type) {
    case 'string':
      return require(typeof value === 'string', at, type, value)
    case 'bool':
      return require(typeof value === 'boolean', at, type, value)
    case 'int32':
      return require(Number.isInteger(value), at, type, value)
    case 'float':
    case 'double':
      return require(typeof value === 'number', at, type, value)
    case 'bytes':
      return require(typeof value === 'string' && /^[\w+/-]*={0,2}$/.test(value), at, type, value)
    case 'int64':
    case 'google.protobuf.Timestamp':
    case 'google.protobuf.Duration':
      return require(typeof value === 'string', at, type, value)
    default:
      return check(scopeOf(owner, type), value, at)
  }
}

function require(holds: boolean, at: string, type: string, value: unknown): void {
  if (!holds) fail(at, `is no ${type}`, value)
}

/** Names are looked for from the message outwards, as in the language itself. */
function scopeOf(owner: readonly string[], type: string): readonly string[] {
  for (let depth = owner.length; depth >= 0; depth--) {
    const full = [...owner.slice(0, depth), ...type.split('.')]
    if (find(full)) return full
  }
  throw new Error(`The protocol buffers have no ${type}.`)
}

function lookUp(type: readonly string[]): Message {
  const found = find(type)
  if (!found) throw new Error(`The protocol buffers have no ${type.join('.')}.`)
  return found
}

function find(type: readonly string[]): Message | undefined {
  return type.reduce<Message | undefined>((message, name) => message?.nested?.[name], protos)
}

function fail(at: string, problem: string, value: unknown): never {
  throw new Error(`${at} ${problem}: ${JSON.stringify(value)?.slice(0, 300)}`)
}
