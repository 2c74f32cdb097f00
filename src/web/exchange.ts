import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Dispatcher } from 'undici'
import { shown, WebError } from './error.ts'

const inflate = promisify(gunzip)
const mostRedirects = 5

/** What one request is made of, besides its URL. */
export interface ExchangeOptions {
  readonly dispatcher: Dispatcher
  readonly headers: Readonly<Record<string, string>>
  /** Headers for the first host alone; redirects to another do not carry them. */
  readonly ownHeaders: Readonly<Record<string, string>>
  /** Origins that redirects may lead to, besides the one that was asked. */
  readonly redirectsTo: ReadonlySet<string>
  /** Most bytes of a body, unpacked. */
  readonly maxBytes: number
  readonly signal: AbortSignal
}

export interface Exchanged {
  readonly status: number
  readonly retryAfter: string | undefined
  /** Empty for an error status: nobody reads those. */
  readonly text: string
}

/** A GET request and the redirects that it is sent on. @throws WebError, and what undici throws */
export async function exchange(start: URL, options: ExchangeOptions): Promise<Exchanged> {
  let url = start
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const response = await options.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: url.origin === start.origin ? { ...options.headers, ...options.ownHeaders } : options.headers,
      signal: options.signal,
    })
    const { statusCode: status, headers, body } = response
    const location = redirect(status, headers)
    if (location !== undefined) {
      await body.dump()
      url = follow(url, location, start, options.redirectsTo)
      continue
    }
    const retryAfter = one(headers['retry-after'])
    if (status >= 400) {
      await body.dump()
      return { status, retryAfter, text: '' }
    }
    const bytes = await read(body, options.maxBytes, url)
    return { status, retryAfter, text: await unpack(bytes, one(headers['content-encoding']), options.maxBytes, url) }
  }
  throw new WebError('malformed', `${shown(start)} redirects more than ${mostRedirects} times.`)
}

type Headers = Dispatcher.ResponseData['headers']

function redirect(status: number, headers: Headers): string | undefined {
  return [301, 302, 303, 307, 308].includes(status) ? one(headers['location']) : undefined
}

function follow(from: URL, location: string, start: URL, allowed: ReadonlySet<string>): URL {
  if (!URL.canParse(location, from.href)) throw new WebError('malformed', `${shown(from)} redirects to no URL.`)
  const to = new URL(location, from)
  if (to.origin === start.origin || allowed.has(to.origin)) return to
  const text = `${shown(from)} redirects to ${to.origin}, which is another host; if that is right, let "baseUrl" name it.`
  throw new WebError('malformed', text)
}

async function read(body: AsyncIterable<Buffer>, limit: number, url: URL): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw tooLarge(url, limit)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size)
}

async function unpack(bytes: Buffer, encoding: string | undefined, limit: number, url: URL): Promise<string> {
  switch (encoding?.toLowerCase() ?? 'identity') {
    case 'identity':
      return bytes.toString()
    case 'gzip':
    case 'x-gzip':
      return (await inflate(bytes, { maxOutputLength: limit }).catch((error) => refuse(error, url, limit))).toString()
    default:
      throw new WebError('malformed', `${shown(url)} answered in the encoding "${encoding}", which nobody asked for.`)
  }
}

function refuse(error: NodeJS.ErrnoException, url: URL, limit: number): never {
  if (error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(url, limit)
  throw new WebError('malformed', `${shown(url)} sent gzip data that cannot be unpacked.`, { cause: error })
}

function tooLarge(url: URL, limit: number): WebError {
  return new WebError('malformed', `${shown(url)} answered with more than ${limit} bytes.`)
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header
}
