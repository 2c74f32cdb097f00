import { RuntimeError } from '../core/errors.ts'
import { fieldPath } from '../core/schema.ts'

/** @throws RuntimeError `invalid-request` where the field is absent or null. */
export function needed<T>(value: T | null | undefined, pointer: string): T {
  if (value == null) throw missing(pointer)
  return value
}

export function missing(pointer: string): RuntimeError {
  const message = `"${fieldPath(pointer)}" is required.`
  return new RuntimeError('invalid-request', message, { pointer, problem: 'missing' })
}

/** Says no to what is in a field. @throws RuntimeError `invalid-request` */
export function refuse(pointer: string, message: string): never {
  throw new RuntimeError('invalid-request', message, { pointer, problem: 'value' })
}
