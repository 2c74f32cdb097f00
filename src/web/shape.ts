import { compileChecking, type FromSchema, fieldPath } from '../core/schema.ts'
import type { JsonSchema } from '../core/types.ts'

/** Passes a JSON value on as what it is. @throws Error that names the first field that is not */
export type Shape<T> = (value: unknown) => T

/** The shape that a schema written `as const` describes. It is compiled at its first use. */
export function shape<const S extends JsonSchema>(schema: S): Shape<FromSchema<S>> {
  let check: ReturnType<typeof compileChecking> | undefined
  return (value) => {
    check ??= compileChecking(schema)
    const [first] = check(value)
    if (first === undefined) return value as FromSchema<S> // the schema has just been checked
    throw new TypeError(`${first.pointer === '' ? 'it' : `"${fieldPath(first.pointer)}"`} ${first.message}`)
  }
}
