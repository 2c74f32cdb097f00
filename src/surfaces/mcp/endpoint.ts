import { randomUUID } from 'node:crypto'
import {
  createMcpHandler,
  isInitializeRequest,
  isLegacyRequest,
  type McpHttpHandler,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server'
import type { Exchange } from '../../http/index.ts'
import { currentCaller, type Log, type Memory, onBehalfOf, RuntimeError, type ToolboxChange } from '../../index.ts'
import { answerCancelled } from './cancelled.ts'
import { Follower, tellServer } from './changes.ts'
import type { EventLog } from './event-log.ts'
import { lastingOffer, type Offer } from './offer.ts'
import { OfferServer, type ServerIdentity } from './server.ts'
import type { Sessions } from './sessions.ts'
import { sendWebResponse, toWebRequest } from './web.ts'

/** A client of a revision before 2026-07-28, from its first message until it leaves or is forgotten. */
export interface Session {
  readonly endpoint: Endpoint
  readonly server: OfferServer
  /** Of Streamable HTTP; clients of the transport before it have none. */
  readonly transport?: WebStandardStreamableHTTPServerTransport
  close(): Promise<void>
}

/** What all endpoints have in common. */
export interface Shared {
  readonly log: Log
  readonly sessions: Sessions<Session>
  readonly events: EventLog
  /** Whoever has a session, over whatever transport. */
  everyone(): Iterable<Session>
  memory(conversation: string | undefined): Memory
}

export interface EndpointOptions extends Shared {
  readonly path: string
  readonly identity: ServerIdentity
  /** What is offered now. */
  offer(): Promise<Offer>
}

const sessionNotFound = -32_001
const badRequest = -32_000
const invalidRequest = -32_600

/** One address of the protocol: without sessions from 2026-07-28 on, with sessions for the revisions before. */
export class Endpoint {
  readonly #options: EndpointOptions
  readonly #modern: McpHttpHandler
  /** Of the same revision: who waits for changes. It ends before calls do. */
  readonly #listening: McpHttpHandler
  readonly #follower = new Follower((what) => this.#tell(what))
  readonly #caller = currentCaller()
  #latest: Offer | undefined
  #isClosing = false

  constructor(options: EndpointOptions) {
    this.#options = options
    const make = () =>
      createMcpHandler(({ requestInfo }) => this.open(conversationOf(requestInfo)), {
        legacy: 'reject',
        onerror: this.#failed,
      })
    this.#modern = make()
    this.#listening = make()
  }

  async stream(exchange: Exchange): Promise<void> {
    const body = exchange.method === 'POST' ? await exchange.json() : undefined
    const listens = isListening(body)
    if (this.#isClosing && (listens || exchange.method === 'GET')) {
      throw new RuntimeError('shutting-down', 'The host is closing; nothing will change here.')
    }
    const request = toWebRequest(exchange, this.#options.path)
    if (!(await isLegacyRequest(request, body))) {
      const handler = listens ? this.#listening : this.#modern
      return await sendWebResponse(exchange, await handler.fetch(request, { parsedBody: body }))
    }
    const id = request.headers.get('mcp-session-id')
    if (id !== null) return await this.#continue(id, exchange, request, body)
    if (isInitializeRequest(body)) return await this.#begin(exchange, request, body)
    refuse(
      exchange,
      400,
      badRequest,
      'Send a complete "initialize" first, and then the Mcp-Session-Id that it is answered with.',
    )
  }

  /** A server for one session, or for one request where there are no sessions. */
  async open(conversation?: string): Promise<OfferServer> {
    const { log, identity, memory } = this.#options
    const offer = await this.#options.offer()
    this.#take(offer)
    const lasting = lastingOffer(() => this.#latest ?? offer)
    return new OfferServer(identity, lasting, { log, memory: memory(conversation) })
  }

  /** Tells those who listen where something else is offered than before. */
  async refresh(): Promise<void> {
    if (!this.#latest) return
    try {
      this.#take(await onBehalfOf(this.#caller, () => this.#options.offer()))
    } catch (error) {
      this.#failed(error) // the persona is gone; clients with a session of their own are told when they ask
      const streams = [...this.#options.everyone()].filter(({ endpoint, transport }) => endpoint === this && !transport)
      for (const stream of streams) stream.close().catch(this.#failed)
    }
  }

  #take(offer: Offer): void {
    this.#latest = offer
    this.#follower.follow(offer.toolset)
  }

  /** Nobody hears of changes any more. */
  async stop(): Promise<void> {
    this.#isClosing = true
    this.#follower.stop()
    await this.#listening.close()
  }

  async close(): Promise<void> {
    await this.#modern.close()
  }

  async #continue(id: string, exchange: Exchange, request: Request, body: unknown): Promise<void> {
    const { sessions } = this.#options
    const session = sessions.get(id)
    const transport = session?.endpoint === this ? session.transport : undefined
    if (!transport) {
      return refuse(exchange, 404, sessionNotFound, 'There is no such session, or no longer; send "initialize" again.')
    }
    if (Array.isArray(body) && takesOneMessage(session)) {
      return refuse(exchange, 400, invalidRequest, 'From 2025-06-18 on a body is one message: send each alone.')
    }
    await sessions.use(id, async () => sendWebResponse(exchange, await transport.handleRequest(request, given(body))))
  }

  async #begin(exchange: Exchange, request: Request, body: unknown): Promise<void> {
    const { sessions, events } = this.#options
    const id = randomUUID()
    const server = await this.open(conversationOf(request))
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => id,
      eventStore: events.of(id),
      onsessioninitialized: () =>
        sessions.add(id, { endpoint: this, server, transport, close: () => server.close() }, this.#caller.id),
      onsessionclosed: () => sessions.remove(id),
    })
    await server.connect(transport)
    answerCancelled(transport)
    const response = await transport.handleRequest(request, given(body))
    if (sessions.get(id)) await sessions.use(id, () => sendWebResponse(exchange, response))
    else {
      await sendWebResponse(exchange, response)
      await server.close()
    }
  }

  /** Tells those who listen here. */
  #tell(what: ToolboxChange): void {
    const { notify } = this.#listening
    if (what === 'tools') notify.toolsChanged()
    else if (what === 'resources') notify.resourcesChanged()
    else if (what === 'prompts') notify.promptsChanged()
    else notify.resourceUpdated(what.uri)
    for (const { endpoint, server } of this.#options.everyone()) {
      if (endpoint === this) tellServer(server, what)?.catch(this.#failed)
    }
  }

  readonly #failed = (error: unknown): void =>
    this.#options.log.debug({ err: error }, 'An MCP message could not be served.')
}

/** The names of revisions sort as they follow. */
function takesOneMessage(session: Session | undefined): boolean {
  return (session?.server.server.getNegotiatedProtocolVersion() ?? '') >= '2025-06-18'
}

function conversationOf(request: Request | undefined): string | undefined {
  return request?.headers.get('x-conversation-id') ?? undefined
}

function isListening(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'subscriptions/listen'
}

function given(body: unknown): { parsedBody?: unknown } {
  return body === undefined ? {} : { parsedBody: body }
}

function refuse(exchange: Exchange, status: number, code: number, message: string): void {
  exchange.sendJson(status, { jsonrpc: '2.0', id: null, error: { code, message } })
}
