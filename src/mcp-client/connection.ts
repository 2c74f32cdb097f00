import { setTimeout as pause } from 'node:timers/promises'
import {
  type Client,
  type CompleteRequest,
  type Progress,
  type Prompt,
  ProtocolError,
  type Resource,
  type ResourceTemplateType,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  type SubscriptionFilter,
  type Tool,
  type Transport,
} from '@modelcontextprotocol/client'
import { longestTimer } from '../core/time.ts'
import type { ToolboxChange } from '../core/toolbox.ts'
import type { Log } from '../core/types.ts'
import type { Calls } from './calls.ts'
import { hear } from './hear.ts'
import type { Extra } from './rounds.ts'

/** What a server offers. */
export interface Lists {
  readonly tools: readonly Tool[]
  readonly resources: readonly Resource[]
  readonly templates: readonly ResourceTemplateType[]
  readonly prompts: readonly Prompt[]
}

export interface Options {
  readonly signal: AbortSignal
  readonly timeout: number
  readonly onprogress: (progress: Progress) => void
  readonly allowInputRequired: boolean
}

export type Send<T> = (client: Client, options: Options, extra: Extra) => Promise<T>

export interface ConnectionOptions {
  readonly log: Log
  readonly calls: Calls
  dispose(): Promise<void>
  /** Gets the rights that the server wants for this; false where there is no way to. */
  stepUp?: ((error: unknown) => Promise<boolean>) | undefined
  /** How the server has ended, where that is known. */
  ending?: (() => string | undefined) | undefined
}

const forgotten = 'the server has forgotten the session'

/** An open connection to a server. */
export class Connection {
  /** Resolves, with the reason, when the connection is over; never rejects. */
  readonly over: Promise<string>
  readonly #client: Client
  readonly #options: ConnectionOptions
  readonly #closing = new AbortController()
  #lost: (reason: string) => void = () => {}
  #changed: ((what: ToolboxChange) => void) | undefined

  constructor(client: Client, options: ConnectionOptions) {
    this.#client = client
    this.#options = options
    this.over = new Promise((resolve) => {
      this.#lost = resolve
    })
    client.onclose = () => this.#lost(options.ending?.() ?? 'the server has ended the connection')
    client.onerror = (error) => {
      options.log.debug({ err: error }, 'A connection to an MCP server has a problem.')
      if (isNotFound(error)) void this.#ask()
    }
    hear(client, options, (what) => this.#changed?.(what))
  }

  get isModern(): boolean {
    return this.#client.getProtocolEra() === 'modern'
  }

  async open(transport: Transport, options: { signal: AbortSignal; timeout: number }): Promise<void> {
    await this.#client.connect(transport, options)
    if (this.isModern || !this.#client.getServerCapabilities()?.logging) return
    await this.#client.setLoggingLevel('info', options).catch((error: unknown) => {
      this.#options.log.debug({ err: error }, 'An MCP server that logs takes no level for it.')
    })
  }

  /** @throws whatever keeps the server from listing its tools; the other lists are empty where they fail */
  async list(timeout: number): Promise<Lists> {
    const client = this.#client
    const { resources: hasResources, prompts: hasPrompts } = client.getServerCapabilities() ?? {}
    const options = { timeout, cacheMode: 'refresh' } as const
    const orNothing = <T>(listing: Promise<T>, nothing: T): Promise<T> =>
      listing.catch((error: unknown) => {
        this.#options.log.debug({ err: error }, 'A list of an MCP server cannot be had.')
        return nothing
      })
    const [{ tools }, { resources }, { resourceTemplates: templates }, { prompts }] = await Promise.all([
      client.listTools(undefined, options),
      hasResources ? orNothing(client.listResources(undefined, options), { resources: [] }) : { resources: [] },
      hasResources
        ? orNothing(client.listResourceTemplates(undefined, options), { resourceTemplates: [] })
        : { resourceTemplates: [] },
      hasPrompts ? orNothing(client.listPrompts(undefined, options), { prompts: [] }) : { prompts: [] },
    ])
    return { tools, resources, templates, prompts }
  }

  /** Tells of changes of the lists, as long as the connection is open. */
  follow(changed: (what: ToolboxChange) => void): void {
    this.#changed = changed
    if (this.isModern) void this.#listen()
  }

  /** A server that wants more rights for this gets to see them, once. */
  async send<T>(
    send: Send<T>,
    { signal, onprogress }: Pick<Options, 'signal' | 'onprogress'>,
    extra: Extra,
  ): Promise<T> {
    const options = { signal, onprogress, timeout: longestTimer, allowInputRequired: true } // the toolbox limits the time
    try {
      return await send(this.#client, options, extra)
    } catch (error) {
      if (this.#isForgotten(error)) this.#lost(forgotten)
      if (!(await this.#options.stepUp?.(error))) throw error
      return await send(this.#client, options, extra)
    }
  }

  /** What an argument may be. @throws where the server does not say */
  async complete(params: CompleteRequest['params']): Promise<readonly string[]> {
    if (!this.#client.getServerCapabilities()?.completions) return []
    const { completion } = await this.#client.complete(params, { timeout: 5_000 })
    return completion.values
  }

  /** Whether a request failed in such a way that the server cannot have begun with it. */
  isUnused(error: unknown): boolean {
    const cause = error instanceof Error ? (error.cause ?? error) : undefined
    const isUnreached = cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED'
    if (isUnreached) this.#lost('the server cannot be reached')
    const isClosed = error instanceof SdkError && error.code === SdkErrorCode.NotConnected
    return isUnreached || isClosed || this.#isForgotten(error)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    this.#changed = undefined
    try {
      await this.#options.dispose()
    } finally {
      await this.#client.close()
      this.#lost('it is closed')
    }
  }

  /** A stream that is not found may be one that the server never had; its other answers tell. */
  async #ask(): Promise<void> {
    await this.#client.ping({ timeout: 10_000 }).catch((error: unknown) => {
      if (this.#isForgotten(error)) this.#lost(forgotten)
    })
  }

  #isForgotten(error: unknown): boolean {
    return isNotFound(error) && this.#client.transport?.sessionId !== undefined
  }

  /** As of 2026-07-28 changes come over a stream, which the client opens again where it has ended. */
  async #listen(): Promise<void> {
    const { tools, resources, prompts } = this.#client.getServerCapabilities() ?? {}
    const filter: SubscriptionFilter = {
      ...(tools?.listChanged ? { toolsListChanged: true } : {}),
      ...(resources?.listChanged ? { resourcesListChanged: true } : {}),
      ...(prompts?.listChanged ? { promptsListChanged: true } : {}),
    }
    if (Object.keys(filter).length === 0) return
    const { signal } = this.#closing
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        const subscription = await this.#client.listen(filter, { signal })
        if (failures > 0) for (const what of ['tools', 'resources', 'prompts'] as const) this.#changed?.(what)
        failures = 0
        await subscription.closed
      } catch (error) {
        if (signal.aborted) return
        this.#options.log.debug({ err: error }, 'An MCP server does not tell of its changes.')
        if (error instanceof ProtocolError) return // it has said that it does not
      }
      await pause(Math.min(30_000, 500 * 2 ** failures) * (0.5 + Math.random() / 2), undefined, {
        signal,
        ref: false,
      }).catch(() => undefined) // it is closing: the loop ends
    }
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof SdkHttpError && error.status === 404
}
