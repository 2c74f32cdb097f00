import { type JsonSchema, RuntimeError } from '../../index.ts'
import { isRecord } from './record.ts'

/**
 * The JSON Schema that a grammar stands for: an object, the same as a string of JSON, or `{ name, schema }`.
 * @throws RuntimeError `invalid-request` for any other, a regular expression among them.
 */
export function decodeGrammar(grammar: { readonly [key: string]: unknown }, at: string): JsonSchema {
  if (grammar.type === 'regex') {
    throw invalid('only JSON can be asked for: no solver writes to a regular expression', `${at}/type`)
  }
  const value = typeof grammar.value === 'string' ? parsed(grammar.value, `${at}/value`) : grammar.value
  const schema = grammar.type === 'json_schema' && isRecord(value) ? value.schema : value
  if (isRecord(schema)) return schema
  throw invalid('the value must be a JSON Schema object', `${at}/value`)
}

function parsed(text: string, pointer: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw invalid('the value is not JSON', pointer, error)
  }
}

function invalid(reason: string, pointer: string, cause?: unknown): RuntimeError {
  return new RuntimeError('invalid-request', `grammar is not valid: ${reason}.`, { pointer, problem: 'value', cause })
}
