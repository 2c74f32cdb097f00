import { AgentCard } from '@a2a-js/sdk'
import { type Asking, type Exchange, type PersonaInfo, requireListable, type SurfaceHost } from '../../http/index.ts'
import { type Log, RuntimeError } from '../../index.ts'
import type { Agent, Shared } from './call.ts'
import { baseOf, type Cards } from './cards.ts'
import { createEngine, type Engine } from './engine/index.ts'
import { answerJsonRpc } from './json-rpc.ts'
import { answerRest } from './rest.ts'
import type { RestOperation } from './rest-routes.ts'
import { type A2aSettings, engineOptions, keepAliveOf } from './settings.ts'
import type { Version } from './version.ts'

/** Everything that is behind the addresses of agents. */
export class A2aService implements Shared {
  readonly engine: Engine
  readonly cards: Cards
  readonly log: Log
  /** Milliseconds; see `sendEvents`. */
  readonly keepAlive: number
  readonly #host: SurfaceHost
  readonly #known = new WeakMap<PersonaInfo, AgentCard>()
  #starting: Promise<void> | undefined
  #stopped = false

  constructor(host: SurfaceHost, cards: Cards, settings: A2aSettings) {
    this.#host = host
    this.cards = cards
    this.log = host.log
    this.keepAlive = keepAliveOf(settings)
    this.engine = createEngine(host, {
      ...engineOptions(settings),
      card: (persona) => this.#cardOf(persona ?? host.resolve('')),
    })
  }

  /**
   * Resolves when tasks can be served. What fails is tried again by the next who asks.
   * @throws RuntimeError `state-failed`
   */
  async ready(): Promise<void> {
    this.#starting ??= this.engine.start()
    try {
      await this.#starting
    } catch (error) {
      this.#starting = undefined
      throw error
    }
  }

  /**
   * Whom a request is for: the persona in its path, or else the one that the client calls its tenant, or else the host.
   * @throws RuntimeError `unknown-persona`, `shutting-down`
   */
  agentOf(exchange: Exchange, tenant?: unknown): Agent {
    // Empty in `/a2a//...`: the address of the host with one more slash, as some clients join it.
    const name = exchange.params.persona || (typeof tenant === 'string' && tenant !== '' ? tenant : undefined)
    return this.#agent(name, baseOf(this.#host, exchange), exchange)
  }

  /** The same where there is no path. */
  agent(tenant: string, asking: Asking): Agent {
    return this.#agent(tenant === '' ? undefined : tenant, this.#host.publicUrl, asking)
  }

  jsonRpc(exchange: Exchange): Promise<void> {
    return answerJsonRpc(exchange, this)
  }

  /** `own` is the version that the path belongs to. */
  rest(exchange: Exchange, operation: RestOperation, own: Version): Promise<void> {
    return answerRest(exchange, this, operation, own)
  }

  stop(): void {
    this.#stopped = true
    if (this.#starting) this.engine.stop()
  }

  async close(): Promise<void> {
    if (!this.#starting) return
    await this.#starting.catch(() => {})
    await this.engine.close()
  }

  /** What the engine wants to know of a card does not change while the persona is the same. */
  #cardOf(persona: PersonaInfo): AgentCard {
    const known = this.#known.get(persona)
    if (known) return known
    const made = AgentCard.fromJSON(this.cards.plain(persona, this.#host.publicUrl))
    this.#known.set(persona, made)
    return made
  }

  #agent(name: string | undefined, base: string, asking: Asking): Agent {
    return { persona: this.#find(name), base, requireListable: () => requireListable(this.#host, asking) }
  }

  #find(name: string | undefined): PersonaInfo | undefined {
    if (this.#stopped) throw new RuntimeError('shutting-down', 'The host is closing; ask again when it is back.')
    return name === undefined ? undefined : this.#host.find(name)
  }
}
