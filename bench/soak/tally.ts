/** What has to hold, all the time. */
export const promises = {
  answered: 'every call is answered',
  status: 'statuses are the expected ones; 5xx is 503 while closing, and nothing else',
  ends: "a stream ends as its protocol has it, or with its protocol's error",
  remembers: 'an answer knows the turns before it: transcript and memory agree',
  kept: 'an acknowledged turn is in its transcript, in order, once, as it was told',
  unkept: 'a turn that failed is in no transcript',
  responses: 'an acknowledged response is stored, as it was told',
  tasks: 'an acknowledged A2A task is over, or has failed and says why',
  events: 'an event stream of a session goes on without a gap and without repeating',
  foreign: 'no caller reads what is of another',
  edits: 'an edit is in force within a second',
  starts: 'the host starts again',
  stops: 'SIGTERM ends it with code 0, within its grace',
  memory: 'resident memory does not grow',
  descriptors: 'open file descriptors do not grow',
  children: 'child processes do not grow',
} as const

export type Promised = keyof typeof promises

/** Breaches of one kind that are told in full. */
const told = 5

/** Counts what was looked at, and what was not as it has to be. */
export class Tally {
  readonly #counts = new Map<Promised, { checked: number; broken: string[] }>()

  /** What is `true` holds; a text says what is wrong. */
  check(promised: Promised, outcome: true | string): void {
    const count = this.#countOf(promised)
    count.checked++
    if (outcome === true) return
    count.broken.push(outcome)
    if (count.broken.length <= told) console.error(`BROKEN: ${promises[promised]}: ${outcome}`)
  }

  get isBroken(): boolean {
    return [...this.#counts.values()].some(({ broken }) => broken.length > 0)
  }

  toRows(): readonly (readonly string[])[] {
    return Object.entries(promises).map(([promised, text]) => {
      const { checked, broken } = this.#countOf(promised as Promised) // the keys of `promises`
      return [text, checked.toLocaleString('en-US'), checked === 0 ? 'not looked at' : String(broken.length)]
    })
  }

  #countOf(promised: Promised): { checked: number; broken: string[] } {
    const count = this.#counts.get(promised) ?? { checked: 0, broken: [] }
    this.#counts.set(promised, count)
    return count
  }
}
