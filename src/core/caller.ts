import { AsyncLocalStorage } from 'node:async_hooks'

/** Who a call comes from, as far as a key tells. */
export interface Caller {
  /** The key's id; empty where no key was needed. What callers leave behind is kept apart by it. */
  readonly id: string
  /** Whether the key is good for that persona. */
  mayAsk(persona: { readonly id: string }): boolean
}

export const nobody: Caller = { id: '', mayAsk: () => true }

const callers = new AsyncLocalStorage<Caller>()

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
