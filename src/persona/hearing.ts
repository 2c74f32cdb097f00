import { RuntimeError } from '../core/errors.ts'
import type { Quality, SolverEvent } from '../core/types.ts'
import type { Words } from './answer.ts'
import type { Attempt, Attempting } from './attempt.ts'
import type { Question } from './question.ts'
import type { Watch } from './watch.ts'

/** Listens to a solver that streams: up to its first word, and then, if the chain wants it, to the rest. */
export class Hearing {
  readonly #attempting: Attempting
  readonly #question: Question
  readonly #watch: Watch
  readonly #words: AsyncIterator<string | SolverEvent>
  #ended = false

  constructor(words: Words, attempting: Attempting, question: Question, watch: Watch) {
    this.#attempting = attempting
    this.#question = question
    this.#watch = watch
    this.#words = words[Symbol.asyncIterator]()
  }

  /** @throws Interrupted when the client leaves or the first word is late, and whatever the solver throws. */
  async firstWord(): Promise<Attempt> {
    const { ends, link, persona, retelling } = this.#attempting
    const opening: SolverEvent[] = []
    let text = ''
    let answered = false
    try {
      for (;;) {
        const event = await this.#hear(ends - performance.now(), 'no-first-word')
        if (event === undefined) return { outcome: 'declined', reason: 'said-nothing' }
        if (isRefusal(event) && persona.fallthroughOn.has('refusal')) {
          return { outcome: 'declined', reason: 'refused' }
        }
        opening.push(event)
        if (event.type === 'text-delta') text += event.text
        const { committed } = this.#question
        if (committed || isFirstWord(event, text, retelling)) {
          const { confidence, weak }: Quality = event.type === 'text-delta' && !committed ? event : {}
          if ((confidence ?? 1) < link.minConfidence) return { outcome: 'declined', reason: 'low-confidence' }
          if (weak) return { outcome: 'weak', opening: [...opening, ...(await this.#rest())], confidence }
          answered = true
          return { outcome: 'answered', opening, confidence, rest: this }
        }
        if (event.type === 'finish') return { outcome: 'declined', reason: 'said-nothing' }
      }
    } finally {
      if (!answered) this.close()
    }
  }

  /** The next of the words after the first; undefined at their end. Throws like `firstWord`. */
  next(): Promise<SolverEvent | undefined> {
    return this.#hear(this.#attempting.link.idleTimeout, 'went-silent')
  }

  /** A solver that has not come to its end is told by its signal that nobody listens, and left behind. */
  close(): void {
    if (this.#ended) this.#watch.close()
    else this.#watch.abandon()
    this.#words.return?.().catch((error: unknown) => {
      const { asking, link } = this.#attempting
      asking.log.debug({ solver: link.id, err: error }, 'A solver failed while it was stopped.')
    })
  }

  async #rest(): Promise<readonly SolverEvent[]> {
    const rest: SolverEvent[] = []
    for (let event = await this.next(); event; event = await this.next()) rest.push(event)
    return rest
  }

  async #hear(limit: number, reason: 'no-first-word' | 'went-silent'): Promise<SolverEvent | undefined> {
    const next = this.#attempting.asking.within(() => this.#words.next())
    const item = await this.#watch.wait(next, limit, reason)
    if (item.done) {
      this.#ended = true
      return undefined
    }
    if (typeof item.value === 'string') return { type: 'text-delta', text: item.value }
    if (item.value.type === 'finish') this.#ended = true
    this.#checkCall(item.value)
    return item.value
  }

  /** A client that has tools gets slips of a name too: it is the one to tell the model which there are. */
  #checkCall(event: SolverEvent): void {
    if (event.type !== 'tool-call' && event.type !== 'tool-input-delta') return
    const { link, request } = this.#attempting
    const { name } = event.type === 'tool-call' ? event.call : event
    if (!request.tools?.length) {
      throw new RuntimeError('solver-failed', `Solver "${link.id}" called the tool "${name}", and nobody offered any.`)
    }
    if (event.type === 'tool-call' && !isJson(event.call.input)) {
      throw new RuntimeError('solver-failed', `Solver "${link.id}" called "${name}" with what cannot be put into JSON.`)
    }
  }
}

/** False also for what nests deeper than the stack. */
function isJson(value: unknown): boolean {
  try {
    JSON.stringify(value)
    return true
  } catch {
    return false
  }
}

function isRefusal(event: SolverEvent): boolean {
  return event.type === 'finish' ? event.reason === 'refusal' : event.type === 'text-delta' && event.refusal === true
}

/** `text` is all text so far: white space alone says nothing. */
function isFirstWord(event: SolverEvent, text: string, textAlone: boolean): boolean {
  if (textAlone && event.type !== 'text-delta') return false
  switch (event.type) {
    case 'text-delta':
      return text.trim() !== ''
    case 'reasoning-delta':
      return event.text !== ''
    case 'part':
    case 'tool-call':
    case 'tool-input-delta':
      return true
    case 'finish':
      return event.reason === 'refusal' || event.reason === 'input-required' || event.reason === 'auth-required'
    case 'source':
    case 'status':
      return false
  }
}
