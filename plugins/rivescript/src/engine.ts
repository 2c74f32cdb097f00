import { type Brain, emptyBrain, type Value } from './brain.ts'
import { checkBrain } from './check.ts'
import { MessageFormat } from './format.ts'
import { readBrainFiles } from './load.ts'
import { Macros, type Subroutine } from './macros.ts'
import { parseInto } from './parse.ts'
import { BrainError, type Problem } from './problem.ts'
import type { Turn } from './render.ts'
import { type Mind, type Response, respond } from './respond.ts'
import { type Session, sharedSession } from './session.ts'
import { Substitutions } from './substitute.ts'
import { Topics } from './topics.ts'

export interface RiveScriptOptions {
  /** Keep letters of every script in messages and triggers. Default: only a to z and digits are kept. */
  utf8?: boolean
  /** Throw for errors in documents. Default: true; otherwise they are only listed in `problems`. */
  strict?: boolean
  /** How many redirects may follow each other. Default: 50. `! global depth` goes before it. */
  depth?: number
  /** Run the JavaScript of `> object` blocks. Default: false. */
  macros?: boolean
  /** Numbers from 0 up to 1 that choose among replies. Default: `Math.random`. */
  random?: () => number
}

const longestReply = 200_000

/** An interpreter of RiveScript 2.0 that keeps its users in memory. */
export class RiveScript {
  /** Errors and warnings of every document so far. */
  readonly problems: Problem[] = []
  readonly #brain: Brain = emptyBrain()
  readonly #sessions = new Map<string, Session>()
  readonly #subroutines = new Map<string, Subroutine>()
  readonly #macros: Macros
  readonly #utf8: boolean
  readonly #strict: boolean
  readonly #depth: number
  readonly #random: () => number
  #mind: Mind | undefined

  constructor(options: RiveScriptOptions = {}) {
    this.#utf8 = options.utf8 ?? false
    this.#strict = options.strict ?? true
    this.#depth = options.depth ?? 50
    this.#random = options.random ?? Math.random
    this.#macros = new Macros(this.#brain, options.macros ?? false)
  }

  /**
   * Adds a document. What is right in it is added even where something else is wrong.
   * @throws BrainError with every error and its line, unless `strict` is false.
   */
  stream(document: string | readonly string[], file = 'stream()'): void {
    const text = typeof document === 'string' ? document : document.join('\n')
    this.#take(parseInto(this.#brain, text, file, this.#utf8))
  }

  /**
   * Adds files, and all `.rive` and `.rs` files below folders, in the order of their names.
   * @throws BrainError with every error of all of them, unless `strict` is false; a missing file is one always.
   */
  async load(paths: string | readonly string[]): Promise<void> {
    const { files, problems: unread } = await readBrainFiles([paths].flat())
    const problems = files.flatMap(({ file, text }) => parseInto(this.#brain, text, file, this.#utf8))
    this.#take([...unread, ...problems])
    if (unread.length > 0) throw new BrainError(unread)
  }

  /** What is odd about all documents together, such as arrays and topics that are named but not there. */
  check(): Problem[] {
    return checkBrain(this.#brain)
  }

  /** Sorts and indexes now what the first reply would sort and index otherwise. */
  sort(): void {
    const { topics } = this.#ready()
    for (const name of this.#brain.topics.keys()) topics.topic(name)
  }

  /** The same as `sort`, under the name that other interpreters have for it. */
  sortReplies(): void {
    this.sort()
  }

  /** The reply to a user's message, or one of the language's own error texts, such as "ERR: No Reply Matched". */
  reply(user: string, message: string): string {
    return this.respond(this.#session(user), message).text
  }

  /** Answers with a session that the caller keeps. `failures` of the turn are `[ERR: ...]` texts inside of the reply. */
  respond(session: Session, message: string, random = this.#random): Response & { failures: readonly string[] } {
    const failures: string[] = []
    const call = (name: string, fields: readonly string[]) => this.#call(name, fields, session, failures)
    const turn: Turn = { random, failures, space: longestReply, call }
    return { ...respond(this.#ready(), session, message, turn), failures }
  }

  /** Defines a macro for `<call>`, which goes before a `> object` of that name. */
  setSubroutine(name: string, subroutine: Subroutine): void {
    this.#subroutines.set(name, subroutine)
  }

  /** A user's variable, or the text `undefined`. */
  getUservar(user: string, name: string): Value {
    return this.#session(user).variables.get(name) ?? (name === 'topic' ? 'random' : 'undefined')
  }

  getUservars(user: string): Record<string, Value> {
    return { topic: 'random', ...Object.fromEntries(this.#session(user).variables) }
  }

  setUservar(user: string, name: string, value: Value): void {
    this.#session(user).variables.set(name, value)
  }

  setUservars(user: string, values: Readonly<Record<string, Value>>): void {
    for (const [name, value] of Object.entries(values)) this.setUservar(user, name, value)
  }

  /** Forgets everything about a user, or about all of them. */
  clearUservars(user?: string): void {
    if (user === undefined) this.#sessions.clear()
    else this.#sessions.delete(user)
  }

  getVariable(name: string): Value {
    return this.#brain.variables.get(name) ?? 'undefined'
  }

  setVariable(name: string, value: Value | undefined): void {
    change(this.#brain.variables, name, value)
  }

  getGlobal(name: string): Value {
    return this.#brain.globals.get(name) ?? 'undefined'
  }

  setGlobal(name: string, value: Value | undefined): void {
    change(this.#brain.globals, name, value)
    this.#mind = undefined
  }

  setSubstitution(phrase: string, value: string | undefined): void {
    change(this.#brain.substitutions, phrase.toLowerCase(), value)
    this.#mind = undefined
  }

  setPerson(phrase: string, value: string | undefined): void {
    change(this.#brain.persons, phrase.toLowerCase(), value)
    this.#mind = undefined
  }

  #take(problems: readonly Problem[]): void {
    this.#mind = undefined
    this.problems.push(...problems, ...this.#macros.compile())
    const found = problems.filter(({ severity }) => severity === 'error')
    if (this.#strict && found.length > 0) throw new BrainError(found)
  }

  #ready(): Mind {
    if (this.#mind) return this.#mind
    const format = new MessageFormat(this.#utf8, this.#brain.substitutions)
    const depth = Number(this.#brain.globals.get('depth') ?? this.#depth)
    this.#mind = {
      brain: this.#brain,
      format,
      persons: new Substitutions(this.#brain.persons),
      topics: new Topics(this.#brain, (text) => format.literal(text)),
      depth: Number.isInteger(depth) && depth >= 0 ? depth : this.#depth,
    }
    return this.#mind
  }

  #session(user: string): Session {
    const known = this.#sessions.get(user)
    if (known) return known
    const session = sharedSession(user, this.#brain)
    this.#sessions.set(user, session)
    return session
  }

  #call(name: string, fields: readonly string[], session: Session, failures: string[]): string {
    try {
      const subroutine = this.#subroutines.get(name)
      return subroutine ? subroutine(fields, session) : this.#macros.call(name, fields, session)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      failures.push(`${message} (<call>${name}</call>)`)
      return `[ERR: ${message}]`
    }
  }
}

function change<T>(map: Map<string, T>, name: string, value: T | undefined): void {
  if (value === undefined) map.delete(name)
  else map.set(name, value)
}
