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
