import { RuntimeError } from '../core/errors.ts'

/** @throws RuntimeError `invalid-request` where the field is absent or null. */
export function needed<T>(value: T | null | undefined, pointer: string): T {
  if (value == null) throw missing(pointer)
  return value
}

export function missing(pointer: string): RuntimeError {
  return new RuntimeError('invalid-request', 'A required field is missing.', { pointer, problem: 'missing' })
}

/** Says no to what is in a field. @throws RuntimeError `invalid-request` */
export function refuse(pointer: string, message: string): never {
  throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
}
