import type { JsonSchema } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import { toCamelCase } from './proto-json.ts'

/** The enum `Type`, by its numbers. */
const types = ['', 'string', 'number', 'integer', 'boolean', 'array', 'object', 'null'] as const

/**
 * A `Schema` of the API, which is OpenAPI's, as JSON Schema: types are named in small letters, `nullable` is a type,
 * and numbers that protobuf writes as text are numbers. What is JSON Schema already stays as it is.
 * @throws RuntimeError `invalid-request` at `pointer` for a type that there is not.
 */
export function toJsonSchema(schema: object, pointer: string): JsonSchema {
  const given = Object.entries(schema).filter(([, value]) => value !== null)
  const fields: Record<string, unknown> = Object.fromEntries(given.map(([key, value]) => [toCamelCase(key), value]))
  const { nullable, propertyOrdering, example, ref, defs, ...rest } = fields
  const converted: Record<string, unknown> = Object.fromEntries(
    Object.entries(rest)
      .map(([key, value]) => [key, convert(key, value, pointer)] as const)
      .filter(([, value]) => value !== undefined),
  )
  if (isObject(converted.properties)) converted.properties = ordered(converted.properties, propertyOrdering)
  if (example !== undefined) converted.examples = [example]
  if (typeof ref === 'string') converted.$ref = ref.replace('#/defs/', '#/$defs/')
  if (isObject(defs)) converted.$defs = each(defs, pointer)
  return nullable === true ? orNull(converted) : converted
}

function convert(key: string, value: unknown, pointer: string): unknown {
  switch (key) {
    case 'type':
      return Array.isArray(value) ? value.map((one) => typeName(one, pointer)) : typeName(value, pointer)
    case 'items':
    case 'additionalProperties':
    case 'not':
      return isObject(value) ? toJsonSchema(value, pointer) : value
    case 'anyOf':
    case 'oneOf':
    case 'allOf':
    case 'prefixItems':
      return Array.isArray(value) ? value.map((one) => (isObject(one) ? toJsonSchema(one, pointer) : one)) : value
    case 'properties':
    case '$defs':
      return isObject(value) ? each(value, pointer) : value
    case 'minItems':
    case 'maxItems':
    case 'minLength':
    case 'maxLength':
    case 'minProperties':
    case 'maxProperties':
      return typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
    default:
      return value
  }
}

function each(schemas: object, pointer: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isObject(schema) ? toJsonSchema(schema, pointer) : schema]),
  )
}

/** Undefined for a type that is left open. */
function typeName(type: unknown, pointer: string): string | undefined {
  const name = typeof type === 'number' ? types[type] : typeof type === 'string' ? type.toLowerCase() : undefined
  if (name === '' || name === 'type_unspecified') return undefined
  if (name !== undefined && (types as readonly string[]).includes(name)) return name // widened, to look it up
  throw new RuntimeError('invalid-request', `${JSON.stringify(type)?.slice(0, 100)} is not a type of a schema.`, {
    pointer,
    problem: 'value',
  })
}

/** The order in which a model is to write the properties. */
function ordered(properties: object, order: unknown): object {
  if (!Array.isArray(order)) return properties
  const all = new Map<string, unknown>(Object.entries(properties))
  const first = order.filter((name) => typeof name === 'string' && all.has(name))
  return Object.fromEntries([...new Set([...first, ...all.keys()])].map((name) => [name, all.get(name)]))
}

function orNull(schema: Record<string, unknown>): JsonSchema {
  if (schema.type === undefined) {
    return Array.isArray(schema.anyOf) ? { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] } : schema
  }
  const nullable = { ...schema, type: [...new Set([schema.type, 'null'].flat())] }
  return Array.isArray(schema.enum) ? { ...nullable, enum: [...new Set([...schema.enum, null])] } : nullable
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
