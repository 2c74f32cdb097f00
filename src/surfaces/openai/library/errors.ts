import { RuntimeError } from '../../../index.ts'

/** What is not there, or another caller's, which is the same. */
export function gone(pointer: string, message: string): RuntimeError {
  return new RuntimeError('not-found', message, { pointer })
}

/** What is over a limit of the settings. */
export function full(what: string): RuntimeError {
  return new RuntimeError('invalid-request', `${what}. Delete some that are not needed.`)
}
