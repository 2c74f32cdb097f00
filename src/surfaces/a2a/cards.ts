import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { Exchange, PersonaInfo, SurfaceHost } from '../../http/index.ts'
import { currentCaller } from '../../index.ts'
import { aggregateCard, type CardFrame, type CardJson, personaCard } from './card.ts'
import { hybridCard } from './hybrid-card.ts'
import type { A2aSettings } from './settings.ts'
import { createSigner, type Signer } from './sign.ts'
import { askedVersion } from './version.ts'

/** What of a host a card tells. */
export type CardSource = Pick<SurfaceHost, 'version' | 'personas' | 'resolve' | 'keys'>

/** The cards of the personas and of the host, made anew each time: they follow whatever changes. */
export class Cards {
  readonly signer: Signer | undefined
  readonly #source: CardSource
  readonly #settings: A2aSettings
  readonly #madeAt = Date.now()
  /** By what was signed: a signature takes longer than the rest, and may differ each time. */
  readonly #signed = new LRUCache<string, Promise<CardJson>>({ max: 200 })
  /** Where gRPC is served; undefined where it is not. */
  grpcPort: number | undefined

  /** @throws RuntimeError `invalid-settings` where the key cannot be used */
  constructor(source: CardSource, settings: A2aSettings) {
    this.#source = source
    this.#settings = settings
    this.signer = settings.signingKey === undefined ? undefined : createSigner(settings.signingKey)
  }

  /** The card of 1.0, without a signature. `persona` undefined: that of the host. */
  plain(persona: PersonaInfo | undefined, base: string): CardJson {
    const frame = this.#frame(base)
    const answering = this.#default()
    if (persona) return personaCard(persona, persona.id === answering?.id, frame)
    return aggregateCard(answering, this.#source.personas(), frame)
  }

  /** The card for those who have a key: it names the solvers too. Undefined where no key is needed. */
  async extended(persona: PersonaInfo | undefined, base: string): Promise<CardJson | undefined> {
    if (!this.#source.keys.required) return undefined
    const card = this.plain(persona, base)
    const [first, ...others] = card.skills
    if (!persona || !first) return await this.#sign(card, base)
    const tags = [...first.tags, ...persona.solvers.map((solver) => `solver:${solver}`)]
    return await this.#sign({ ...card, skills: [{ ...first, tags }, ...others] }, base)
  }

  /** The card of 1.0, signed where there is a key. */
  async card(persona: PersonaInfo | undefined, base: string): Promise<CardJson> {
    return await this.#sign(this.plain(persona, base), base)
  }

  /** Sends a card: that of 1.0 to whom asks for it, and to everybody else one that both versions can read. */
  async send(exchange: Exchange, persona: PersonaInfo | undefined, base: string): Promise<void> {
    const isPure = askedVersion(exchange) === '1.0'
    const plain = JSON.stringify(this.plain(persona, base))
    const etag = `W/"${createHash('sha256')
      .update(`${isPure} ${this.signer?.id ?? ''} ${plain}`)
      .digest('base64url')
      .slice(0, 22)}"`
    const changed = this.#changedAt(persona)
    // That of the host also changes when a persona goes, which leaves no date behind.
    const unchangedSince = persona ? changed : Number.POSITIVE_INFINITY
    const headers = {
      'content-type': 'application/json',
      etag,
      'last-modified': new Date(changed).toUTCString(),
      // Who has a key may see other personas than the others do.
      'cache-control': `${currentCaller().id === '' ? 'public' : 'private'}, max-age=60`,
      vary: 'A2A-Version',
    }
    if (isFresh(exchange, etag, unchangedSince)) return exchange.send(304, headers, '')
    const card = await this.card(persona, base)
    exchange.send(200, headers, JSON.stringify(isPure ? card : hybridCard(card)))
  }

  async #sign(card: CardJson, base: string): Promise<CardJson> {
    if (!this.signer) return card
    const key = JSON.stringify(card)
    const known = this.#signed.get(key)
    if (known) return await known
    const signing = this.signer.sign(card, `${base}/.well-known/jwks.json`)
    this.#signed.set(key, signing)
    return await signing
  }

  /** A card says what its file says, and what the settings say, which are read once. */
  #changedAt(persona: PersonaInfo | undefined): number {
    const all = persona ? [persona] : this.#source.personas()
    return Math.max(this.#madeAt, ...all.map(({ modifiedAt }) => Date.parse(modifiedAt)))
  }

  /** Who answers where nobody is named, as far as the caller may know. */
  #default(): PersonaInfo | undefined {
    try {
      return this.#source.resolve('')
    } catch {
      return undefined // it has gone
    }
  }

  #frame(base: string): CardFrame {
    const { version, keys } = this.#source
    const { grpcUrl, provider, streaming = true, push } = this.#settings
    return {
      version,
      base,
      grpc: this.grpcPort === undefined ? undefined : (grpcUrl ?? `${new URL(base).hostname}:${this.grpcPort}`),
      keyHeader: keys.requiredBy('a2a') ? keys.header : undefined,
      capabilities: { streaming, pushNotifications: push?.enabled ?? true, extendedAgentCard: keys.required },
      provider,
    }
  }
}

/** Where a client has found the host. What it calls the host may be no name at all. */
export function baseOf(host: Pick<SurfaceHost, 'publicUrl' | 'urlFor'>, exchange: Exchange): string {
  const url = host.urlFor(exchange)
  return URL.canParse(url) ? url : host.publicUrl
}

/** RFC 9110: the tag counts, and the time only where there is none. */
function isFresh({ request: { headers } }: Exchange, etag: string, changed: number): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((tag) => weak(tag) === weak(etag))
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return since >= Math.floor(changed / 1000) * 1000
}

function weak(tag: string): string {
  return tag.trim().replace(/^W\//, '')
}
