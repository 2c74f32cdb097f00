import type { Page } from './engine.ts'

/** A call as a tape knows it: without the query that the client itself adds, since a key may stand there. */
export interface TapedCall {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** What may not be written down, should it come back in an answer. */
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
}

/** Stands between web clients and the network, so that what services say can be recorded and replayed. */
export interface Tape {
  /** What the service said, from the tape or by `ask`, which calls it. @throws what `ask` throws; WebError */
  play(call: TapedCall, ask: () => Promise<Page>): Promise<Page>
  /** Takes an answer back that has turned out to be of no use. */
  forget(call: TapedCall): void
}

const slot: unique symbol = Symbol.for('dramatis.tape')
const place = globalThis as { [slot]?: Tape | undefined } // shared with other copies of this package; nobody else writes it

/** Puts a tape in for every web client of the process; undefined takes it out. */
export function setTape(tape: Tape | undefined): void {
  place[slot] = tape
}

export function currentTape(): Tape | undefined {
  return place[slot]
}
