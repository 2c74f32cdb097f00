import { messageOf } from 'dramatis'
import { Agent, fetch, type Response } from 'undici'
import { checkLiteral, publicLookup, Refused } from './guard.ts'
import { type Fetched, toPage } from './page.ts'
import { isListed } from './settings.ts'

export interface ReaderOptions {
  readonly allow: readonly string[]
  readonly only?: readonly string[] | undefined
  /** In milliseconds, for all of a call. */
  readonly timeout: number
  readonly maxDownload: number
  readonly userAgent: string
}

const mostRedirects = 5
const redirects = new Set([301, 302, 303, 307, 308])

/** Reads pages. Every address that a socket connects to has been checked by then. */
export class Reader {
  readonly #options: ReaderOptions
  readonly #guarded: Agent
  /** For hosts that the operator lists. */
  readonly #open: Agent

  constructor(options: ReaderOptions) {
    const pool = {
      connections: 8,
      keepAliveTimeout: 1000,
      headersTimeout: options.timeout,
      bodyTimeout: options.timeout,
    }
    this.#options = options
    this.#guarded = new Agent({ ...pool, connect: { lookup: publicLookup, timeout: options.timeout } })
    this.#open = new Agent({ ...pool, connect: { timeout: options.timeout } })
  }

  /** @throws Error whose message says why the page cannot be read; the signal's reason when it aborts */
  async read(address: string, maxBytes: number, signal: AbortSignal): Promise<Fetched> {
    const { timeout, maxDownload } = this.#options
    const late = AbortSignal.timeout(timeout)
    try {
      const { url, response } = await this.#follow(toUrl(address), AbortSignal.any([signal, late]))
      const { bytes, whole } = await download(response, maxDownload)
      return toPage(url, response.headers.get('content-type') ?? '', bytes, { whole, maxBytes })
    } catch (error) {
      signal.throwIfAborted()
      if (late.aborted) throw new Error(`${address} did not answer within ${timeout} ms.`)
      throw explained(address, error)
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#open.destroy()])
  }

  async #follow(start: URL, signal: AbortSignal): Promise<{ url: URL; response: Response }> {
    let url = start
    for (let redirect = 0; redirect <= mostRedirects; redirect++) {
      const response = await this.#ask(url, signal)
      const target = redirects.has(response.status) ? response.headers.get('location') : null
      if (target === null && response.ok) return { url, response }
      await response.body?.cancel()
      if (target === null) throw new Refused(`${url.href} answered ${response.status} ${response.statusText}`.trim())
      if (!URL.canParse(target, url.href)) throw new Refused(`${url.href} leads to "${target}", which is no address.`)
      url = new URL(target, url)
      checkWeb(url)
    }
    throw new Refused(`${start.href} leads on more than ${mostRedirects} times.`)
  }

  async #ask(url: URL, signal: AbortSignal): Promise<Response> {
    const { allow, only, userAgent } = this.#options
    if (only && !isListed(url, only)) throw new Refused(`"${url.host}" is none of the hosts that may be read.`)
    const isAllowed = isListed(url, allow)
    if (!isAllowed) checkLiteral(url)
    const headers = { 'user-agent': userAgent, accept: 'text/html, text/*;q=0.9, application/json;q=0.9, */*;q=0.1' }
    const dispatcher = isAllowed ? this.#open : this.#guarded
    return await fetch(url.href, { headers, signal, dispatcher, redirect: 'manual', credentials: 'omit' })
  }
}

function toUrl(address: string): URL {
  if (!URL.canParse(address)) throw new Refused(`"${address}" is no address; write it like "https://example.org/page".`)
  const url = new URL(address)
  checkWeb(url)
  return url
}

function checkWeb(url: URL): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Refused(`Only http and https are read, and not "${url.protocol}".`)
  }
  if (url.username !== '' || url.password !== '') throw new Refused('An address with a password in it is not read.')
}

/** As much of the body as may be read; a packed one is unpacked on the way, and counts as what it becomes. */
async function download({ body }: Response, most: number): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const pieces: Uint8Array[] = []
  let length = 0
  if (body === null) return { bytes: new Uint8Array(), whole: true }
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    // what fetch makes is a stream of bytes
    pieces.push(piece)
    length += piece.byteLength
    if (length > most) break // leaving the loop cancels the stream
  }
  return { bytes: Buffer.concat(pieces).subarray(0, most), whole: length <= most }
}

/** What fetch throws says "fetch failed"; the reason is its cause. */
function explained(address: string, error: unknown): Error {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (cause instanceof Refused) return cause
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const reason = messageOf(cause instanceof AggregateError ? cause.errors[0] : cause)
  return new Error(`${address} cannot be read: ${reason || 'the connection failed'}.`, { cause: error })
}
