import { setTimeout as sleep } from 'node:timers/promises'
import { longestTimer } from '../core/time.ts'
import type { ChatRequest, MaybePromise } from '../core/types.ts'
import type { Waiting } from '../core/waiting.ts'
import { type Asked, ask, nobodyAnswered, type Silent, type Spoken } from './ask.ts'
import type { ChainTurn } from './chain.ts'
import type { Link } from './persona.ts'
import { Interrupted } from './watch.ts'

/**
 * Asks one solver after the other, at once as long as they answer at once, until one has something to say.
 * @throws RuntimeError where nobody has, or where nobody further may be asked.
 */
export function findSpeaker(request: ChatRequest, turn: ChainTurn): MaybePromise<Spoken> {
  return new Search(request, turn).from(0, turn)
}

class Search {
  readonly #request: ChatRequest
  readonly #turn: ChainTurn
  readonly #silent: Silent[] = []
  #weak: Spoken | undefined

  constructor(request: ChatRequest, turn: ChainTurn) {
    this.#request = request
    this.#turn = turn
  }

  /** Who speaks of the solvers from there on. */
  from(first: number, waiting: Waiting): MaybePromise<Spoken> {
    const { links } = this.#turn.persona
    for (let index = first; index < links.length; index++) {
      const link = links[index]
      if (!link) break
      if (link.hedge !== undefined && index + 1 < links.length) return this.#race(link, index, waiting)
      const asked = ask(link, this.#request, this.#turn, { waiting })
      if (asked instanceof Promise) {
        return asked.then((result) => this.#weigh(result) ?? this.from(index + 1, waiting))
      }
      const speaker = this.#weigh(asked)
      if (speaker) return speaker
    }
    return this.#lastResort()
  }

  /** Who speaks, where that is settled. @throws RuntimeError where nobody further may be asked. */
  #weigh(result: Asked): Spoken | undefined {
    if (result.outcome === 'answered') return result
    if (result.outcome === 'weak') {
      this.#keep(result)
      return undefined
    }
    this.#silent.push(result)
    if (!result.end) return undefined
    if (this.#weak && result.end.code !== 'cancelled') return this.#weak
    throw result.end
  }

  /** Of weak replies the first in the chain's order counts: in a race it may come later than others. */
  #keep(weak: Spoken): void {
    const { links } = this.#turn.persona
    if (!this.#weak || links.indexOf(weak.link) < links.indexOf(this.#weak.link)) this.#weak = weak
  }

  /** The first weak reply. @throws RuntimeError where there is none. */
  #lastResort(): Spoken {
    if (this.#weak) return this.#weak
    throw nobodyAnswered(this.#turn.persona, this.#silent)
  }

  /** Asks a solver, and those after it too where it has not spoken after its `hedge`. The others are told to stop. */
  #race(link: Link, index: number, waiting: Waiting): MaybePromise<Spoken> {
    const mine = new Lane(waiting)
    const asked = ask(link, this.#request, this.#turn, { waiting: mine })
    if (asked instanceof Promise) return this.#run(asked, mine, link.hedge ?? 0, index + 1, waiting)
    return this.#weigh(asked) ?? this.from(index + 1, waiting)
  }

  async #run(asked: Promise<Asked>, mine: Lane, hedge: number, next: number, waiting: Waiting): Promise<Spoken> {
    const patience = new AbortController()
    const signal = AbortSignal.any([waiting.signal, patience.signal])
    const early = await Promise.race([
      asked,
      sleep(Math.min(hedge, longestTimer), undefined, { signal }).catch(() => undefined),
    ])
    patience.abort()
    if (early || waiting.signal.aborted) return this.#weigh(await asked) ?? this.from(next, waiting)
    const theirs = new Lane(waiting)
    const first = asked.then((result) => this.#weigh(result))
    const others = this.#others(next, theirs)
    try {
      const spoken = await this.#first(first, others)
      if (spoken.link === this.#turn.persona.links[next - 1]) theirs.stop(others)
      else mine.stop(first)
      return spoken
    } catch (error) {
      mine.stop(first)
      theirs.stop(others)
      throw error
    }
  }

  /** Those after the first of a race: that they have nothing to say, even at once, must not end it. */
  async #others(next: number, waiting: Waiting): Promise<Spoken> {
    return await this.from(next, waiting)
  }

  /** Whoever has an answer first. A weak reply, and the news that nobody has one, wait for the other lane. */
  #first(first: Promise<Spoken | undefined>, others: Promise<Spoken>): Promise<Spoken> {
    const better = async (): Promise<Spoken> => (await first) ?? this.#lastResort()
    const second = others.then(
      (spoken) => (spoken.outcome === 'weak' ? better() : spoken),
      () => better(),
    )
    return Promise.race([second, first.then((spoken) => spoken ?? second)])
  }
}

/** Those who wait for one lane of a race: they stop waiting when the turn does, or when the race is over. */
class Lane implements Waiting {
  readonly signal: AbortSignal
  readonly #over = new AbortController()

  constructor(waiting: Waiting) {
    this.signal = AbortSignal.any([waiting.signal, this.#over.signal])
  }

  stop(running: Promise<Spoken | undefined>): void {
    this.#over.abort(new Interrupted('outrun'))
    running.then(
      (spoken) => spoken?.rest?.close(),
      () => undefined, // its step is in the trace
    )
  }
}
