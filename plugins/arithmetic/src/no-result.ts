/** Why there is no number to give. `no-sum` is for text that is no sum at all: the solver declines it. */
export type Reason = 'no-sum' | 'division-by-zero' | 'not-real' | 'too-large'

/** Ends a calculation, however deep inside it the reason was found. */
export class NoResult extends Error {
  readonly reason: Reason

  constructor(reason: Reason) {
    super(reason)
    this.reason = reason
  }
}
