import type { ServerResponse } from 'node:http'
import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { messageOf, RuntimeError } from '../../index.ts'
import { Endpoint, type Session, type Shared } from './endpoint.ts'
import { EventLog } from './event-log.ts'
import { OlderSession } from './older-session.ts'
import { offerOf } from './persona-offer.ts'
import { identityOf } from './server.ts'
import { Sessions } from './sessions.ts'

/** Everything behind `/mcp`. */
export class McpService {
  readonly #host: SurfaceHost
  readonly #shared: Shared
  readonly #unfollow: () => void
  /**
   * By their caller and the id of their persona; the one of all toolboxes has none. A session is known at its own
   * endpoint only, and so to nobody else.
   */
  readonly #endpoints = new Map<string, Endpoint>()
  readonly #older = new Map<string, OlderSession>()

  constructor(host: SurfaceHost) {
    this.#host = host
    const sessions = new Sessions<Session>(this.#failed)
    this.#shared = {
      log: host.log,
      sessions,
      events: new EventLog(),
      everyone: () => [...sessions.all(), ...this.#older.values()],
      memory: (conversation) => host.memory(conversation),
    }
    this.#unfollow = host.onChange(() => {
      for (const endpoint of this.#endpoints.values()) void endpoint.refresh()
    })
  }

  /** Streamable HTTP. */
  async stream(exchange: Exchange): Promise<void> {
    await this.#endpointOf(exchange).stream(exchange)
  }

  /** HTTP with server-sent events, as of 2024-11-05: what the server says. It tells first where to send messages to. */
  async openSse(exchange: Exchange): Promise<void> {
    const { SSEServerTransport } = await import('@modelcontextprotocol/sdk/server/sse.js') // few ask for it
    const endpoint = this.#endpointOf(exchange)
    const response = exchange.response as ServerResponse // HTTP/2's has everything that the transport calls
    const prefix = new URL(this.#host.publicUrl).pathname.replace(/\/$/, '')
    const server = await endpoint.open()
    if (response.destroyed) return await server.close() // the client has left meanwhile
    const inbox = new SSEServerTransport(`${prefix}/mcp/messages`, response)
    const session = new OlderSession({ endpoint, server, inbox, response, caller: exchange.caller.id })
    this.#older.set(session.id, session)
    response.once('close', () => {
      this.#older.delete(session.id)
      session.close().catch(this.#failed)
    })
    response.setHeader('x-request-id', exchange.requestId)
    response.setHeader('x-accel-buffering', 'no')
    await session.open()
  }

  /** The same: what the client says. */
  async takeMessage(exchange: Exchange): Promise<void> {
    const session = this.#older.get(exchange.query.get('sessionId') ?? '')
    if (!session || session.caller !== exchange.caller.id)
      throw new RuntimeError('not-found', 'There is no such session, or no longer; connect again.')
    const message = await exchange.json()
    try {
      await session.inbox.handleMessage(message)
    } catch (error) {
      const reason = `The body is no message of the protocol: ${messageOf(error)}`
      throw new RuntimeError('invalid-request', reason, { cause: error })
    }
    exchange.send(202, { 'content-type': 'text/plain; charset=utf-8' }, 'Accepted')
  }

  /** Ends what only waits for changes; calls that are under way may finish. */
  async stop(): Promise<void> {
    this.#unfollow()
    for (const { transport } of this.#shared.sessions.all()) transport?.closeStandaloneSSEStream()
    for (const session of this.#older.values()) session.stop()
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.stop()))
  }

  async close(): Promise<void> {
    await this.stop()
    await Promise.all([...this.#older.values()].map((session) => session.close()))
    await this.#shared.sessions.close()
    await Promise.all([...this.#endpoints.values()].map((endpoint) => endpoint.close()))
  }

  #endpointOf(exchange: Exchange): Endpoint {
    const { params } = exchange
    const persona = params.persona === undefined ? undefined : this.#host.find(params.persona)
    const key = `${exchange.caller.id} ${persona?.id ?? ''}`
    const known = this.#endpoints.get(key)
    if (known) return known
    const made = new Endpoint({
      ...this.#shared,
      path: persona ? `/mcp/${encodeURIComponent(persona.id)}` : '/mcp',
      identity: identityOf(this.#host, persona),
      offer: offerOf(this.#host, persona?.id),
    })
    this.#endpoints.set(key, made)
    return made
  }

  readonly #failed = (error: unknown): void =>
    this.#host.log.debug({ err: error }, 'An MCP session could not be closed.')
}
