import { compileChecking, compileFilling, type Problem } from '../core/schema.ts'
import { isStandardSchema, type StandardIssue, type StandardSchema } from '../core/standard-schema.ts'
import type { ToolSchema } from '../core/toolbox.ts'
import type { JsonSchema, MaybePromise } from '../core/types.ts'

/** A value as its schema gives it, or what is wrong with it. */
export interface Read {
  readonly value: unknown
  readonly problems: readonly Problem[]
}

export interface ReadySchema {
  /** Undefined for a Standard Schema that does not tell. */
  readonly json: JsonSchema | undefined
  /** The value with its defaults. It may be changed on the way. */
  read(value: unknown): MaybePromise<Read>
  /** What is wrong with a value, which stays as it is. */
  check(value: unknown): MaybePromise<readonly Problem[]>
}

const none: readonly Problem[] = []

/** A schema of either kind, compiled. */
export function readSchema(schema: ToolSchema, side: 'input' | 'output' = 'input'): ReadySchema {
  return isStandardSchema(schema) ? readStandard(schema) : readJsonSchema(schema, side)
}

/** Only one of the two is compiled: that takes longer than anything else. */
function readJsonSchema(schema: JsonSchema, side: 'input' | 'output'): ReadySchema {
  const check = (side === 'input' ? compileFilling : compileChecking)(unnamed(schema))
  return { json: schema, check, read: (value) => ({ value, problems: check(value) }) }
}

/** A tool is told as its callers see it: what goes into a schema, not what the schema makes of it. */
function readStandard({ '~standard': { validate, jsonSchema } }: StandardSchema): ReadySchema {
  const told = jsonSchema?.input({ target: 'draft-2020-12' })
  const read = async (value: unknown): Promise<Read> => {
    const result = await validate(value)
    return result.issues ? { value, problems: result.issues.map(toProblem) } : { value: result.value, problems: none }
  }
  return { json: told && unnamed(told), read, check: async (value) => (await read(value)).problems }
}

/** A schema with an `$id` could be compiled once only, and one that names another dialect could not be checked. */
export function unnamed({ $id: _id, $schema: _dialect, ...schema }: JsonSchema): JsonSchema {
  return schema
}

function toProblem({ message, path = [] }: StandardIssue): Problem {
  const keys = path.map((step) => String(typeof step === 'object' ? step.key : step))
  const pointer = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { pointer, problem: 'value', message, expected: message }
}
