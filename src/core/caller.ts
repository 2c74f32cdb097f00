import { AsyncLocalStorage } from 'node:async_hooks'

/** Who a call comes from, as far as a key tells. */
export interface Caller {
  /** The key's id; empty where there was none. What callers leave behind is kept apart by it. */
  readonly id: string
  /** What the operator calls the key; empty where there was none. */
  readonly name: string
  /** Whether the key is good for changing personas, and for reading what others have left behind. */
  readonly mayManage: boolean
  /** Whether the key is good for that persona; for any other it does not exist. */
  mayAsk(persona: { readonly id: string; readonly name?: string }): boolean
  /** Whether it is good for calling that tool directly. Absent: for every one. */
  mayUse?(tool: { readonly name: string }): boolean
}

/** Whoever calls a host that asks for no keys, and the host itself: nothing is kept from them. */
export const nobody: Caller = { id: '', name: '', mayManage: true, mayAsk: () => true }

/** Whoever comes without a key where the others need one: to what is open to everybody. */
export const visitor: Caller = { id: '', name: '', mayManage: false, mayAsk: () => true, mayUse: () => false }

const key = Symbol.for('dramatis.callers')
/** One for the process, since a plugin may carry its own copy of the package. */
const shared = globalThis as { [key]?: AsyncLocalStorage<Caller> } // no name of anybody else's
shared[key] ??= new AsyncLocalStorage()
const callers = shared[key]

/** Runs something on behalf of a caller. Whatever it starts belongs to that caller too. */
export function onBehalfOf<Result>(caller: Caller, run: () => Result): Result {
  return caller === nobody ? run() : callers.run(caller, run)
}

/**
 * Whose call is being handled. It is carried along and not passed on from hand to hand, so that no surface can forget
 * to ask what its caller may see.
 */
export function currentCaller(): Caller {
  return callers.getStore() ?? nobody
}

/**
 * The same generator, whose body belongs to the caller of now whoever reads it: the events of a socket, which wake a
 * reader up, belong to nobody.
 */
export function boundToCaller<T>(generator: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
  const caller = currentCaller()
  return caller === nobody ? generator : new Bound(generator, caller)
}

class Bound<T> implements AsyncGenerator<T, void, undefined> {
  readonly #generator: AsyncGenerator<T, void, undefined>
  readonly #caller: Caller

  constructor(generator: AsyncGenerator<T, void, undefined>, caller: Caller) {
    this.#generator = generator
    this.#caller = caller
  }

  next(): Promise<IteratorResult<T, void>> {
    return onBehalfOf(this.#caller, () => this.#generator.next())
  }

  return(): Promise<IteratorResult<T, void>> {
    return onBehalfOf(this.#caller, () => this.#generator.return())
  }

  throw(error: unknown): Promise<IteratorResult<T, void>> {
    return onBehalfOf(this.#caller, () => this.#generator.throw(error))
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }
}
