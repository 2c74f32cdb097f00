import { isSolverError, type Log, messageOf, SolverError } from 'dramatis'
import { type Card, readCard } from './card.ts'
import { untilAborted } from './waiting.ts'

/** Where an agent's card is asked for, and how. */
export interface CardSourceOptions {
  /** The agent's address, or that of its card. */
  address: string
  headers: Readonly<Record<string, string>>
  fetch: typeof globalThis.fetch
  log: Log
}

interface Known {
  readonly card: Card
  readonly url: string
  readonly etag: string | null
  /** A time of `performance.now()`. */
  readonly freshUntil: number
}

interface Looking {
  readonly leaving: AbortController
  readonly done: Promise<Card>
  waiting: number
}

/** How long a card serves whose agent does not say, and the bounds where it does; milliseconds. */
const usual = 300_000
const [shortest, longest] = [10_000, 3_600_000]
/** How long a card may take, in milliseconds. */
const patience = 10_000

/** An agent's card, asked for when it is first needed and again when it is old. Those who want it at once share a call. */
export class CardSource {
  readonly #options: CardSourceOptions
  #known: Known | undefined
  #looking: Looking | undefined

  constructor(options: CardSourceOptions) {
    this.#options = options
  }

  /** @throws SolverError where there is none; the signal's reason when it aborts */
  async get(signal: AbortSignal): Promise<Card> {
    signal.throwIfAborted()
    if (this.#known && performance.now() < this.#known.freshUntil) return this.#known.card
    this.#looking ??= this.#look()
    const looking = this.#looking
    looking.waiting++
    try {
      return await untilAborted(looking.done, signal)
    } finally {
      looking.waiting--
      if (looking.waiting === 0) {
        looking.leaving.abort()
        if (this.#looking === looking) this.#looking = undefined
      }
    }
  }

  /** A call failed: perhaps the agent is not what its card says any more. */
  doubt(): void {
    if (this.#known) this.#known = { ...this.#known, freshUntil: 0 }
  }

  #look(): Looking {
    const leaving = new AbortController()
    const signal = AbortSignal.any([leaving.signal, AbortSignal.timeout(patience)])
    const done = this.#refresh(signal)
    done.catch(() => undefined) // everybody who waits for it hears of it; perhaps nobody does any more
    return { leaving, done, waiting: 0 }
  }

  async #refresh(signal: AbortSignal): Promise<Card> {
    try {
      this.#known = await this.#fetchCard(signal)
    } catch (error) {
      if (!this.#known) throw timedOut(signal) ? tooLate(this.#options.address, error) : error
      if (!timedOut(signal)) signal.throwIfAborted()
      const { address, log } = this.#options
      log.warn(
        { agent: address, err: messageOf(error) },
        "An agent's card cannot be had again: the last one serves on.",
      )
      this.#known = { ...this.#known, freshUntil: performance.now() + shortest }
    }
    return this.#known.card
  }

  async #fetchCard(signal: AbortSignal): Promise<Known> {
    const { address } = this.#options
    if (this.#known) return this.#fetchFrom(this.#known.url, signal)
    let first: unknown
    for (const url of placesOf(address)) {
      try {
        return await this.#fetchFrom(url, signal)
      } catch (error) {
        if (!isSolverError(error) || error.kind !== 'bad-request') throw error // not found, or not allowed
        first ??= error
      }
    }
    throw first
  }

  async #fetchFrom(url: string, signal: AbortSignal): Promise<Known> {
    const { fetch, headers } = this.#options
    const etag = this.#known?.etag
    const asked = { accept: 'application/json', ...headers, ...(etag ? { 'if-none-match': etag } : {}) }
    let response: Response
    try {
      response = await fetch(url, { headers: asked, signal })
    } catch (error) {
      if (!this.#known || !isUnchanged(error)) throw error
      return { ...this.#known, freshUntil: performance.now() + usual }
    }
    const card = readCard(parsed(await response.text(), url), url)
    const same = this.#known && JSON.stringify(this.#known.card) === JSON.stringify(card)
    return {
      card: same && this.#known ? this.#known.card : card, // whoever holds it sees that nothing has changed
      url,
      etag: response.headers.get('etag'),
      freshUntil: performance.now() + lifetime(response.headers.get('cache-control')),
    }
  }
}

/** Where a card may be: where it is named, under the agent's address, or at its host's root. 0.2 has another name for it. */
export function placesOf(address: string): readonly string[] {
  const url = new URL(address)
  if (url.pathname.endsWith('.json')) return [url.href]
  const path = url.pathname.replace(/\/+$/, '')
  const bases = path === '' ? [url.origin] : [url.origin + path, url.origin]
  return bases.flatMap((base) => ['agent-card.json', 'agent.json'].map((name) => `${base}/.well-known/${name}`))
}

/** The upstream tells of a status in its words alone, and takes 304 for a failure. */
function isUnchanged(error: unknown): boolean {
  return isSolverError(error) && / answered 304: /.test(error.message)
}

function lifetime(cacheControl: string | null): number {
  if (cacheControl === null) return usual
  if (/\bno-(cache|store)\b/i.test(cacheControl)) return shortest
  const [, seconds] = /\bmax-age=(\d+)/i.exec(cacheControl) ?? []
  return seconds === undefined ? usual : Math.min(Math.max(Number(seconds) * 1000, shortest), longest)
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SolverError('server-error', `The card at ${url} is no JSON: ${text.slice(0, 200)}`, { cause: error })
  }
}

function timedOut({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function tooLate(address: string, cause: unknown): SolverError {
  return new SolverError('timeout', `The card of the agent at ${address} did not come within 10 s.`, { cause })
}
