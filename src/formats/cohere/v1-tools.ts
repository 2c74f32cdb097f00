import type { JsonSchema, ToolSpec } from '../../index.ts'
import type { V1Tool } from './v1-wire.ts'

/** A tool of version 1, whose parameters are named with Python's types, as a JSON Schema. */
export function decodeV1Tool({ name, description, parameter_definitions }: V1Tool): ToolSpec {
  const parameters = Object.entries(parameter_definitions ?? {})
  const required = parameters.flatMap(([key, parameter]) => (parameter.required ? [key] : []))
  const properties = parameters.map(([key, { type, description }]) => [
    key,
    { ...schemaOfType(type ?? '', 0), ...(description ? { description } : {}) },
  ])
  const input = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  }
  return { name, description: description ?? '', input }
}

const simple = new Map<string, JsonSchema>([
  ...aliases({ type: 'string' }, 'str', 'string'),
  ...aliases({ type: 'integer' }, 'int', 'integer'),
  ...aliases({ type: 'number' }, 'float', 'number', 'double'),
  ...aliases({ type: 'boolean' }, 'bool', 'boolean'),
  ...aliases({ type: 'array' }, 'list', 'array', 'tuple', 'set'),
  ...aliases({ type: 'object' }, 'dict', 'object'),
])

function aliases(schema: JsonSchema, ...names: string[]): [string, JsonSchema][] {
  return names.map((name) => [name, schema])
}

/** Deeper than any tool's parameters go. */
const deepest = 8

/** `List[Dict[str, int]]` and the like. A type that nobody knows may be anything. */
function schemaOfType(type: string, depth: number): JsonSchema {
  const name = type.trim().toLowerCase()
  const bracket = name.indexOf('[')
  if (bracket < 0) return simple.get(name) ?? {}
  if (!name.endsWith(']') || depth === deepest) return {}
  const inner = name.slice(bracket + 1, -1)
  const outer = name.slice(0, bracket).trim()
  if (outer === 'optional') return schemaOfType(inner, depth + 1)
  const schema = simple.get(outer) ?? {}
  switch (schema.type) {
    case 'array':
      return { ...schema, items: schemaOfType(inner, depth + 1) }
    case 'object':
      return { ...schema, additionalProperties: schemaOfType(inner.slice(inner.indexOf(',') + 1), depth + 1) }
    default:
      return schema
  }
}
