import type { JSONRPCMessage, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

/**
 * Ends the stream of a request with the request, when it is cancelled. A server says nothing more on it, and many leave
 * it open: each call that nobody waits for any more would keep a connection.
 */
export function hangUpCancelled(transport: StreamableHTTPClientTransport): void {
  const streams = new Map<string | number, AbortController>()
  const send = transport.send.bind(transport)
  transport.send = async (message, options) => {
    const id = requestIdOf(message)
    if (id === undefined || options?.requestSignal) {
      await send(message, options)
      return hangUp(cancelledBy(message))
    }
    const stream = new AbortController()
    streams.set(id, stream)
    await send(message, { ...options, requestSignal: stream.signal })
  }
  // The library keeps who listens already when it connects.
  transport.onmessage = (message) => {
    if (!('method' in message) && message.id !== undefined) streams.delete(message.id)
  }

  function hangUp(id: unknown): void {
    if (typeof id !== 'string' && typeof id !== 'number') return
    streams.get(id)?.abort()
    streams.delete(id)
  }
}

function requestIdOf(message: JSONRPCMessage | readonly JSONRPCMessage[]): string | number | undefined {
  return 'method' in message && 'id' in message ? message.id : undefined
}

function cancelledBy(message: JSONRPCMessage | readonly JSONRPCMessage[]): unknown {
  const isCancellation = 'method' in message && message.method === 'notifications/cancelled'
  return isCancellation ? message.params?.requestId : undefined
}
