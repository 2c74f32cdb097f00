import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Answer,
  type ChatRequest,
  type Context,
  defineSolver,
  type Host,
  type Json,
  type MaybePromise,
  RuntimeError,
  type Solver,
} from 'dramatis'
import { converse, isReply } from './conversation.ts'
import { RiveScript, type RiveScriptOptions } from './engine.ts'
import { isCatchAll } from './order.ts'
import { BrainError, describeProblem } from './problem.ts'

export { BrainError, type Problem } from './problem.ts'
export type { RiveScriptOptions }
export { RiveScript }

const bundledBrain = fileURLToPath(new URL('../data/brain', import.meta.url))
const memoryKey = 'rivescript'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      brain: {
        description: 'Files or folders of RiveScript, relative to the persona file. Default: the bundled small talk.',
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
        ],
      },
      source: {
        description: 'RiveScript itself, as a text or as a list of lines. It is added to `brain`.',
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
      },
      utf8: { description: 'Keep letters of every script in messages and triggers.', type: 'boolean', default: false },
      strict: { description: 'Refuse a brain with syntax errors.', type: 'boolean', default: true },
      depth: { description: 'How many redirects may follow each other.', type: 'integer', minimum: 1, default: 50 },
      macros: { description: 'Run the JavaScript of `> object` blocks.', type: 'boolean', default: false },
    },
    additionalProperties: false,
  },
  async create({ brain, source, ...options }, host) {
    if (brain === undefined && source === undefined) return bundledSolver(options, host)
    const paths = [brain ?? []].flat().map((path) => resolve(host.baseFolder, path))
    const engine = await load(options, paths, source, host)
    return { solve: (request, context) => reply(engine, request, context, false) }
  },
})

/** The bundled brain by the options that it was loaded with. An engine keeps nothing, so all personas share it. */
const bundled = new Map<string, Promise<RiveScript>>()

/** The bundled brain is known to be sound, so it is loaded when it is first asked. */
function bundledSolver(options: RiveScriptOptions, host: Host): Solver {
  let engine: RiveScript | undefined
  const loaded = async (): Promise<RiveScript> => {
    const key = JSON.stringify(options)
    const loading = bundled.get(key) ?? load(options, [bundledBrain], undefined, host)
    bundled.set(key, loading)
    engine = await loading
    return engine
  }
  return {
    solve(request, context) {
      if (engine) return reply(engine, request, context, true)
      return loaded().then((brain) => reply(brain, request, context, true))
    },
  }
}

function reply(engine: RiveScript, request: ChatRequest, context: Context, isBundled: boolean): MaybePromise<Answer> {
  const saved = context.memory.get(memoryKey)
  if (saved instanceof Promise) return saved.then((state) => solve(engine, request, context, state, isBundled))
  return solve(engine, request, context, saved, isBundled)
}

/** Reports every error of the brain at once, and leaves what is only odd in the log. */
async function load(
  options: RiveScriptOptions,
  paths: readonly string[],
  source: string | readonly string[] | undefined,
  host: Host,
): Promise<RiveScript> {
  const engine = new RiveScript(options)
  const errors: unknown[] = []
  const attempt = (error: unknown) => void errors.push(error)
  await engine.load(paths).catch(attempt)
  try {
    if (source !== undefined) engine.stream(source, 'source')
    engine.sort()
  } catch (error) {
    attempt(error)
  }
  if (errors.length > 0) throw toRuntimeError(errors)
  for (const problem of [...engine.problems, ...engine.check()])
    host.log.warn({ ...problem }, `rivescript: ${describeProblem(problem)}`)
  return engine
}

function toRuntimeError(errors: readonly unknown[]): unknown {
  const unexpected = errors.find((error) => !(error instanceof BrainError))
  if (unexpected) return unexpected
  const problems = errors.flatMap((error) => (error instanceof BrainError ? error.problems : []))
  const list = problems.map((problem) => `\n  ${describeProblem(problem)}`).join('')
  return new RuntimeError('plugin-failed', `rivescript cannot use its brain; correct these lines:${list}`)
}

function solve(
  engine: RiveScript,
  request: ChatRequest,
  { memory, log, lang }: Context,
  saved: Json | undefined,
  isBundled: boolean,
): Answer | Promise<Answer> {
  const { answered, state } = converse(engine, request, saved)
  const { text, triggers, failures } = answered
  for (const failure of failures) log.warn({ failure }, 'rivescript: a tag of the reply failed, so it is not said')
  const weak = triggers.length > 0 && triggers.every(isCatchAll)
  // The bundled brain is in English: in other languages its catch-all would only be in the way.
  const isSilent = !isReply(answered) || (weak && isBundled && !/^en\b/i.test(lang))
  const answer: Answer = isSilent ? undefined : weak ? { text, weak } : { text }
  const written = memory.set(memoryKey, state)
  return written instanceof Promise ? written.then(() => answer) : answer
}
