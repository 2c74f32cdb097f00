import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import { bounded, isOutOfTime } from './bounded.ts'
import { RuntimeError } from './errors.ts'
import { suggestion } from './text.ts'
import type { JsonSchema } from './types.ts'

/** The type of the values that a schema written `as const` accepts. A property with a default is always there. */
export type FromSchema<S> = S extends { const: infer C }
  ? C
  : S extends { enum: readonly (infer E)[] }
    ? E
    : S extends { anyOf: readonly (infer U)[] }
      ? FromSchema<U>
      : S extends { type: readonly (infer T)[] }
        ? T extends string
          ? FromType<Omit<S, 'type'> & { type: T }>
          : never
        : FromType<S>

type FromType<S> = S extends { type: 'string' }
  ? string
  : S extends { type: 'number' | 'integer' }
    ? number
    : S extends { type: 'boolean' }
      ? boolean
      : S extends { type: 'null' }
        ? null
        : S extends { type: 'array' }
          ? FromArray<S>
          : S extends { type: 'object' }
            ? FromObject<S>
            : unknown

type FromArray<S> = S extends { items: infer I } ? readonly FromSchema<I>[] : readonly unknown[]
type FromObject<S> = S extends { properties: infer P }
  ? FromProperties<P, RequiredKeys<S>>
  : S extends { additionalProperties: infer V extends JsonSchema }
    ? { readonly [key: string]: FromSchema<V> }
    : { readonly [key: string]: unknown }

type RequiredKeys<S> = S extends { required: readonly (infer R)[] } ? R : never
type Present<P, R> = { [K in keyof P]: K extends R ? K : P[K] extends { default: unknown } ? K : never }[keyof P]
type FromProperties<P, R> = { readonly [K in Present<P, R>]: FromSchema<P[K]> } & {
  readonly [K in Exclude<keyof P, Present<P, R>>]?: FromSchema<P[K]> | undefined
}

/** One thing that is wrong with a value. `pointer` is a JSON pointer; '' is the value itself. */
export interface Problem {
  pointer: string
  problem: 'missing' | 'type' | 'value'
  message: string
  /** What would be right, where the schema says so in a few words. */
  expected?: string
}

let filling: Ajv2020 | undefined
let checking: Ajv2020 | undefined
let parsing: Ajv2020 | undefined
let coercing: Ajv2020 | undefined

const options = {
  allErrors: true,
  allowUnionTypes: true,
  strict: false,
  verbose: true,
  logger: false,
  // Checking a schema means compiling its meta-schemas, which takes longer than all the rest: see `checkSchema`.
  validateSchema: false,
  meta: false,
} as const

/**
 * Checks a schema that somebody else wrote, before it is compiled.
 * @throws Error that says what is wrong with it
 */
export function checkSchema(schema: JsonSchema): void {
  const strict = new Ajv2020({ ...options, validateSchema: true, meta: true })
  if (!strict.validateSchema(schema)) throw new Error(strict.errorsText(strict.errors, { dataVar: 'schema' }))
}

/** A validator that reports every problem and fills the schema's defaults into the value it is given. */
export function compileFilling(schema: JsonSchema): (value: unknown) => readonly Problem[] {
  filling ??= new Ajv2020({ ...options, useDefaults: true })
  return reporter(filling.compile(schema))
}

/** A validator that reports every problem and leaves the value alone. */
export function compileChecking(schema: JsonSchema): (value: unknown) => readonly Problem[] {
  checking ??= new Ajv2020(options)
  return reporter(checking.compile(schema))
}

/**
 * A validator that changes texts into what the schema wants: `"3"` becomes 3, and one value a list of one. It checks
 * nothing.
 */
export function compileCoercing(schema: JsonSchema): (value: unknown) => void {
  coercing ??= new Ajv2020({ ...options, coerceTypes: 'array' })
  return coercing.compile(schema)
}

/** Milliseconds that the schema of a stranger may take to check one value. */
const patience = 250

/**
 * A validator that nothing keeps but whoever holds it, for schemas that come and go. Strangers write them: a pattern may
 * never come to an end, and a schema may refer to itself again and again.
 */
export function compileOnce(schema: JsonSchema): (value: unknown) => readonly Problem[] {
  const check = reporter(new Ajv2020(options).compile(schema))
  return (value) => {
    try {
      return bounded(patience, () => check(value))
    } catch (error) {
      if (!isOutOfTime(error)) throw error
      return [{ pointer: '', problem: 'value', message: `takes its schema longer than ${patience} ms to check` }]
    }
  }
}

/**
 * A function that passes a request body on as the type of its schema. It is compiled at its first use. For a value
 * within a body, `at` is the JSON pointer of its place.
 * @throws RuntimeError `invalid-request` that names the first wrong field; unknown fields are let through.
 */
export function bodyParser<const S extends JsonSchema>(schema: S): (body: unknown, at?: string) => FromSchema<S> {
  let validate: ((value: unknown) => readonly Problem[]) | undefined
  return (body, at = '') => {
    // It stops at the first problem: a client must not choose how many there are to write down.
    parsing ??= new Ajv2020({ ...options, allErrors: false })
    validate ??= reporter(parsing.compile(schema))
    const [first] = validate(body)
    if (first === undefined) return body as FromSchema<S> // the validator has just checked it
    const pointer = at + first.pointer
    const field = pointer === '' ? 'The body' : `"${fieldPath(pointer)}"`
    throw new RuntimeError('invalid-request', `${field} ${first.message}.`, { ...first, pointer })
  }
}

/** `/messages/0/content` as people and vendors write it: `messages[0].content`. */
export function fieldPath(pointer: string): string {
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, key) => (/^\d+$/.test(key) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`), '')
}

function reporter(validate: ValidateFunction): (value: unknown) => readonly Problem[] {
  const none: readonly Problem[] = []
  return (value) => (validate(value) ? none : (validate.errors ?? []).filter(speaks).map(toProblem))
}

/** Errors that only say that some other listed error happened. */
function speaks(error: ErrorObject): boolean {
  return error.keyword !== 'if' && error.keyword !== 'propertyNames'
}

function toProblem(error: ErrorObject): Problem {
  const at = error.instancePath
  const inner = (key: string) => `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
  switch (error.keyword) {
    case 'required': {
      const key: string = error.params.missingProperty
      const expected = typeAt(error.parentSchema?.properties, key)
      return { pointer: inner(key), problem: 'missing', message: 'is required', ...(expected ? { expected } : {}) }
    }
    case 'additionalProperties': {
      const key: string = error.params.additionalProperty
      const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {})
      const message = `is not a known key${suggestion(key, known)}`
      return { pointer: inner(key), problem: 'value', message, ...(known.length > 0 ? { expected: oneOf(known) } : {}) }
    }
    case 'type': {
      const expected = kinds(error.params.type)
      return { pointer: at, problem: 'type', message: `must be ${expected}, not ${kindOf(error.data)}`, expected }
    }
    case 'enum': {
      const expected = oneOf(error.params.allowedValues)
      return { pointer: at, problem: 'value', message: `must be ${expected}`, expected }
    }
    case 'const': {
      const expected = JSON.stringify(error.params.allowedValue)
      return { pointer: at, problem: 'value', message: `must be ${expected}`, expected }
    }
    default: {
      const message = error.message ?? `breaks the rule "${error.keyword}"`
      const expected = message.replace(/^must (be |match )?/, '')
      return { pointer: at, problem: 'value', message, expected }
    }
  }
}

function typeAt(properties: unknown, key: string): string | undefined {
  const types = (properties as Record<string, { type?: string | readonly string[] } | undefined> | undefined)?.[key]
    ?.type
  return types === undefined ? undefined : kinds(types)
}

const articles: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  null: 'null',
}

function kinds(type: string | readonly string[]): string {
  return [type]
    .flat()
    .map((name) => articles[name] ?? name)
    .join(' or ')
}

/** What a JSON value is, with its article: `an array`, `a string`. */
function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'boolean') return String(value)
  return articles[typeof value] ?? typeof value
}

function oneOf(values: readonly unknown[]): string {
  return `one of ${list(values)}`
}

function list(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ')
}
