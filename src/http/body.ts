import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest } from 'node:http2'
import { RuntimeError } from '../core/errors.ts'

/**
 * The whole body of a request, up to `limit` bytes.
 * @throws RuntimeError `body-too-large`, `unsupported-encoding`; `cancelled` where the client leaves while it sends.
 */
export function readBody(request: IncomingMessage | Http2ServerRequest, limit: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity') {
    request.resume()
    const message = `The body has the encoding "${encoding.slice(0, 40)}"; send it uncompressed.`
    return Promise.reject(new RuntimeError('unsupported-encoding', message))
  }
  const declared = Number(request.headers['content-length'] ?? 0)
  return declared > limit ? Promise.reject(tooLarge(limit)) : collect(request, limit)
}

function collect(request: IncomingMessage | Http2ServerRequest, limit: number): Promise<Buffer> {
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
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)))
    const gone = () => reject(new RuntimeError('cancelled', 'The client left while it was sending.'))
    request.on('error', gone)
    request.on('close', gone) // without effect where the end came first
  })
}

function tooLarge(limit: number): RuntimeError {
  const size = limit >= 1024 * 1024 ? `${Math.floor(limit / 1024 / 1024)} MB` : `${limit} bytes`
  return new RuntimeError('body-too-large', `The body is larger than the limit of ${size}.`)
}

/**
 * Lets a client finish a body that nobody wants, so that it reads the answer instead of seeing its connection reset.
 * It has two seconds.
 */
export function discardRest(request: IncomingMessage | Http2ServerRequest): void {
  if (request.readableEnded || request.destroyed) return
  request.resume()
  const timer = setTimeout(() => request.destroy(), 2000)
  request.once('close', () => clearTimeout(timer))
  request.once('end', () => clearTimeout(timer))
}
