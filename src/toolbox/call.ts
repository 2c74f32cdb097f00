import { currentCaller } from '../core/caller.ts'
import { channels } from '../core/channels.ts'
import { isRuntimeError, messageOf, RuntimeError, toRuntimeError } from '../core/errors.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { ToolOutcome, ToolSession } from '../core/toolset.ts'
import type { MaybePromise } from '../core/types.ts'
import { copyOf } from './copy.ts'
import { readOutput } from './output.ts'
import type { ReadyTool } from './prepare.ts'
import { inSentences } from './problems.ts'
import { attempt } from './run.ts'

/** A tool that throws a whole page has said enough with its beginning. */
const longestMessage = 4000

export interface CallOptions {
  /** Arguments beside the input, as texts: they become what the schema wants, and the input wins over them. */
  query?: object
}

/**
 * Calls a tool: its input is copied and checked, its time and its result are limited, its output is checked and made
 * presentable. Every call is a line in the log, without what was said.
 * @throws RuntimeError `invalid-request` with `problems` for an input that the schema does not accept; `timeout`,
 * `overloaded`, `cancelled`; `tool-failed` with the message of what the tool threw; `state-failed` where it cannot
 * remember; `plugin-failed` for an output that is not as promised
 */
export async function callTool(
  ready: ReadyTool,
  input: unknown,
  session: ToolSession,
  { query }: CallOptions = {},
): Promise<ToolOutcome> {
  const started = performance.now()
  let outcome = 'failed'
  try {
    const called = await call(ready, query ? withQuery(ready, input, query) : input, session)
    outcome = called.kind === 'ask' ? 'asked' : 'answered'
    return called
  } catch (error) {
    if (isRuntimeError(error)) outcome = error.code
    if (outcome === 'tool-failed') session.log.warn({ tool: ready.name, err: error }, 'A tool failed.')
    throw error
  } finally {
    const { name, toolbox } = ready
    const milliseconds = Math.round((performance.now() - started) * 100) / 100
    const called = { tool: name, toolbox, caller: session.caller, outcome, milliseconds }
    const { id: key } = currentCaller()
    session.log.info(key === '' ? called : { ...called, key }, 'A tool was called.')
    if (channels.tool.hasSubscribers) channels.tool.publish(called)
  }
}

function withQuery(ready: ReadyTool, input: unknown, query: object): unknown {
  const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
  return isObject ? { ...ready.coerce(query), ...input } : input
}

async function call(ready: ReadyTool, input: unknown, session: ToolSession): Promise<ToolOutcome> {
  const { name, gate, rules } = ready
  const read = await readInput(ready, input)
  const waiting = gate.enter(name, rules.timeout, session.signal)
  if (waiting) await waiting
  try {
    const subject = { name: `The tool "${name}"`, input }
    const attempted = await attempt(subject, session, rules, (context) => run(ready, read, context))
    return attempted.kind === 'ask' ? attempted : { kind: 'result', ...(await readOutput(ready, attempted.value)) }
  } finally {
    gate.leave()
  }
}

function run({ name, tool }: ReadyTool, input: unknown, context: ToolContext): MaybePromise<unknown> {
  try {
    const returned = tool.run(input, context)
    return isPromise(returned) ? returned.then(undefined, (error: unknown) => explain(name, error)) : returned
  } catch (error) {
    return explain(name, error)
  }
}

/** The tool's own words, never its stack. That its memory cannot be kept is not the tool's fault. */
function explain(name: string, error: unknown): never {
  if (isRuntimeError(error) && error.code === 'state-failed') throw toRuntimeError(error)
  const [words = ''] = messageOf(error)
    .slice(0, longestMessage)
    .split(/\n\s+at /, 1)
  throw new RuntimeError('tool-failed', words || `The tool "${name}" failed and did not say why.`, { cause: error })
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/**
 * A copy of an input, with the defaults of the tool's schema.
 * @throws RuntimeError `invalid-request` that lists what is wrong with it
 */
export async function readInput(ready: ReadyTool, input: unknown): Promise<unknown> {
  const { value, problems } = await ready.readInput(copyOf(input))
  if (problems.length === 0) return value
  const message = `The input of the tool "${ready.name}" is wrong: ${inSentences(problems)}`
  throw new RuntimeError('invalid-request', message, { ...problems[0], problems: problems.slice(0, 100) })
}
