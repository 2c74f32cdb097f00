import type { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'

const requestCancelled = -32_000

/**
 * Ends the stream of each request that its client cancels. The library says nothing more on it and leaves it open, so
 * that every cancelled call would hold a connection for as long as the session lasts. Clients ignore an answer that
 * comes when they have given up.
 */
export function answerCancelled(transport: WebStandardStreamableHTTPServerTransport): void {
  const take = transport.onmessage
  transport.onmessage = (message, extra) => {
    take?.(message, extra)
    if (!('method' in message) || message.method !== 'notifications/cancelled') return
    const id = message.params?.requestId
    if (typeof id !== 'string' && typeof id !== 'number') return
    const error = { code: requestCancelled, message: 'The request was cancelled.' }
    transport.send({ jsonrpc: '2.0', id, error }).catch(() => undefined) // it has had its answer already
  }
}
