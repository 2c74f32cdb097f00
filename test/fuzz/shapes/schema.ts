import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

/** A JSON Schema of the subset that shapes are written in. */
export type Shape = { readonly [key: string]: unknown }

/** A function that throws where a value has not the shape. It is compiled at its first use. */
export function shapeCheck(shape: Shape): (value: unknown) => void {
  let validate: ValidateFunction | undefined
  return (value) => {
    validate ??= new Ajv2020({ strict: false, logger: false, discriminator: true }).compile(shape)
    if (validate(value)) return
    const [first] = validate.errors ?? []
    const extra = JSON.stringify(first?.params ?? {})
    throw new Error(
      `${first?.instancePath || 'it'} ${first?.message} ${extra} in ${JSON.stringify(value).slice(0, 600)}`,
    )
  }
}

/** An object with these keys and no others; a key that ends in `?` may be absent. */
export function object(properties: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(properties)
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([key, shape]) => [key.replace(/\?$/, ''), shape])),
    required: entries.flatMap(([key]) => (key.endsWith('?') ? [] : [key])),
    additionalProperties: false,
  }
}

export const array = (items: Shape): Shape => ({ type: 'array', items })
export const oneOf = (...shapes: readonly Shape[]): Shape => ({ oneOf: shapes })
export const nullable = (shape: Shape): Shape => ({ anyOf: [shape, { type: 'null' }] })
export const constant = (value: unknown): Shape => ({ const: value })
export const among = (...values: readonly unknown[]): Shape => ({ enum: values })

/** One of several objects, told apart by the value of a key that each of them has as a constant. */
export function tagged(key: string, shapes: readonly Shape[]): Shape {
  return { type: 'object', discriminator: { propertyName: key }, required: [key], oneOf: shapes }
}

export const text: Shape = { type: 'string' }
export const words: Shape = { type: 'string', minLength: 1 }
export const count: Shape = { type: 'integer', minimum: 0 }
export const anything: Shape = {}
export const record: Shape = { type: 'object' }
