import { messageOf, RuntimeError } from '../core/errors.ts'
import { checkSchema, compileChecking, compileFilling, type Problem } from '../core/schema.ts'
import type { Tool, Toolbox } from '../core/toolbox.ts'
import type { JsonSchema } from '../core/types.ts'

/** A tool whose schemas are compiled. */
export interface ReadyTool {
  /** What it is called by, unique among all tools of the host. */
  readonly name: string
  /** The id of its toolbox. */
  readonly toolbox: string
  readonly tool: Tool
  /** Checks an input and fills in the defaults of the schema. */
  checkInput(input: unknown): readonly Problem[]
  /** Nothing is wrong with any output where the tool has no schema for it. */
  checkOutput(output: unknown): readonly Problem[]
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
  { checkSchemas = true }: { checkSchemas?: boolean } = {},
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
  return made.tools.map((tool) => compile(id, tool, fail))
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
  if (!isObject(input) || input.type !== 'object') fail(`the input schema of "${name}" needs "type": "object"`)
  if (output !== undefined && !isObject(output)) fail(`the output schema of "${name}" must be an object`)
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** To check a schema takes its time however small it is: all at once, and one by one only to name the wrong one. */
function checkAll(tools: readonly Tool[], fail: Fail): void {
  const schemas = tools.flatMap(({ input, output }) => (output === undefined ? [input] : [input, output]))
  try {
    checkSchema({ $defs: Object.fromEntries(schemas.entries()) })
  } catch {
    for (const { name, input, output } of tools) {
      attempt(`input schema of "${name}"`, () => checkSchema(unnamed(input)), fail)
      if (output !== undefined) attempt(`output schema of "${name}"`, () => checkSchema(unnamed(output)), fail)
    }
  }
}

function compile(toolbox: string, tool: Tool, fail: Fail): ReadyTool {
  const { name, input, output } = tool
  return {
    name,
    toolbox,
    tool,
    checkInput: attempt(`input schema of "${name}"`, () => compileFilling(unnamed(input)), fail),
    checkOutput:
      output === undefined
        ? () => []
        : attempt(`output schema of "${name}"`, () => compileChecking(unnamed(output)), fail),
  }
}

/** A schema with an `$id` could be compiled once only, and one that names another dialect could not be checked. */
function unnamed({ $id: _id, $schema: _dialect, ...schema }: JsonSchema): JsonSchema {
  return schema
}

function attempt<T>(what: string, run: () => T, fail: Fail): T {
  try {
    return run()
  } catch (error) {
    return fail(`the ${what} is not valid: ${messageOf(error).replace(/\.$/, '')}`, error)
  }
}
