import { bodyParser, type FromSchema, type JsonSchema } from '../../index.ts'

/** What `canonical` reads of a schema. */
interface Node {
  readonly type?: string | readonly string[]
  readonly enum?: readonly (string | null)[]
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
}

/**
 * A function that reads a message in protobuf's JSON mapping as the type of its schema. Google's parser takes more than
 * one spelling: names of fields in camelCase and as the protos have them, in snake_case; null for a field that is absent;
 * one value for a list of one; numbers as text; values of enums by name, in any case, or by number. Fields that the schema
 * does not know are left out.
 * @throws RuntimeError `invalid-request` that names the first wrong field.
 */
export function messageParser<const S extends JsonSchema>(schema: S): (body: unknown) => FromSchema<S> {
  const parse = bodyParser(schema)
  return (body) => parse(canonical(body, schema))
}

/** A value in the one spelling that the schema has; what is wrong is left as it is, for the schema to refuse. */
function canonical(value: unknown, node: Node): unknown {
  if (Array.isArray(value)) return takesArray(node) ? value.map((item) => canonical(item, node.items ?? {})) : value
  if (node.items && isOnly('array', node)) return value === undefined ? value : [canonical(value, node.items)]
  if (node.properties) return isObject(value) ? message(value, node.properties) : value
  if (node.enum) return enumName(value, node.enum)
  if (isOnly('integer', node) || isOnly('number', node)) return numberOf(value)
  return value
}

function message(value: object, fields: Readonly<Record<string, Node>>): object {
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    const name = Object.hasOwn(fields, key) ? key : toCamelCase(key)
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (field && item !== null) copy[name] = canonical(item, field)
  }
  return copy
}

/** `inline_data` as `inlineData`. */
export function toCamelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** The names of an enum stand in the order of their numbers. */
function enumName(value: unknown, names: readonly (string | null)[]): unknown {
  if (typeof value === 'number') return names[value] ?? value
  if (typeof value !== 'string') return value
  const upper = value.toUpperCase()
  return names.includes(upper) ? upper : value
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
}

function takesArray({ type, items }: Node): boolean {
  return items !== undefined && (type === 'array' || (Array.isArray(type) && type.includes('array')))
}

function isOnly(type: string, node: Node): boolean {
  return node.type === type
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
