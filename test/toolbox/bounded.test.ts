import { expect } from 'chai'
import { bounded, isOutOfTime } from '../../src/core/bounded.ts'

/** Takes time, though none of the processor: as it is where the machine is busy with other things. */
function idle(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

function failureOf(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error
  }
}

describe('what is bounded in time', () => {
  it('gives what it gives, and throws what it throws', () => {
    const error = new Error('so')
    const fail = (): never => {
      throw error
    }
    expect(bounded(1_000, () => 7)).to.equal(7)
    expect(failureOf(() => bounded(1_000, fail))).to.equal(error)
  })

  it('is ended where it does not end by itself', () => {
    const run = (): never => {
      for (;;);
    }
    expect(isOutOfTime(failureOf(() => bounded(50, run)))).to.equal(true)
  })

  it('is not ended for the time that the machine has spent with other things', () => {
    let runs = 0
    const run = (): number => {
      if (++runs === 1) idle(600)
      return runs
    }
    expect(bounded(400, run)).to.equal(2)
  })
})
