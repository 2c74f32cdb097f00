import { isRuntimeError } from '../core/errors.ts'

/** What a look-up finds; undefined where it throws that there is no such persona. */
export function ifKnown<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if (isRuntimeError(error) && error.code === 'unknown-persona') return undefined
    throw error
  }
}
