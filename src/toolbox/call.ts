import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Problem } from '../core/schema.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { Json } from '../core/types.ts'
import type { ReadyTool } from './prepare.ts'

const defaultLimit = 30_000

/** How many problems of one value are told: a caller must not choose how many there are to write down. */
const told = 5

/**
 * Calls a tool: its input is copied and checked, its time is limited to `limit` milliseconds, its output is JSON.
 * @throws RuntimeError `invalid-request` for an input that the schema does not accept; `timeout`, `cancelled`;
 * `tool-failed` with the message of what the tool threw; `plugin-failed` for an output that is not as promised
 */
export async function callTool(
  ready: ReadyTool,
  input: unknown,
  context: ToolContext,
  limit = defaultLimit,
): Promise<Json> {
  const read = readInput(ready, input)
  const output = await run(ready, read, context, limit)
  return readOutput(ready, output)
}

/**
 * A copy of an input, with the defaults of the tool's schema.
 * @throws RuntimeError `invalid-request` that lists what is wrong with it
 */
export function readInput({ name, checkInput }: ReadyTool, input: unknown): unknown {
  const copy = structuredClone(input)
  const problems = checkInput(copy)
  if (problems.length === 0) return copy
  const message = `The input of the tool "${name}" is wrong: ${list(problems)}`
  throw new RuntimeError('invalid-request', message, problems[0])
}

async function run({ name, tool }: ReadyTool, input: unknown, context: ToolContext, limit: number): Promise<unknown> {
  if (context.signal.aborted) throw cancelled(name)
  const ending = new AbortController()
  let stop = (_error: RuntimeError): void => {}
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      reject(error) // first of all: a tool that throws because of the signal has not failed
      ending.abort(error)
    }
  })
  const late = () => stop(new RuntimeError('timeout', `The tool "${name}" did not answer within ${limit} ms.`))
  const cancel = () => stop(cancelled(name))
  const timer = setTimeout(late, limit)
  context.signal.addEventListener('abort', cancel, { once: true })
  try {
    const running = start(tool.run.bind(tool), input, narrowed(context, ending.signal))
    return await Promise.race([stopped, running.catch((error: unknown) => explain(name, error, context))])
  } finally {
    clearTimeout(timer)
    context.signal.removeEventListener('abort', cancel)
    ending.abort()
  }
}

function cancelled(name: string): RuntimeError {
  return new RuntimeError('cancelled', `The call of the tool "${name}" was cancelled.`)
}

/** A promise also of a tool that throws without waiting. */
async function start(run: ReadyTool['tool']['run'], input: unknown, context: ToolContext): Promise<unknown> {
  return await run(input, context)
}

/** What the tool sees: the signal of its own call, and nobody who hears of progress once that is over. */
function narrowed(context: ToolContext, signal: AbortSignal): ToolContext {
  const progress: ToolContext['progress'] = (...given) => (signal.aborted ? undefined : context.progress(...given))
  return { signal, log: context.log, memory: context.memory, progress }
}

function explain(name: string, error: unknown, { log, signal }: ToolContext): never {
  if (!signal.aborted) log.warn({ tool: name, err: error }, 'A tool failed.')
  const message = messageOf(error) || `The tool "${name}" failed and did not say why.`
  throw new RuntimeError('tool-failed', message, { cause: error })
}

/** The output as whoever called will see it: nothing is `null`, a date is a string. */
function readOutput({ name, toolbox, checkOutput }: ReadyTool, output: unknown): Json {
  const fail = (what: string, cause?: unknown) =>
    new RuntimeError('plugin-failed', `The tool "${name}" of the toolbox "${toolbox}" ${what}`, { cause })
  const json = toJson(output, (error) => fail(`returned what JSON cannot hold: ${messageOf(error)}.`, error))
  const problems = checkOutput(json)
  if (problems.length > 0) throw fail(`broke its own output schema: ${list(problems)}`)
  return json
}

function toJson(value: unknown, fail: (error: unknown) => RuntimeError): Json {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null') as Json // it comes out of JSON
  } catch (error) {
    throw fail(error)
  }
}

function list(problems: readonly Problem[]): string {
  const sentences = problems.slice(0, told).map(({ pointer, message }) => {
    const sentence = `${pointer === '' ? 'it' : pointer} ${message}`
    return sentence.endsWith('?') ? sentence : `${sentence}.`
  })
  const rest = problems.length - sentences.length
  return sentences.join(' ') + (rest > 0 ? ` And ${rest} more.` : '')
}
