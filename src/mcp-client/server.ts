import type { McpServerSettings } from '../config/mcp.ts'
import { isRuntimeError, messageOf, RuntimeError } from '../core/errors.ts'
import type { ToolboxChange, ToolContext } from '../core/toolbox.ts'
import type { Log } from '../core/types.ts'
import { Backoff } from './backoff.ts'
import type { Connection, Send } from './connection.ts'
import type { Dialer } from './dialer.ts'
import type { Offered } from './offer.ts'

export interface ServerOptions {
  /** Of the host, as servers are told it. */
  readonly version: string
  readonly log: Log
}

const nothing: Offered = { tools: [], resources: [], templates: [], prompts: [] }

/** Changes that come together are looked at together. */
const gathering = 100

/**
 * One server: it is connected when somebody first needs it, and again when the connection was lost. What it offers
 * stays known while it is away.
 */
export class RemoteServer {
  offered = nothing
  /** Why it cannot be used now. */
  problem: string | undefined
  readonly #settings: McpServerSettings
  readonly #options: ServerOptions
  readonly #backoff = new Backoff()
  readonly #listeners = new Set<(what: ToolboxChange) => void>()
  #dialer: Promise<Dialer> | undefined
  #connection: Connection | undefined
  #connecting: Promise<void> | undefined
  #tried = false
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #gathered: NodeJS.Timeout | undefined

  constructor(settings: McpServerSettings, options: ServerOptions) {
    this.#settings = settings
    this.#options = options
  }

  get id(): string {
    return this.#settings.id
  }

  /** Undefined where it is known what the server offers, or that it cannot be reached; else a promise of that. */
  ready(): Promise<void> | undefined {
    if (this.#tried || this.#isClosed) return undefined
    return this.#connect()
  }

  watch(changed: (what: ToolboxChange) => void): () => void {
    this.#listeners.add(changed)
    return () => void this.#listeners.delete(changed)
  }

  readonly perform = async <T>(context: ToolContext, send: Send<T>): Promise<T> => {
    try {
      const dialer = await this.#load()
      return await dialer.perform(context, (signal) => this.#connected(signal), send)
    } catch (error) {
      if (isRuntimeError(error) || !this.#isNetworks(error)) throw error
      throw new Error(`The MCP server "${this.id}" cannot be used now: ${reasonOf(error)}.`, { cause: error })
    }
  }

  async complete(params: Parameters<Connection['complete']>[0]): Promise<readonly string[]> {
    const connection = await this.#connected(AbortSignal.timeout(5_000))
    return await connection.complete(params)
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('it is closed'))
    clearTimeout(this.#timer)
    clearTimeout(this.#gathered)
    this.#listeners.clear()
    await this.#connecting
    await this.#dispose(this.#connection)
    await (await this.#dialer)?.close()
  }

  /** @throws Error that says when it is tried again, where that is not now */
  async #connected(signal: AbortSignal): Promise<Connection> {
    if (!this.#connection && !this.#connecting && this.#tried && !this.#backoff.mayHurry()) {
      const wait = Math.ceil(this.#backoff.remaining / 1_000)
      const next = wait > 0 ? ` The next attempt is in ${wait} s.` : ''
      throw new RuntimeError('tool-failed', `The MCP server "${this.id}" cannot be reached: ${this.problem}.${next}`)
    }
    if (!this.#connection) await unless(signal, this.#connect())
    if (this.#connection) return this.#connection
    const reason = this.problem ?? 'it has just been closed; call again'
    throw new RuntimeError('tool-failed', `The MCP server "${this.id}" cannot be reached: ${reason}.`)
  }

  /** Never rejects: `problem` tells. */
  #connect(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#connection) return Promise.resolve()
    this.#connecting ??= this.#attempt().finally(() => {
      this.#connecting = undefined
      this.#tried = true
    })
    return this.#connecting
  }

  async #attempt(): Promise<void> {
    const { log } = this.#options
    const { signal } = this.#closing
    let connection: Connection | undefined
    const close = () => void this.#dispose(connection)
    signal.addEventListener('abort', close, { once: true })
    try {
      signal.throwIfAborted()
      const dialer = await this.#load()
      connection = await dialer.connect(signal)
      await this.#read(connection)
      signal.throwIfAborted()
      this.#opened(connection)
    } catch (error) {
      const ending = await Promise.race([connection?.over, undefined]) // how it has ended in the middle of this
      await this.#dispose(connection)
      if (signal.aborted) return
      const todo = (await this.#dialer?.catch(() => undefined))?.todo
      const known = this.problem
      this.problem = todo ?? ending ?? reasonOf(error)
      log[known === this.problem ? 'debug' : 'warn']({ server: this.id, err: error }, 'An MCP server cannot be used.')
      if (todo === undefined) this.#later()
    } finally {
      signal.removeEventListener('abort', close)
    }
  }

  #opened(connection: Connection): void {
    this.#connection = connection
    this.problem = undefined
    this.#backoff.opened()
    connection.follow((what) => this.#changed(what))
    void connection.over.then((reason) => this.#lost(connection, reason))
    for (const what of ['tools', 'resources', 'prompts'] as const) this.#tell(what)
  }

  async #lost(connection: Connection, reason: string): Promise<void> {
    if (this.#connection !== connection) return
    this.#connection = undefined
    if (this.#isClosed) return
    this.problem = reason
    this.#options.log.warn({ server: this.id, reason }, 'The connection to an MCP server was lost.')
    this.#backoff.lost()
    this.#later()
    await this.#dispose(connection)
  }

  async #dispose(connection: Connection | undefined): Promise<void> {
    await connection?.close().catch((error: unknown) => {
      this.#options.log.debug({ server: this.id, err: error }, 'A connection to an MCP server could not be closed.')
    })
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted
  }

  #later(): void {
    if (this.#isClosed) return
    this.#timer = setTimeout(() => void this.#connect(), this.#backoff.next())
    this.#timer.unref()
  }

  #changed(what: ToolboxChange): void {
    if (typeof what === 'object') return this.#tell(what)
    this.#gathered ??= setTimeout(() => {
      this.#gathered = undefined
      void this.#reread()
    }, gathering)
  }

  async #reread(): Promise<void> {
    const connection = this.#connection
    if (!connection) return
    try {
      await this.#read(connection)
    } catch (error) {
      this.#options.log.warn({ server: this.id, err: error }, 'The new tools of an MCP server cannot be listed.')
      return
    }
    for (const what of ['tools', 'resources', 'prompts'] as const) this.#tell(what)
  }

  async #read(connection: Connection): Promise<void> {
    const { toOffer } = await import('./offer.ts')
    const lists = await connection.list(this.#settings.connectTimeout)
    this.offered = toOffer(lists, this.perform, (ref, argument) => this.complete({ ref, argument }))
  }

  #tell(what: ToolboxChange): void {
    for (const listener of this.#listeners) listener(what)
  }

  /** The library of the protocol is loaded with the first server that somebody needs. */
  #load(): Promise<Dialer> {
    this.#dialer ??= import('./dialer.ts').then(({ Dialer }) => {
      const { version, log } = this.#options
      return new Dialer(this.#settings, { version, log, onAnswered: () => void this.#connect() })
    })
    return this.#dialer
  }

  #isNetworks(error: unknown): boolean {
    return error instanceof Error && ['SdkError', 'SdkHttpError', 'TypeError', 'UnauthorizedError'].includes(error.name)
  }
}

/** What lies beneath says more than "fetch failed". */
function reasonOf(error: unknown): string {
  const wantsToken =
    error instanceof Error && (error.name === 'UnauthorizedError' || ('status' in error && error.status === 401))
  if (wantsToken) return 'it wants a token that it does not get; see "headers" and "auth" of its settings'
  let deepest = error
  while (deepest instanceof Error && deepest.cause instanceof Error && deepest.cause.message !== '')
    deepest = deepest.cause
  const [line = ''] = messageOf(deepest).split('\n')
  return line.slice(0, 300).replace(/\.$/, '')
}

function unless<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
