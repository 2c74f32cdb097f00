import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { RuntimeError } from '../core/errors.ts'

type Request = IncomingMessage | Http2ServerRequest

/**
 * The whole body of a request, up to `limit` bytes.
 * @throws RuntimeError `body-too-large`, `unsupported-encoding`; `cancelled` where the client leaves while it sends.
 */
export function readBody(request: Request, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    request.resume()
    const message = `The body has the encoding "${encoding.slice(0, 40)}"; send it uncompressed.`
    return Promise.reject(new RuntimeError('unsupported-encoding', message))
  }
  const declared = Number(request.headers['content-length'] ?? 0)
  return declared > limit ? Promise.reject(tooLarge(limit)) : collect(request, limit)
}

function collect(request: Request, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > limit) {
        request.removeAllListeners('data')
        return reject(tooLarge(limit))
      }
      chunks.push(chunk)
    })
    let ended = false
    request.on('end', () => {
      ended = true
      resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks))
    })
    const gone = (): void => {
      if (!ended) reject(new RuntimeError('cancelled', 'The client left while it was sending.'))
    }
    request.on('error', gone)
    request.on('close', gone)
  })
}

/** No protocol nests as deep as this, and `JSON.stringify` fails not far beyond. */
const deepest = 500

/** Whether arrays and objects of JSON stand in each other deeper than what can be dealt with. */
export function nestsTooDeep(json: Buffer): boolean {
  if (json.length < 2 * deepest) return false
  let depth = 0
  for (let index = 0; index < json.length; index++) {
    switch (json[index]) {
      case 0x22: // "
        index = endOfString(json, index)
        break
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > deepest) return true
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
    }
  }
  return false
}

/** Where the string ends that begins at `start`. Most of a large body is in strings: they are not looked through. */
function endOfString(json: Buffer, start: number): number {
  for (let end = json.indexOf(0x22, start + 1); end >= 0; end = json.indexOf(0x22, end + 1)) {
    let escapes = 0
    while (json[end - 1 - escapes] === 0x5c) escapes++ // \
    if (escapes % 2 === 0) return end
  }
  return json.length
}

function tooLarge(limit: number): RuntimeError {
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / 1024 / 1024)} MB` : `${limit} bytes`
  return new RuntimeError('body-too-large', `The body is larger than the limit of ${size}.`)
}

/**
 * Ends a response, whose header has been written, to a request that may still be sending a body that nobody wants.
 * The body is let in: many clients read only when they have sent everything, and the end of an HTTP/1 response may
 * close the connection under them.
 */
export function endEarly(request: Request, response: ServerResponse | Http2ServerResponse, text: string): void {
  const rest = discardRest(request)
  if (!rest || 'stream' in response) {
    response.end(text)
    return
  }
  response.write(text)
  rest.then(() => response.end())
}

const longestPause = 2_000
const longestRest = 30_000

/** Reads the rest of a body away; undefined where there is none. A client that takes too long loses its connection. */
function discardRest(request: Request): Promise<void> | undefined {
  if (request.readableEnded || request.destroyed) return undefined
  request.resume()
  const giveUp = (): void => void request.destroy()
  const pause = setTimeout(giveUp, longestPause)
  const rest = setTimeout(giveUp, longestRest)
  request.on('data', () => pause.refresh())
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(pause)
      clearTimeout(rest)
      resolve()
    }
    request.once('close', done)
    request.once('end', done)
  })
}
