import {
  Client,
  type ClientOptions,
  InsufficientScopeError,
  SdkHttpError,
  SSEClientTransport,
  StreamableHTTPClientTransport,
  type Transport,
} from '@modelcontextprotocol/client'
import { type Dispatcher, EnvHttpProxyAgent, fetch as send } from 'undici'
import type { McpServerSettings, McpTransport } from '../config/mcp.ts'
import { withinTime } from '../core/time.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { Log } from '../core/types.ts'
import { Authorizer } from './authorizer.ts'
import { Calls } from './calls.ts'
import { ChildTransport } from './child.ts'
import { Connection, type ConnectionOptions, type Options, type Send } from './connection.ts'
import { hangUpCancelled } from './hang-up.ts'
import { converse, type Extra } from './rounds.ts'

export interface DialerOptions {
  readonly version: string
  readonly log: Log
  /** Somebody has agreed to what the server wanted, or would not: it is worth another attempt. */
  onAnswered(): void
}

/** Makes connections to one server, one after the other. Loading this takes the library along. */
export class Dialer {
  readonly #settings: McpServerSettings
  readonly #options: DialerOptions
  readonly #authorizer: Authorizer | undefined
  /** They go on where a connection is lost before it was used. */
  readonly #calls = new Calls()
  #agent: Dispatcher | undefined
  /** A server that has exited when asked for 2026-07-28 is not asked again. */
  #isLegacy = false

  constructor(settings: McpServerSettings, options: DialerOptions) {
    const { transport } = settings
    this.#settings = settings
    this.#options = options
    if (transport.type !== 'stdio' && transport.auth) {
      this.#authorizer = new Authorizer(transport.auth, transport.url, options)
    }
  }

  /** What somebody has to do before the server can be used. */
  get todo(): string | undefined {
    return this.#authorizer?.todo
  }

  /** @throws Error that says why there is no connection; nothing is left of it then */
  async connect(closing: AbortSignal): Promise<Connection> {
    const { transport } = this.#settings
    const signal = AbortSignal.any([closing, AbortSignal.timeout(this.#settings.connectTimeout)])
    switch (transport.type) {
      case 'stdio':
        return await this.#start(transport, signal)
      case 'streamable':
      case 'sse':
        return await this.#reach(transport, transport.type, signal)
      case 'either':
        try {
          return await this.#reach(transport, 'streamable', signal)
        } catch (error) {
          if (!isUnknown(error)) throw error
          return await this.#reach(transport, 'sse', signal)
        }
    }
  }

  /** Puts something to the server for a caller, who may be asked in the middle of it. */
  async perform<T>(context: ToolContext, connected: Connected, send: Send<T>): Promise<T> {
    const { isModern } = await connected(context.signal)
    const onprogress: Options['onprogress'] = ({ progress, total, message }) =>
      void context.progress(progress, total, message)
    if (isModern) {
      const { signal } = context
      const sent = (extra: Extra) => attempt(connected, signal, (now) => now.send(send, { signal, onprogress }, extra))
      return await this.#calls.hear(context, () => converse(context, sent))
    }
    return await this.#calls.run(context, (signal) =>
      attempt(connected, signal, (now) => now.send(send, { signal, onprogress: this.#progress }, {})),
    )
  }

  async close(): Promise<void> {
    this.#calls.end()
    await this.#authorizer?.close()
    await this.#agent?.destroy()
  }

  /** The run that attends a call may be another one by now. */
  readonly #progress: Options['onprogress'] = ({ progress, total, message }) =>
    void this.#calls.listener?.progress(progress, total, message)

  async #start(settings: Extract<McpTransport, { type: 'stdio' }>, signal: AbortSignal): Promise<Connection> {
    const child = new ChildTransport(settings, this.#options.log)
    try {
      return await this.#connect(child, signal, { dispose: () => child.close(), ending: () => child.ending })
    } catch (error) {
      const mayBeOlder = this.#settings.protocol === 'auto' && !this.#isLegacy && child.ending !== undefined
      if (!mayBeOlder || signal.aborted) throw said(child, error)
      this.#isLegacy = true
      return await this.#start(settings, signal)
    }
  }

  async #reach(settings: HttpSettings, kind: 'streamable' | 'sse', signal: AbortSignal): Promise<Connection> {
    // No limits of its own: a stream may be silent for hours. It follows the operator's proxies.
    this.#agent ??= new EnvHttpProxyAgent({ bodyTimeout: 0, headersTimeout: 0 })
    const fetch = fetchThrough(this.#agent)
    for (let steps = 0; ; steps++) {
      const transport = this.#httpTransport(settings, kind, fetch)
      const stepUp = async (error: unknown) => {
        if (!this.#authorizer || !(error instanceof InsufficientScopeError)) return false
        return await this.#authorizer.stepUp(error, fetch)
      }
      const dispose = async (): Promise<void> => {
        if (transport instanceof StreamableHTTPClientTransport && transport.sessionId !== undefined) {
          const told = transport.terminateSession()
          await withinTime(told, 1_000, () => new Error('late')).catch(() => undefined) // a courtesy: it may be gone
        }
        await transport.close()
      }
      try {
        return await this.#connect(transport, signal, { dispose, stepUp })
      } catch (error) {
        if (steps >= 3 || !(await stepUp(error))) throw error
      }
    }
  }

  #httpTransport({ url, headers }: HttpSettings, kind: 'streamable' | 'sse', fetch: Fetch) {
    const options = { fetch, requestInit: { headers }, ...(this.#authorizer ? { authProvider: this.#authorizer } : {}) }
    if (kind === 'sse') return new SSEClientTransport(new URL(url), options)
    const growing = { initialReconnectionDelay: 500, reconnectionDelayGrowFactor: 2, maxReconnectionDelay: 30_000 }
    const reconnectionOptions = { ...growing, maxRetries: 1_000_000 } // a lost session ends it: see `Connection`
    const transport = new StreamableHTTPClientTransport(new URL(url), { ...options, reconnectionOptions })
    hangUpCancelled(transport)
    return transport
  }

  async #connect(
    transport: Transport,
    signal: AbortSignal,
    means: Pick<ConnectionOptions, 'dispose' | 'stepUp' | 'ending'>,
  ): Promise<Connection> {
    const { version, log } = this.#options
    const client = new Client({ name: 'dramatis', version }, { ...clientOptions, ...this.#negotiation(transport) })
    const connection = new Connection(client, { log, calls: this.#calls, ...means })
    const { connectTimeout: timeout } = this.#settings
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error(`it did not answer within ${timeout} ms`)), {
        once: true,
      })
    })
    try {
      await Promise.race([connection.open(transport, { signal, timeout }), late])
      return connection
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  #negotiation(transport: Transport): ClientOptions {
    const { protocol } = this.#settings
    if (protocol === 'legacy' || this.#isLegacy) return { versionNegotiation: { mode: 'legacy' } }
    if (protocol === 'modern') return { versionNegotiation: { mode: { pin: '2026-07-28' } } }
    const probe = transport instanceof ChildTransport ? { probe: { timeoutMs: 3_000 } } : {}
    return { versionNegotiation: { mode: 'auto', ...probe } }
  }
}

export type Connected = (signal: AbortSignal) => Promise<Connection>

/** A request that has not come to be is sent again, over a new connection. */
async function attempt<T>(
  connected: Connected,
  signal: AbortSignal,
  run: (connection: Connection) => Promise<T>,
): Promise<T> {
  const connection = await connected(signal)
  try {
    return await run(connection)
  } catch (error) {
    if (signal.aborted || !connection.isUnused(error)) throw error
    await connection.over
    return await run(await connected(signal))
  }
}

type HttpSettings = Extract<McpTransport, { url: string }>
type Fetch = typeof globalThis.fetch

/** What callers may be able to do; each call says what its own can. Outputs are checked by the toolbox, as all are. */
const clientOptions: ClientOptions = {
  capabilities: { elicitation: { form: {} }, sampling: {}, roots: {} },
  inputRequired: { autoFulfill: false },
  listMaxPages: 1_000,
  jsonSchemaValidator: {
    getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }), // of any type
  },
}

/** What comes back is the platform's own kind of response: the library looks for that. */
function fetchThrough(dispatcher: Dispatcher): Fetch {
  const call = async (input: string | URL, init: object = {}) => {
    const { status, statusText, headers, body } = await send(input, { ...init, dispatcher })
    const isEmpty = status === 204 || status === 205 || status === 304 // these must have no body, not even an empty one
    return new Response(isEmpty ? null : body, { status, statusText, headers: new Headers([...headers]) })
  }
  return call as Fetch // the library calls it with an address alone
}

/** A server that knows Streamable HTTP does not refuse the first message of it as a stranger's. */
function isUnknown(error: unknown): boolean {
  const status = error instanceof SdkHttpError ? error.status : undefined
  return status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 403
}

function said(child: ChildTransport, error: unknown): unknown {
  return child.ending === undefined ? error : new Error(child.ending)
}
