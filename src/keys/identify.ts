import type { IncomingHttpHeaders } from 'node:http'
import { RuntimeError, toRuntimeError } from '../core/errors.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Admission } from '../http/gate.ts'
import type { Exchange } from '../http/surface.ts'
import { type Credentials, credentialsOf } from './credentials.ts'
import { type Key, permits } from './key.ts'
import type { KeyRing } from './ring.ts'

/** The key that a request came with, and what its body has to be. */
export interface Identified extends Pick<Admission, 'body' | 'checkBody'> {
  readonly key: Key
}

/** The surface whose clients put their key into the query; to any other, `key` is a parameter like others. */
const keyInQuery = 'gemini'

/** Tells whose key a request came with. All of it throws RuntimeError `unauthorized` or `forbidden` for no good one. */
export class Identifier {
  /** In small letters. */
  readonly header: string
  readonly #ring: KeyRing

  constructor(ring: KeyRing, header: string) {
    this.#ring = ring
    this.header = header
  }

  of(exchange: Exchange, surface: string): MaybePromise<Identified> {
    const inQuery = surface === keyInQuery ? exchange.query.get('key') : null
    const credentials = credentialsOf(exchange.request.headers, this.header, inQuery)
    if (credentials.kind === 'signature') return this.#verify(credentials.authorization, exchange, surface)
    return this.#lookUp(credentials, surface)
  }

  /** The same without a body, so that nothing can be signed. */
  ofHeaders(headers: IncomingHttpHeaders, surface: string): MaybePromise<Identified> {
    return this.#lookUp(credentialsOf(headers, this.header, null), surface)
  }

  /** The same for what is open to everybody: undefined for whoever comes without a good key. */
  async ofVisitor(headers: IncomingHttpHeaders, surface: string): Promise<Identified | undefined> {
    try {
      return await this.ofHeaders(headers, surface)
    } catch (error) {
      const { code } = toRuntimeError(error)
      if (code === 'unauthorized' || code === 'forbidden') return undefined
      throw error
    }
  }

  #lookUp(credentials: Credentials, surface: string): MaybePromise<Identified> {
    if (credentials.kind !== 'key') throw missing()
    const found = this.#ring.find(credentials.text)
    return found instanceof Promise ? found.then((key) => this.#accept(key, surface)) : this.#accept(found, surface)
  }

  #accept(key: Key | undefined, surface: string): Identified {
    if (!key) throw new RuntimeError('unauthorized', 'The key is not known here, or no longer.', { problem: 'value' })
    this.#ring.used(key)
    if (surface === '' || permits(key.scope.surfaces, surface)) return { key }
    const message = `The key "${key.name}" is not good for "${surface}"; ask the operator for one that is.`
    throw new RuntimeError('forbidden', message)
  }

  async #verify(authorization: string, exchange: Exchange, surface: string): Promise<Identified> {
    const signing = await import('./signature.ts') // few clients sign
    const { method, path, request } = exchange
    const signature = signing.readSignature(authorization, request.headers)
    const found = await this.#ring.signing(signature.accessKeyId)
    if (!found) return this.#accept(undefined, surface)
    const [, search = ''] = (request.url ?? '').split(/\?(.*)/s, 2)
    const body = signature.bodyHash === undefined ? await exchange.body() : undefined
    const bodyHash = signature.bodyHash ?? signing.hashOf(body ?? Buffer.alloc(0))
    const signed = { method, path, search, headers: request.headers }
    await signing.verifySignature(signature, signed, found.secret, bodyHash)
    const checkBody = (given: Buffer): void => signing.checkBodyHash(given, bodyHash)
    return { ...this.#accept(found.key, surface), ...(body ? { body } : { checkBody }) }
  }
}

function missing(): RuntimeError {
  const message = 'A key is needed; send it as "Authorization: Bearer KEY", or as the clients of this API do.'
  return new RuntimeError('unauthorized', message, { problem: 'missing' })
}
