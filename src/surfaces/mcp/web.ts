import type { Exchange } from '../../http/index.ts'

/** Belong to one connection, or are told by the exchange itself. */
const notOurs = new Set(['connection', 'content-length', 'transfer-encoding', 'cache-control', 'x-accel-buffering'])

/** The request as the protocol's library wants it, without its body, which has been read already. */
export function toWebRequest({ request, method, signal }: Exchange, path: string): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || name.startsWith(':')) continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return new Request(`http://localhost${path}`, { method, headers, signal })
}

/** Sends what the protocol's library answered: at once, or as it comes. */
export async function sendWebResponse(exchange: Exchange, response: Response): Promise<void> {
  const headers: Record<string, string> = {}
  for (const [name, value] of response.headers) if (!notOurs.has(name)) headers[name] = value
  const { body, status } = response
  if (body && headers['content-type'] === 'text/event-stream') await exchange.stream(headers, chunks(body, exchange))
  else exchange.send(status, headers, await response.text())
}

/** What a stream says, until it has ended or the client has left. */
async function* chunks(body: ReadableStream<Uint8Array>, { response, signal }: Exchange): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  const leave = (): void => void reader.cancel()
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  // A client waits for the headers also where nothing is said yet; over HTTP/2 they have left already.
  const flush = setImmediate(() => ('flushHeaders' in response ? response.flushHeaders() : undefined))
  try {
    for (;;) {
      const { done, value } = await reader.read()
      clearImmediate(flush)
      if (done) return
      yield value
    }
  } finally {
    clearImmediate(flush)
    signal.removeEventListener('abort', leave)
    await reader.cancel()
  }
}
