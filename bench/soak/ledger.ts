import type { Caller } from './caller.ts'
import { persona } from './stage.ts'
import type { Tally } from './tally.ts'

/** One question, and what came of it, as far as its client knows. */
export interface Turn {
  question: string
  /** Absent where the client does not know: it left, or the host was ended. */
  outcome?: { answer: string } | 'failed'
}

/** A conversation that goes on, turn by turn. */
export interface Dialogue {
  readonly id: string
  readonly caller: Caller
  readonly via: string
  readonly turns: Turn[]
}

/** Conversations and responses that are looked at after each restart: the latest ones. */
const watched = 400

/** What clients were told, and whether the host still knows. */
export class Ledger {
  readonly #tally: Tally
  #dialogues: Dialogue[] = []
  #tasks: { caller: Caller; id: string; answer?: string }[] = []
  #responses: { caller: Caller; id: string; answer: string }[] = []

  constructor(tally: Tally) {
    this.#tally = tally
  }

  dialogue(id: string, caller: Caller, via: string): Dialogue {
    const dialogue = { id, caller, via, turns: [] }
    this.#dialogues.push(dialogue)
    return dialogue
  }

  /** `answer` is absent where the client did not hear the end of it. */
  task(caller: Caller, id: string, answer?: string): void {
    this.#tasks.push({ caller, id, ...(answer === undefined ? {} : { answer }) })
  }

  response(caller: Caller, id: string, answer: string): void {
    this.#responses.push({ caller, id, answer })
  }

  /** Looks at everything that clients were told lately. Nobody may talk meanwhile. */
  async verify(others: (caller: Caller) => Caller): Promise<void> {
    for (const dialogue of this.#dialogues) await this.#verifyDialogue(dialogue)
    for (const { id, caller } of this.#dialogues.slice(-5)) await this.#verifyPrivate(id, others(caller))
    for (const { caller, id, answer } of this.#responses) {
      const { status, text } = await caller.call(`/openai/v1/responses/${id}`, { expected: [200, 404] })
      this.#tally.check(
        'responses',
        (status === 200 && text.includes(JSON.stringify(answer))) || `${id}: ${status} ${text}`,
      )
    }
    for (const { caller, id, answer } of this.#tasks) await this.#verifyTask(caller, id, answer)
    this.#dialogues = this.#dialogues.slice(-watched)
    this.#responses = this.#responses.slice(-watched)
    this.#tasks = this.#tasks.slice(-watched)
  }

  async #verifyDialogue(dialogue: Dialogue): Promise<void> {
    const { id, caller, turns, via } = dialogue
    const path = `/api/v1/conversations/${id}?persona=${persona}`
    const answer = await caller.call(path, { expected: [200, 404] })
    const kept = answer.status === 404 ? [] : exchangesOf(answer.json())
    let next = 0
    for (const { question, answer } of kept) {
      const at = turns.findIndex((turn, index) => index >= next && turn.question === question)
      if (at < 0) return this.#tally.check('kept', `${via} ${id}: "${question}" is in it twice, or out of order`)
      if (!this.#areUnkept(dialogue, next, at)) return
      const { outcome } = turns[at] ?? {}
      if (outcome === 'failed') this.#tally.check('unkept', `${via} ${id}: "${question}" failed, and is in it`)
      else if (outcome) {
        this.#tally.check(
          'kept',
          outcome.answer === answer || `${via} ${id}: told "${outcome.answer}", kept "${answer}"`,
        )
      }
      next = at + 1
    }
    this.#areUnkept(dialogue, next, turns.length)
  }

  /** Turns that are not in the transcript: those that were acknowledged should be. */
  #areUnkept({ turns, via, id }: Dialogue, from: number, to: number): boolean {
    for (const { question, outcome } of turns.slice(from, to)) {
      if (outcome === 'failed') this.#tally.check('unkept', true)
      else if (outcome) {
        this.#tally.check('kept', `${via} ${id}: "${question}" was answered, and is lost`)
        return false
      }
    }
    return true
  }

  async #verifyPrivate(id: string, other: Caller): Promise<void> {
    const { status } = await other.call(`/api/v1/conversations/${id}`, { expected: [200, 404] })
    this.#tally.check('foreign', status === 404 || `another caller can read the conversation ${id}`)
  }

  async #verifyTask(caller: Caller, id: string, answer: string | undefined): Promise<void> {
    const { text } = await caller.call(`/a2a/${persona}/tasks/${id}`, { expected: [200, 404] })
    const isTold = answer === undefined || text.includes(JSON.stringify(answer))
    const isOver = /"state": ?"TASK_STATE_(COMPLETED|CANCELED|REJECTED)"/.test(text)
    const hasReason = /"state": ?"TASK_STATE_FAILED".*"text"/s.test(text)
    this.#tally.check(
      'tasks',
      (isTold && (isOver || (hasReason && answer === undefined))) || `${id}: ${text.slice(0, 500)}`,
    )
  }
}

interface Exported {
  personas: readonly { messages: readonly { role: string; parts: readonly { type: string; text?: string }[] }[] }[]
}

/** Questions with the answers to them, in their order. */
function exchangesOf(exported: unknown): readonly { question: string; answer: string }[] {
  const [kept] = (exported as Exported).personas // what the route's schema says
  const exchanges: { question: string; answer: string }[] = []
  for (const { role, parts } of kept?.messages ?? []) {
    const text = parts.map(({ text = '' }) => text).join('')
    const last = exchanges.at(-1)
    if (role === 'user') exchanges.push({ question: text, answer: '' })
    else if (last) last.answer += text
  }
  return exchanges
}
