import { RuntimeError } from '../../index.ts'

/** @throws RuntimeError `invalid-request` at the field, for what the API has and no persona can do. */
export function refuse(field: string, message: string): never {
  throw new RuntimeError('invalid-request', message, { pointer: `/${field}`, problem: 'value' })
}
