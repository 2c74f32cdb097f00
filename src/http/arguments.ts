import { RuntimeError } from '../core/errors.ts'
import { nestsTooDeep } from './body.ts'

/**
 * The input of a call, of the JSON text that many protocols write it as. No text at all means no arguments.
 * @throws RuntimeError `invalid-request` at `pointer` where it is no JSON, or nests too deep
 */
export function decodeArguments(text: string, pointer: string): unknown {
  return parsed(text, pointer, (cause) => {
    const message = 'The arguments of a tool call must be JSON.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'value', cause })
  })
}

/**
 * The same of a call in a history. Clients send back what a model wrote, which is not always JSON, and least of all
 * where it was cut off: then the text is the input.
 * @throws RuntimeError `invalid-request` at `pointer` where it nests too deep
 */
export function recalledArguments(text: string, pointer: string): unknown {
  return parsed(text, pointer, () => text)
}

function parsed(text: string, pointer: string, otherwise: (error: unknown) => unknown): unknown {
  if (text.trim() === '') return {}
  if (nestsTooDeep(Buffer.from(text))) {
    const message = 'The arguments of a tool call nest too deep.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    return otherwise(error)
  }
}

/** The input of a call, for protocols that write an object: what is none gets a name. */
export function objectArguments(input: unknown): object {
  if (input == null) return {}
  return typeof input === 'object' && !Array.isArray(input) ? input : { value: input }
}
