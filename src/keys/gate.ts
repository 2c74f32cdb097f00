import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'
import { type Caller, nobody, visitor } from '../core/caller.ts'
import { RuntimeError } from '../core/errors.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Admission, Gate, HostKeys, Place } from '../http/gate.ts'
import type { Exchange } from '../http/surface.ts'
import type { Identified, Identifier } from './identify.ts'
import type { Allowance } from './key.ts'
import { Limits, rateHeaders, requireWithin } from './limits.ts'

export interface GateOptions {
  readonly required: boolean
  /** Surfaces that need no key. */
  readonly openSurfaces: readonly string[]
  /** Of whoever comes without a key, by address. */
  readonly anonymous: Allowance
  readonly identifier: Identifier
}

/** Lets those in who have a key, each as often as the key allows. */
export class KeyGate implements Gate, HostKeys {
  readonly required: boolean
  readonly #openSurfaces: ReadonlySet<string>
  readonly #anonymous: Allowance
  readonly #identifier: Identifier
  readonly #limits = new Limits()
  readonly #anybody: Admission

  constructor({ required, openSurfaces, anonymous, identifier }: GateOptions) {
    this.required = required
    this.#openSurfaces = new Set(openSurfaces)
    this.#anonymous = anonymous
    this.#identifier = identifier
    this.#anybody = { caller: required ? visitor : nobody }
  }

  get header(): string {
    return this.#identifier.header
  }

  requiredBy(surface: string): boolean {
    return this.required && !this.#openSurfaces.has(surface)
  }

  admit(exchange: Exchange, { surface = '', open }: Place): MaybePromise<Admission> {
    const enter = (known?: Identified): MaybePromise<Admission> =>
      open ? this.#admission(known) : this.#enter(exchange, surface, known)
    if (!this.required) return enter()
    const isGated = !open && this.requiredBy(surface)
    const identified = isGated
      ? this.#identifier.of(exchange, surface)
      : this.#identifier.ofVisitor(exchange.request.headers, surface)
    return identified instanceof Promise ? identified.then(enter) : enter(identified)
  }

  async authenticate(
    surface: string,
    headers: IncomingHttpHeaders,
    address = '',
  ): Promise<{ readonly caller: Caller; release(): void }> {
    const known = await this.#ofHeaders(headers, surface)
    const { id, allowance } = this.#payer(known, () => address)
    this.#limits.enter(id, allowance)
    try {
      const standing = await this.#limits.take(id, allowance)
      if (standing) requireWithin(standing)
    } catch (error) {
      this.#limits.leave(id)
      throw error
    }
    let released = false
    const release = (): void => {
      if (!released) this.#limits.leave(id)
      released = true
    }
    return { caller: this.#admission(known).caller, release }
  }

  #ofHeaders(headers: IncomingHttpHeaders, surface: string): MaybePromise<Identified | undefined> {
    if (!this.required) return undefined
    if (this.requiredBy(surface)) return this.#identifier.ofHeaders(headers, surface)
    return this.#identifier.ofVisitor(headers, surface)
  }

  /** Counts the request. @throws RuntimeError `overloaded` */
  #enter(exchange: Exchange, surface: string, known: Identified | undefined): MaybePromise<Admission> {
    const { id, allowance } = this.#payer(known, () => exchange.request.socket?.remoteAddress ?? '')
    if (allowance.concurrency !== undefined) {
      if (isGone(exchange)) throw new RuntimeError('cancelled', 'The client left.')
      this.#limits.enter(id, allowance)
      exchange.response.once('close', () => this.#limits.leave(id))
    }
    const taken = this.#limits.take(id, allowance)
    if (!(taken instanceof Promise)) return this.#admission(known)
    return taken.then((standing) => {
      if (!standing) return this.#admission(known)
      for (const [name, value] of Object.entries(rateHeaders(surface, standing))) exchange.header(name, value)
      requireWithin(standing)
      return this.#admission(known)
    })
  }

  #admission(known: Identified | undefined): Admission {
    if (!known) return this.#anybody
    const { key, ...body } = known
    return { caller: key.caller, ...body }
  }

  /** Whose minute a request is taken off. */
  #payer(known: Identified | undefined, address: () => string): { id: string; allowance: Allowance } {
    if (known) return { id: known.key.id, allowance: known.key }
    const { rate, concurrency } = this.#anonymous
    const counts = rate !== undefined || concurrency !== undefined
    return { id: counts ? `at ${network(address())}` : '', allowance: this.#anonymous }
  }
}

/** Whoever has an IPv6 address has a whole network of them. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toNormalizedString().split(':').slice(0, 4).join(':')
}

function isGone({ response }: Exchange): boolean {
  return 'stream' in response ? response.stream.destroyed : response.destroyed
}
