import type { JsonSchema } from '../core/types.ts'

/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const inside = new Set(['items', 'contains', 'not', 'if', 'then', 'else', 'propertyNames', 'additionalProperties'])
const listed = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'])
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'])

/**
 * A schema in which none is `true` or `false`, but for `additionalProperties`: there are clients that read objects alone,
 * and refuse every tool for the one.
 */
export function spelledOut(schema: JsonSchema): JsonSchema {
  if (!/(?<!"additionalProperties"):(?:true|false)\b|[[,](?:true|false)\b/.test(JSON.stringify(schema))) return schema
  return spelledKeywords(schema)
}

function spelledKeywords(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, spelledKeyword(keyword, value)]))
}

function spelledKeyword(keyword: string, value: unknown): unknown {
  if (Array.isArray(value)) return listed.has(keyword) ? value.map(spelled) : value
  if (named.has(keyword) && isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spelled(each)]))
  }
  if (keyword === 'additionalProperties' && typeof value === 'boolean') return value
  return inside.has(keyword) ? spelled(value) : value
}

function spelled(schema: unknown): unknown {
  if (typeof schema === 'boolean') return schema ? {} : { not: {} }
  return isRecord(schema) ? spelledKeywords(schema) : schema
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
