import type { AgentCard } from '@a2a-js/sdk'
import {
  type Client,
  ClientFactory,
  JsonRpcTransportFactory,
  RestTransportFactory,
  type TransportFactory,
} from '@a2a-js/sdk/client'
import { type Log, messageOf } from 'dramatis'
import { openUpstream, type Upstream } from 'dramatis/upstream'
import { type Card, chooseInterface, type Interface } from './card.ts'
import { CardSource } from './card-source.ts'
import { sdkFetch } from './sdk-fetch.ts'
import type { Settings } from './settings.ts'

/** An agent, as its card describes it by now. */
export interface Opened {
  readonly card: Card
  /** Where it is asked, for messages. */
  readonly url: string
  readonly client: Client
  /** Sent with every call. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether it answers in a stream. */
  readonly streams: boolean
}

/** How long a cancellation may take, in milliseconds. */
const farewell = 2000

/** A remote agent: its card, and the connections to it. Nothing is sent before the first question. */
export class RemoteAgent {
  readonly #settings: Settings
  readonly #log: Log
  readonly #cards: CardSource
  /** By origin: a card may be served elsewhere than what it describes. */
  readonly #upstreams = new Map<string, Upstream>()
  readonly #cancelling = new Set<Promise<void>>()
  readonly #closers: (() => void)[] = []
  #opened: { readonly card: Card; readonly connected: Promise<Opened> } | undefined

  /** @throws RuntimeError `plugin-failed` where the address is no URL */
  constructor(settings: Settings, log: Log) {
    this.#settings = settings
    this.#log = log
    const { fetch } = this.#upstreamOf(settings.baseUrl)
    this.#cards = new CardSource({ address: settings.baseUrl, headers: this.#headersFor(undefined), fetch, log })
  }

  /** @throws SolverError where its card cannot be had, or offers nothing that serves; the signal's reason */
  async open(signal: AbortSignal): Promise<Opened> {
    const card = await this.#cards.get(signal)
    if (this.#opened?.card !== card) this.#opened = { card, connected: this.#connect(card) }
    const { connected } = this.#opened
    try {
      return await connected
    } catch (error) {
      this.doubt()
      throw error
    }
  }

  /** A call failed: its card is looked at again before the next one. */
  doubt(): void {
    this.#cards.doubt()
  }

  /** Tells the agent that nobody waits for a task any more. It never fails: what comes of it goes to the log. */
  cancel({ client, headers, url }: Opened, taskId: string): void {
    const options = { serviceParameters: headers, signal: AbortSignal.timeout(farewell) }
    const cancelling = client.cancelTask({ tenant: '', id: taskId, metadata: undefined }, options).then(
      () => this.#log.debug({ agent: url, task: taskId }, 'A task of an agent is cancelled.'),
      (error: unknown) => {
        const details = { agent: url, task: taskId, err: messageOf(error) }
        this.#log.debug(details, 'A task of an agent could not be cancelled.')
      },
    )
    this.#cancelling.add(cancelling)
    void cancelling.finally(() => this.#cancelling.delete(cancelling))
  }

  /** Cancellations on their way are waited for. */
  async close(): Promise<void> {
    await Promise.all(this.#cancelling)
    for (const close of this.#closers) close()
    await Promise.all([...this.#upstreams.values()].map((upstream) => upstream.close()))
  }

  async #connect(card: Card): Promise<Opened> {
    const chosen = chooseInterface(card, this.#settings)
    const streams = card.streaming && this.#settings.streaming
    const factory = new ClientFactory({ transports: [await this.#transportFor(chosen)] })
    const client = await factory.createFromAgentCard(cardFor(chosen, streams))
    if (chosen.transport === 'grpc') this.#closers.push(() => closeChannel(client))
    return { card, url: chosen.url, client, headers: this.#headersFor(card.keyHeader), streams }
  }

  async #transportFor(chosen: Interface): Promise<TransportFactory> {
    if (chosen.transport === 'grpc') {
      const { grpcFactory } = await import('./grpc.ts') // loading it takes longer than all the rest
      return grpcFactory(chosen)
    }
    const fetchImpl = sdkFetch(this.#upstreamOf(chosen.url).fetch)
    const options = { fetchImpl, legacyCompat: { enabled: true } }
    return chosen.transport === 'rest' ? new RestTransportFactory(options) : new JsonRpcTransportFactory(options)
  }

  #upstreamOf(url: string): Upstream {
    const origin = URL.canParse(url) ? new URL(url).origin : url
    const known = this.#upstreams.get(origin)
    if (known) return known
    const { logRequests, logResponses } = this.#settings
    const upstream = openUpstream({ baseUrl: url, log: this.#log, logRequests, logResponses, repeats: false })
    this.#upstreams.set(origin, upstream)
    return upstream
  }

  #headersFor(keyHeader: string | undefined): Readonly<Record<string, string>> {
    const { apiKey, headers } = this.#settings
    if (!apiKey) return headers
    return {
      ...(keyHeader === undefined ? { Authorization: `Bearer ${apiKey}` } : { [keyHeader]: apiKey }),
      ...headers,
    }
  }
}

/** What the SDK's client reads of a card, with the one interface that it is to use. */
function cardFor({ url, transport, version, tenant }: Interface, streaming: boolean): AgentCard {
  return {
    name: '',
    description: '',
    version: '',
    supportedInterfaces: [{ url, tenant, protocolBinding: bindings[transport], protocolVersion: version }],
    provider: undefined,
    capabilities: { streaming, extensions: [] },
    securitySchemes: {},
    securityRequirements: [],
    defaultInputModes: [],
    defaultOutputModes: [],
    skills: [],
    signatures: [],
  }
}

const bindings = { jsonrpc: 'JSONRPC', rest: 'HTTP+JSON', grpc: 'GRPC' } as const

/** The SDK opens a channel for every client and closes none. */
function closeChannel({ transport }: Client): void {
  const inner = 'base' in transport ? transport.base : transport // a tenant's transport has another one in it
  const { grpcClient } = inner as { grpcClient?: { close(): void } } // private to the SDK's classes
  grpcClient?.close()
}
