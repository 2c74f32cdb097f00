import { RuntimeError } from '../core/errors.ts'
import type { ChatRequest, SolverEvent } from '../core/types.ts'
import type { Asking, Attempt } from './attempt.ts'
import type { Link, Persona } from './persona.ts'
import type { Watch } from './watch.ts'

type Words = AsyncIterable<string | SolverEvent>

/** Listens to a solver that streams: up to its first word, and then, if the chain wants it, to the rest. */
export class Hearing {
  readonly #link: Link
  readonly #persona: Persona
  readonly #request: ChatRequest
  readonly #asking: Asking
  readonly #watch: Watch
  readonly #words: AsyncIterator<string | SolverEvent>
  #ended = false

  constructor(words: Words, link: Link, persona: Persona, request: ChatRequest, asking: Asking, watch: Watch) {
    this.#link = link
    this.#persona = persona
    this.#request = request
    this.#asking = asking
    this.#watch = watch
    this.#words = words[Symbol.asyncIterator]()
  }

  /** @throws Interrupted when the client leaves or the first word is late, and whatever the solver throws. */
  async firstWord(): Promise<Attempt> {
    const opening: SolverEvent[] = []
    let text = ''
    let answered = false
    try {
      for (;;) {
        const event = await this.#hear(this.#link.timeout, 'no-first-word')
        if (event === undefined) return { outcome: 'declined', reason: 'said-nothing' }
        if (event.type === 'finish' && event.reason === 'refusal' && this.#persona.fallthroughOn.has('refusal')) {
          return { outcome: 'declined', reason: 'refused' }
        }
        opening.push(event)
        if (event.type === 'text-delta') text += event.text
        answered = isFirstWord(event, text)
        if (answered) return { outcome: 'answered', opening, rest: this }
        if (event.type === 'finish') return { outcome: 'declined', reason: 'said-nothing' }
      }
    } finally {
      if (!answered) this.close()
    }
  }

  /** The next of the words after the first; undefined at their end. Throws like `firstWord`. */
  next(): Promise<SolverEvent | undefined> {
    return this.#hear(this.#link.idleTimeout, 'went-silent')
  }

  /** A solver that has not come to its end is told by its signal that nobody listens, and left behind. */
  close(): void {
    if (this.#ended) this.#watch.close()
    else this.#watch.abandon()
    this.#words.return?.().catch((error: unknown) => {
      this.#asking.log.debug({ solver: this.#link.id, err: error }, 'A solver failed while it was stopped.')
    })
  }

  async #hear(limit: number, reason: 'no-first-word' | 'went-silent'): Promise<SolverEvent | undefined> {
    const item = await this.#watch.wait(this.#words.next(), limit, reason)
    if (item.done) {
      this.#ended = true
      return undefined
    }
    if (typeof item.value === 'string') return { type: 'text-delta', text: item.value }
    if (item.value.type === 'finish') this.#ended = true
    this.#checkCall(item.value)
    return item.value
  }

  #checkCall(event: SolverEvent): void {
    const name =
      event.type === 'tool-call' ? event.call.name : event.type === 'tool-input-delta' ? event.name : undefined
    if (name === undefined || this.#request.tools?.some((tool) => tool.name === name)) return
    throw new RuntimeError(
      'solver-failed',
      `Solver "${this.#link.id}" called the tool "${name}", which nobody offered.`,
    )
  }
}

/** `text` is all text so far: white space alone says nothing. */
function isFirstWord(event: SolverEvent, text: string): boolean {
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
      return event.reason === 'refusal' || event.reason === 'input-required'
    case 'source':
    case 'status':
      return false
  }
}
