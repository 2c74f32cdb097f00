import fc from 'fast-check'
import { copyOf, placesOf, put, type Tree, toText } from './json-tree.ts'
import { type Mutation, mutations } from './mutations.ts'

/** A body to send, and how it came about. */
export interface FuzzedBody {
  readonly bytes: Buffer
  /** What stands in the path where the model does. */
  readonly model?: string
  readonly origin: string
}

/** Half of them valid bodies with one change, half of them JSON and bytes at random. */
export function fuzzedBodies(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.oneof({ weight: 2, arbitrary: mutated(valid) }, grafted(valid)) },
    { weight: 2, arbitrary: fc.oneof(fc.jsonValue({ maxDepth: 4 }).map(toBody('JSON at random')), recombined(valid)) },
    { weight: 2, arbitrary: fc.oneof(bytes(), damaged(valid)) },
  )
}

/** A valid body, sent to a path in which the model's name is anything. */
export function fuzzedModels(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code))
  const model = fc.oneof(
    fc.constantFrom('%', '%zz', '%00', '%2F', '%25', '%ff%fe', 'a/b', 'a%2Fb', ':', '*', '__proto__', 'a'.repeat(5000)),
    fc.string({ unit: visible, maxLength: 30 }).map((text) => text.replaceAll(/[#?]|\.\./g, '')),
  )
  return fc.tuple(fc.constantFrom(...valid), model).map(([body, model]) => {
    return { bytes: Buffer.from(toText(body)), model, origin: `a valid body, for the model ${JSON.stringify(model)}` }
  })
}

/** Every valid body with every change in every place. */
export function* everyMutation(valid: readonly Tree[]): Generator<FuzzedBody> {
  for (const [index, body] of valid.entries()) {
    for (const place of placesOf(body).keys()) {
      for (const mutation of mutations) yield spoiled(valid, index, place, mutation)
    }
  }
}

function mutated(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  const places = valid.flatMap((body, index) => placesOf(body).map((_, place) => ({ index, place })))
  const at = fc.integer({ min: 0, max: places.length - 1 })
  return fc.tuple(at, fc.constantFrom(...mutations)).map(([at, mutation]) => {
    const { index, place } = places[at] ?? { index: 0, place: 0 }
    return spoiled(valid, index, place, mutation)
  })
}

/** A valid body in which one object has a key of another one, with a value that is or is not right for it. */
function grafted(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  const known = valid.flatMap(placesOf).filter(({ key }) => typeof key === 'string')
  return fc
    .record({
      index: fc.nat({ max: valid.length - 1 }),
      at: fc.nat({ max: 999 }),
      from: fc.constantFrom(...known),
      instead: fc.option(fc.constantFrom<Tree>({}, [], [{}], 'text', 7), { freq: 2 }),
    })
    .map(({ index, at, from, instead }) => {
      const body = copyOf(valid[index] ?? null)
      const objects = [body, ...placesOf(body).map(({ value }) => value)].filter(isRecord)
      const holder = objects[at % objects.length] ?? {}
      put({ holder, key: from.key, value: null }, instead ?? from.value)
      return toBody(`body ${index} with the key "${from.key}" in one of its objects`)(body)
    })
}

function spoiled(valid: readonly Tree[], index: number, at: number, mutation: Mutation): FuzzedBody {
  const body = copyOf(valid[index] ?? null)
  const place = placesOf(body)[at]
  if (!place) throw new Error(`Body ${index} has no place ${at}.`)
  const { holder, key } = place
  const origin = `${Array.isArray(holder) ? `item ${key}` : `"${key}"`} of body ${index} ${mutation.name}`
  mutation.apply(place)
  return toBody(origin)(body)
}

/** Objects of the format's own keys, with values from anywhere in its bodies. */
function recombined(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  const places = valid.flatMap(placesOf)
  const keys = [...new Set(places.flatMap(({ key }) => (typeof key === 'string' ? [key] : [])))]
  const { value } = fc.letrec<{ value: Tree; object: Tree }>((tie) => ({
    value: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...places.map((place) => place.value)) },
      { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      { weight: 3, arbitrary: tie('object') },
    ),
    object: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 8, noNullPrototype: true }),
  }))
  return fc
    .tuple(fc.nat({ max: valid.length - 1 }), fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 5 }))
    .map(([index, rest]) => {
      const base = valid[index]
      return toBody(`body ${index} with keys of the format at random`)({ ...(isRecord(base) ? base : {}), ...rest })
    })
}

function bytes(): fc.Arbitrary<FuzzedBody> {
  return fc.uint8Array({ maxLength: 200 }).map((array) => ({ bytes: Buffer.from(array), origin: 'bytes at random' }))
}

/** The bytes of a valid body, cut off or with some of them changed. */
function damaged(valid: readonly Tree[]): fc.Arbitrary<FuzzedBody> {
  return fc
    .record({
      text: fc.constantFrom(...valid.map(toText)),
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      cut: fc.boolean(),
      instead: fc.uint8Array({ minLength: 1, maxLength: 3 }),
    })
    .map(({ text, at, cut, instead }) => {
      const whole = Buffer.from(text)
      const place = Math.floor(whole.length * at)
      if (cut) return { bytes: whole.subarray(0, place), origin: 'a body cut off' }
      whole.set(instead.subarray(0, whole.length - place), place)
      return { bytes: whole, origin: 'a body with other bytes in it' }
    })
}

function isRecord(tree: Tree | undefined): tree is { [key: string]: Tree } {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
}

function toBody(origin: string): (tree: unknown) => FuzzedBody {
  return (tree) => ({ bytes: Buffer.from(toText(tree as Tree)), origin }) // it is JSON
}
