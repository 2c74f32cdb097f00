import type { JsonSchema } from '../../index.ts'

/** A schema as it has to be written inside another document, at that pointer: its references begin there. */
export function placed(schema: JsonSchema, pointer: string): JsonSchema {
  if (!JSON.stringify(schema).includes('"$ref"')) return schema
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, move(value, key, pointer)]))
}

function move(value: unknown, key: string, pointer: string): unknown {
  if (key === '$ref' && typeof value === 'string' && value.startsWith('#')) return `#${pointer}${value.slice(1)}`
  if (Array.isArray(value)) return value.map((item) => move(item, '', pointer))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, move(each, inner, pointer)]))
}
