import { createContext, Script } from 'node:vm'
import type { Brain, ObjectMacro, Value } from './brain.ts'
import type { Problem } from './problem.ts'
import { type Session, topicName } from './session.ts'

/** A macro that the program defines; it gets what stood in `<call>` after the name. */
export type Subroutine = (fields: readonly string[], session: Session) => string

const timeoutMilliseconds = 250

/**
 * Runs the JavaScript of `> object` blocks. Each call has a fresh context, a time limit and nothing but texts that
 * cross its border, so that a faulty macro does no harm. That is no wall against code that means harm.
 */
export class Macros {
  readonly #brain: Brain
  readonly #scripts = new Map<string, Script>()
  readonly #allowed: boolean

  constructor(brain: Brain, allowed: boolean) {
    this.#brain = brain
    this.#allowed = allowed
  }

  /** Compiles the objects that are not compiled yet, and returns what is wrong with them. */
  compile(): Problem[] {
    const problems: Problem[] = []
    for (const macro of this.#brain.objects.values()) {
      const { name, file, line } = macro
      const warn = (message: string) => problems.push({ severity: 'warning', file, line, message })
      if (macro.language !== 'javascript')
        warn(`The object "${name}" is in ${macro.language}; only JavaScript runs here.`)
      else if (!this.#allowed) warn(`The object "${name}" does not run, as "macros" is off.`)
      else {
        try {
          this.#scripts.set(name, toScript(macro))
        } catch (error) {
          this.#scripts.delete(name)
          warn(
            `The object "${name}" is no valid JavaScript: ${error instanceof Error ? error.message : String(error)}.`,
          )
        }
      }
    }
    return problems
  }

  /** What the macro returns. @throws Error with a short sentence where there is no such macro, or where it fails. */
  call(name: string, fields: readonly string[], session: Session): string {
    const macro = this.#brain.objects.get(name)
    if (macro?.language === 'javascript' && !this.#allowed) throw new Error('No Object Handler')
    const script = this.#scripts.get(name)
    if (!script) throw new Error('Object Not Found')
    const context = createContext(Object.create(null), {
      codeGeneration: { strings: false, wasm: false },
      microtaskMode: 'afterEvaluate',
    })
    const given = JSON.stringify({
      user: session.user,
      fields,
      variables: [['topic', topicName(session)], ...session.variables],
      bot: [...this.#brain.variables, ...session.botVariables],
      env: [...this.#brain.globals, ...session.globals],
    })
    new Script(`globalThis.given = ${JSON.stringify(given)}`).runInContext(context)
    script.runInContext(context, { timeout: timeoutMilliseconds })
    const outcome = readOutcome(
      new Script('globalThis.outcome').runInContext(context, { timeout: timeoutMilliseconds }),
    )
    if ('error' in outcome) throw new Error(`Error when executing JavaScript object: ${outcome.error}`)
    for (const [key, value] of outcome.variables) session.variables.set(key, value)
    for (const [key, value] of outcome.bot) session.botVariables.set(key, value)
    for (const [key, value] of outcome.env) session.globals.set(key, value)
    return outcome.text
  }
}

/** `rs` is made inside of the context. A macro may wait for what needs no timer or network. */
function toScript({ name, code, file, line }: ObjectMacro): Script {
  const before = [
    '{ const { user, fields, variables, bot, env } = JSON.parse(given);',
    'const users = new Map(variables), bots = new Map(bot), envs = new Map(env);',
    'const botsSet = new Map(), envsSet = new Map();',
    'const get = (map) => (key) => map.get(key) ?? "undefined";',
    'const rs = { currentUser: () => user, getVariable: get(bots), getGlobal: get(envs),',
    '  getUservar: (_, key) => get(users)(key), setUservar: (_, key, value) => void users.set(key, value),',
    '  getUservars: () => Object.fromEntries(users),',
    '  setUservars: (_, values) => { for (const key in values) users.set(key, values[key]) },',
    '  setVariable: (key, value) => { bots.set(key, value); botsSet.set(key, value) },',
    '  setGlobal: (key, value) => { envs.set(key, value); envsSet.set(key, value) } };',
    'const done = (value) => { globalThis.outcome = JSON.stringify({',
    '  text: value === undefined || value === null ? "" : String(value),',
    '  variables: [...users], bot: [...botsSet], env: [...envsSet] }) };',
    'const failed = (error) => { globalThis.outcome = JSON.stringify({ error: String(error?.message ?? error) }) };',
    'globalThis.outcome = JSON.stringify({ error: "it waits for something that never comes" });',
    `(async function (rs, args) {`,
  ].join(' ')
  return new Script(`${before}\n${code}\n}).call(undefined, rs, fields).then(done, failed) }`, {
    filename: `${file}#${name}`,
    lineOffset: line - 1,
  })
}

type Entries = readonly [string, Value][]
type Outcome = { error: string } | { text: string; variables: Entries; bot: Entries; env: Entries }

/** What came out of the context was written by `toScript`, unless the macro put something else in its place. */
function readOutcome(raw: unknown): Outcome {
  const outcome: unknown = typeof raw === 'string' ? JSON.parse(raw) : undefined
  if (typeof outcome !== 'object' || outcome === null) return { error: 'it left no result' }
  if ('error' in outcome) return { error: String(outcome.error) }
  if (!('text' in outcome)) return { error: 'it left no result' }
  const { text, ...written }: { text: unknown; variables?: unknown; bot?: unknown; env?: unknown } = outcome
  return {
    text: String(text),
    variables: entries(written.variables),
    bot: entries(written.bot),
    env: entries(written.env),
  }
}

function entries(written: unknown): Entries {
  return Array.isArray(written) ? written.filter(isEntry) : []
}

function isEntry(entry: unknown): entry is [string, Value] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false
  return ['string', 'number', 'boolean'].includes(typeof entry[1])
}
