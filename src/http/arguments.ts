import { RuntimeError } from '../core/errors.ts'
import { nestsTooDeep } from './body.ts'

/**
 * The input of a call, of the JSON text that many protocols write it as. No text at all means no arguments.
 * @throws RuntimeError `invalid-request` at `pointer` where it is no JSON, or nests too deep
 */
export function decodeArguments(text: string, pointer: string): unknown {
  if (text.trim() === '') return {}
  if (nestsTooDeep(Buffer.from(text))) {
    const message = 'The arguments of a tool call nest too deep.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RuntimeError('invalid-request', 'The arguments of a tool call must be JSON.', {
      pointer,
      problem: 'value',
      cause: error,
    })
  }
}

/** The input of a call, for protocols that write an object: what is none gets a name. */
export function objectArguments(input: unknown): object {
  if (input == null) return {}
  return typeof input === 'object' && !Array.isArray(input) ? input : { value: input }
}
