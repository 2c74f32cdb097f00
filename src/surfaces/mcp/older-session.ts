import type { ServerResponse } from 'node:http'
import type { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js'
import type { Endpoint, Session } from './endpoint.ts'
import type { OfferServer } from './server.ts'

/** How often an open stream says that it lives, in milliseconds. */
const heartbeat = 15_000

interface Parts {
  readonly endpoint: Endpoint
  readonly server: OfferServer
  readonly inbox: SSEServerTransport
  readonly response: ServerResponse
  /** The id of whoever has opened it: nobody else may speak in it. */
  readonly caller: string
}

/** A client of HTTP with server-sent events, as of 2024-11-05: it hears everything over one stream, answers too. */
export class OlderSession implements Session {
  readonly endpoint: Endpoint
  readonly server: OfferServer
  readonly inbox: SSEServerTransport
  readonly caller: string
  readonly #alive: NodeJS.Timeout
  /** Ids of requests that have no answer yet. */
  readonly #underWay = new Set<string | number>()
  #isLast = false

  constructor({ endpoint, server, inbox, response, caller }: Parts) {
    this.endpoint = endpoint
    this.server = server
    this.inbox = inbox
    this.caller = caller
    this.#alive = setInterval(() => response.write(':\n\n'), heartbeat).unref()
  }

  get id(): string {
    return this.inbox.sessionId
  }

  /** Tells the client where it has to send its messages to. */
  async open(): Promise<void> {
    const { inbox } = this
    await this.server.connect(inbox)
    const [take, send] = [inbox.onmessage, inbox.send.bind(inbox)]
    inbox.onmessage = (message, extra) => {
      if ('method' in message && 'id' in message) this.#underWay.add(message.id)
      if ('method' in message && message.method === 'notifications/cancelled') this.#forget(message.params?.requestId)
      take?.(message, extra)
    }
    inbox.send = async (message) => {
      await send(message)
      if (!('method' in message)) this.#forget(message.id)
    }
  }

  /** Closes it as soon as no request waits for its answer. */
  stop(): void {
    this.#isLast = true
    this.#closeIfIdle()
  }

  async close(): Promise<void> {
    clearInterval(this.#alive)
    await this.server.close()
  }

  #forget(request: unknown): void {
    if (typeof request === 'string' || typeof request === 'number') this.#underWay.delete(request)
    this.#closeIfIdle()
  }

  #closeIfIdle(): void {
    if (this.#isLast && this.#underWay.size === 0) void this.inbox.close() // it only ends the response
  }
}
