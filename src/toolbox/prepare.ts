import { messageOf, RuntimeError } from '../core/errors.ts'
import { checkSchema, compileCoercing, type Problem } from '../core/schema.ts'
import { isStandardSchema, type StandardSchema } from '../core/standard-schema.ts'
import type { Tool, Toolbox } from '../core/toolbox.ts'
import type { ServedTool } from '../core/toolset.ts'
import type { Json, JsonSchema, MaybePromise } from '../core/types.ts'
import { Gate } from './gate.ts'
import { defaultRules, type ToolRules } from './rules.ts'
import { type Read, readSchema, unnamed } from './schemas.ts'
import { spelledOut } from './spelled.ts'

/** A tool whose schemas are compiled. */
export interface ReadyTool extends ServedTool {
  readonly tool: Tool
  readonly rules: ToolRules
  /** Counts the calls that are running. */
  readonly gate: Gate
  /** Checks an input, which it may change, and fills in the defaults of the schema. */
  readInput(input: unknown): MaybePromise<Read>
  /** A copy of texts as the values that the input's schema wants. */
  coerce(query: object): object
  /** Only where the tool has a schema for its output. */
  checkOutput?(output: Json): MaybePromise<readonly Problem[]>
}

/** Names that every vendor of language models takes. */
const namePattern = /^[A-Za-z0-9_-]{1,64}$/

/**
 * Compiles the schemas of a toolbox, once for all calls. Schemas of bundled toolboxes need not be checked.
 * @throws RuntimeError `plugin-failed` that names the tool and says what is wrong with it
 */
export function prepareToolbox(
  { id, location }: { id: string; location: string },
  made: unknown,
  { checkSchemas = true, rules = defaultRules }: { checkSchemas?: boolean; rules?: ToolRules } = {},
): readonly ReadyTool[] {
  const fail: Fail = (what, cause) => {
    throw new RuntimeError('plugin-failed', `Plugin "${id}" (${location}): ${what}.`, { cause })
  }
  if (!isToolbox(made)) fail('what it made has no list of tools')
  const names = new Set<string>()
  for (const [index, tool] of made.tools.entries()) {
    checkTool(tool, index, fail)
    if (names.has(tool.name)) fail(`it has two tools called "${tool.name}"; rename one of them`)
    names.add(tool.name)
  }
  if (checkSchemas) checkAll(made.tools, fail)
  return made.tools.map((tool) => compile(id, tool, rules, fail))
}

type Fail = (what: string, cause?: unknown) => never

function isToolbox(made: unknown): made is Toolbox {
  return typeof made === 'object' && made !== null && 'tools' in made && Array.isArray(made.tools)
}

/** A plugin in JavaScript may have made anything. */
function checkTool(tool: Partial<Tool> | null | undefined, index: number, fail: Fail): void {
  const { name, description, input, output, run } = tool ?? {}
  if (typeof name !== 'string' || !namePattern.test(name)) {
    fail(`its tool ${index + 1} needs a name of up to 64 letters, digits, "_" and "-", not ${JSON.stringify(name)}`)
  }
  if (typeof description !== 'string' || description.trim() === '') fail(`its tool "${name}" needs a description`)
  if (typeof run !== 'function') fail(`its tool "${name}" needs a function "run"`)
  if (isStandardSchema(input)) {
    if (!input['~standard'].jsonSchema) fail(`the input schema of "${name}" ${exportsNothing(input)}`)
  } else if (!isObject(input) || input.type !== 'object') fail(`the input schema of "${name}" needs "type": "object"`)
  if (output !== undefined && !isStandardSchema(output) && !isObject(output)) {
    fail(`the output schema of "${name}" must be an object`)
  }
}

function exportsNothing({ '~standard': { vendor } }: StandardSchema): string {
  return `is made with ${vendor} and does not tell its JSON Schema, which callers need; see the toolboxes page of the docs`
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** To check a schema takes its time however small it is: all at once, and one by one only to name the wrong one. */
function checkAll(tools: readonly Tool[], fail: Fail): void {
  const schemas = tools.flatMap(({ name, input, output }) => [
    ...(isStandardSchema(input) ? [] : [{ what: `input schema of "${name}"`, schema: input }]),
    ...(output === undefined || isStandardSchema(output)
      ? []
      : [{ what: `output schema of "${name}"`, schema: output }]),
  ])
  try {
    checkSchema({ $defs: Object.fromEntries(schemas.map(({ schema }, index) => [index, schema])) })
  } catch {
    for (const { what, schema } of schemas) attempt(what, () => checkSchema(unnamed(schema)), fail)
  }
}

function compile(toolbox: string, tool: Tool, rules: ToolRules, fail: Fail): ReadyTool {
  const { name, title, description, annotations } = tool
  const input = attempt(`input schema of "${name}"`, () => readSchema(tool.input), fail)
  const output =
    tool.output && attempt(`output schema of "${name}"`, () => readSchema(tool.output ?? {}, 'output'), fail)
  if (input.json?.type !== 'object') fail(`the input schema of "${name}" must describe an object`)
  const coerce = lazily(() => compileCoercing(unnamed(input.json ?? {})))
  return {
    name,
    toolbox,
    spec: {
      name,
      description,
      input: spelledOut(input.json),
      ...(title === undefined ? {} : { title }),
      ...(output?.json ? { output: spelledOut(output.json) } : {}),
      ...(annotations === undefined ? {} : { annotations }),
    },
    tool,
    rules,
    gate: new Gate(rules.concurrency),
    readInput: input.read,
    coerce(query) {
      const copy = structuredClone(query)
      coerce()(copy)
      return copy
    },
    ...(output ? { checkOutput: output.check } : {}),
  }
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

function attempt<T>(what: string, run: () => T, fail: Fail): T {
  try {
    return run()
  } catch (error) {
    return fail(`the ${what} is not valid: ${messageOf(error).replace(/\.$/, '')}`, error)
  }
}
