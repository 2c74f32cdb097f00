import type { IncomingHttpHeaders } from 'node:http'
import { type Caller, nobody, onBehalfOf } from '../core/caller.ts'
import type { MaybePromise } from '../core/types.ts'
import type { Exchange } from './surface.ts'

/** What a request asks for, as far as a key is concerned. */
export interface Place {
  /** The id of the surface; absent for the documentation pages. */
  readonly surface?: string
  /** Whether it needs no key. */
  readonly open: boolean
}

/** Whoever was let in. */
export interface Admission {
  readonly caller: Caller
  /** Looks at the body before anybody else does. @throws RuntimeError `unauthorized` for one that was not signed. */
  readonly checkBody?: (body: Buffer) => void
  /** The body, where it had to be read to tell. */
  readonly body?: Buffer
}

/** Stands before every route, and says who calls. It reads a body only where a signature of it is all there is. */
export interface Gate {
  /** @throws RuntimeError `unauthorized`, `forbidden`, `overloaded` */
  admit(exchange: Exchange, place: Place): MaybePromise<Admission>
}

/**
 * Runs something on behalf of whoever the gate lets in, at once where it need not wait. `call` is told whose key it is.
 * @throws RuntimeError whatever `admit` throws
 */
export function behind<Result>(
  gate: Gate,
  exchange: Exchange & { admit(admission: Admission): void },
  place: Place,
  call: { key?: string },
  run: () => MaybePromise<Result>,
): MaybePromise<Result> {
  const enter = (admission: Admission): MaybePromise<Result> => {
    const { caller } = admission
    exchange.admit(admission)
    if (caller.id !== '') call.key = caller.id
    return onBehalfOf(caller, run)
  }
  const admission = gate.admit(exchange, place)
  return admission instanceof Promise ? admission.then(enter) : enter(admission)
}

/** What a surface may know of keys, and how one that does not speak HTTP asks for them. */
export interface HostKeys {
  /** Whether calls need a key. */
  readonly required: boolean
  /** The header that takes a key beside `Authorization: Bearer`, in small letters. */
  readonly header: string
  /** Whether calls of that surface do: it may have been opened. */
  requiredBy(surface: string): boolean
  /**
   * Who calls with these headers, for what does not come through a route, such as gRPC. Run the call with `onBehalfOf`,
   * and `release` when it is over.
   * @throws RuntimeError `unauthorized`, `forbidden`, `overloaded`
   */
  authenticate(
    surface: string,
    headers: IncomingHttpHeaders,
    address?: string,
  ): Promise<{ readonly caller: Caller; release(): void }>
}

/** Of a host that anybody may call. */
export const noKeys: HostKeys = {
  required: false,
  header: 'x-api-key',
  requiredBy: () => false,
  authenticate: async () => ({ caller: nobody, release: () => undefined }),
}
