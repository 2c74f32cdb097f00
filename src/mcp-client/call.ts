import { messageOf } from '../core/errors.ts'
import type { ToolContext } from '../core/toolbox.ts'
import { type Answer, answer, keyOf, type Question, refused, waitsForAnswer } from './questions.ts'

interface Asked {
  readonly question: Question
  readonly key: string
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** One call at the server, which may be attended by several runs of the tool, one after the other. */
export class Call {
  /** Of the run that attends it now, or did last. */
  context: ToolContext | undefined
  readonly #ending = new AbortController()
  readonly #start: (signal: AbortSignal) => Promise<unknown>
  readonly #asked = new Set<Asked>()
  #result: Promise<unknown> | undefined
  #wake: (() => void) | undefined
  #count = 0

  constructor(start: (signal: AbortSignal) => Promise<unknown>) {
    this.#start = start
  }

  get result(): Promise<unknown> {
    this.#result ??= this.#start(this.#ending.signal)
    return this.#result
  }

  async attend(context: ToolContext): Promise<unknown> {
    let waits = false
    const leave = (): void => {
      if (!waits) this.end()
    }
    this.context = context
    context.signal.addEventListener('abort', leave, { once: true })
    const done = this.result.then((value) => ({ value }))
    try {
      for (;;) {
        const asked = new Promise<undefined>((resolve) => {
          this.#wake = () => resolve(undefined)
        })
        await this.#answerAll(context)
        const outcome = await Promise.race([done, asked])
        if (outcome) return outcome.value
      }
    } catch (error) {
      waits = waitsForAnswer(error)
      done.catch(() => undefined) // nobody waits for it now; the next run does
      throw error
    } finally {
      context.signal.removeEventListener('abort', leave)
    }
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#asked.add({ question, key: keyOf(question, ++this.#count), resolve, reject })
      this.#wake?.()
    })
  }

  end(): void {
    this.#ending.abort()
    for (const { reject } of this.#asked) reject(refused('Whoever called has left.'))
    this.#asked.clear()
  }

  /** All of them are put before the run ends, so that the caller is asked everything at once. */
  async #answerAll(context: ToolContext): Promise<void> {
    let waiting: unknown
    const each = [...this.#asked].map(async (asked) => {
      try {
        asked.resolve(await answer(asked.question, asked.key, context))
      } catch (error) {
        if (waitsForAnswer(error)) {
          waiting = error
          return
        }
        asked.reject(refused(messageOf(error)))
      }
      this.#asked.delete(asked)
    })
    await Promise.all(each)
    if (waiting) throw waiting
  }
}
