import fc from 'fast-check'
import type { Tree } from '../json-tree.ts'

type Schema = Readonly<Record<string, unknown>>

/** How deep schemas are followed that refer to themselves. */
const deepest = 5

/** Bodies that a JSON Schema allows, as far as its words are known here; `schemas` are what it may refer to. */
export function fromSchema(schema: unknown, schemas: Readonly<Record<string, unknown>>, depth = 0): fc.Arbitrary<Tree> {
  if (!isSchema(schema) || depth > deepest) return anything
  const inside = (part: unknown): fc.Arbitrary<Tree> => fromSchema(part, schemas, depth + 1)
  const { $ref, anyOf, oneOf, allOf } = schema
  if (typeof $ref === 'string') return inside(schemas[$ref.split('/').at(-1) ?? ''])
  if ('const' in schema) return fc.constant(schema['const'] as Tree) // JSON has nothing else
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as Tree[])) // nor here
  const ways = anyOf ?? oneOf
  if (Array.isArray(ways) && ways.length > 0)
    return fc.oneof(...ways.map((way) => inside({ ...without(schema), ...way })))
  if (Array.isArray(allOf)) return inside(Object.assign(without(schema), ...allOf))
  const types = typesOf(schema)
  return types.length === 0 ? anything : fc.oneof(...types.map((type) => ofType(type, schema, inside)))
}

const anything: fc.Arbitrary<Tree> = fc.jsonValue({ maxDepth: 2 }).map((value) => value as Tree) // it is JSON

function ofType(type: string, schema: Schema, inside: (part: unknown) => fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  switch (type) {
    case 'object':
      return objects(schema, inside)
    case 'array': {
      const minLength = numberIn(schema, 'minItems', 0)
      return fc.array(inside(schema['items']), { minLength, maxLength: Math.max(minLength, 3) })
    }
    case 'string':
      return fc
        .oneof(fc.constantFrom('text', 'Fuzzed', 'fuzzed', 'ünïcode 😀', '2026-11-21T00:00:00Z'), fc.string())
        .map((text) => text.padEnd(numberIn(schema, 'minLength', 0), 'x'))
    case 'integer':
      return fc.integer({ min: numberIn(schema, 'minimum', 0), max: numberIn(schema, 'maximum', 1000) })
    case 'number':
      return fc.double({ min: numberIn(schema, 'minimum', 0), max: numberIn(schema, 'maximum', 1000), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return anything
  }
}

function objects({ properties, required }: Schema, inside: (part: unknown) => fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  if (!isSchema(properties))
    return fc.dictionary(fc.string({ maxLength: 10 }), anything, { maxKeys: 4, noNullPrototype: true })
  const model = { ...Object.fromEntries(Object.entries(properties).map(([key, part]) => [key, inside(part)])) }
  if ('model' in model) model['model'] = fc.oneof({ weight: 4, arbitrary: fc.constant<Tree>('Fuzzed') }, model['model'])
  const needed = Array.isArray(required) ? required.filter((key) => key in model) : []
  return fc.record(model, { requiredKeys: needed, noNullPrototype: true }) as fc.Arbitrary<Tree> // its values are trees
}

function typesOf({ type, properties, items }: Schema): readonly string[] {
  if (Array.isArray(type)) return type
  if (typeof type === 'string') return [type]
  return properties ? ['object'] : items ? ['array'] : []
}

function numberIn(schema: Schema, key: string, otherwise: number): number {
  const value = schema[key]
  return typeof value === 'number' ? value : otherwise
}

function without({ anyOf: _, oneOf: __, allOf: ___, ...rest }: Schema): Record<string, unknown> {
  return rest
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
