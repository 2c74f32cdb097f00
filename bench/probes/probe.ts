import type { Solver } from 'dramatis'
import { chatRequest, settle, testContext } from 'dramatis/testing'

export interface Timing {
  /** Milliseconds of one question. */
  mean: number
  p50: number
  p99: number
  /** The part of the questions that had an answer. */
  answered: number
}

/** How long a solver takes for each of the questions, with what the host does around it left out. */
export async function timeQuestions(solver: Solver, questions: readonly string[]): Promise<Timing> {
  const times: number[] = []
  let answered = 0
  for (const question of questions) {
    const request = chatRequest(question)
    const context = testContext()
    const started = performance.now()
    const returned = solver.solve(request, context)
    const answer = returned instanceof Promise ? await returned : returned
    times.push(performance.now() - started)
    if ((await settle(answer)).text !== '') answered++
  }
  times.sort((one, other) => one - other)
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return { mean, p50: at(0.5), p99: at(0.99), answered: answered / questions.length }
}

/** Megabytes of the process, once what nobody needs has been collected. */
export interface Memory {
  /** What the kernel counts. */
  resident: number
  /** What JavaScript still holds, buffers included. */
  live: number
}

/**
 * What a solver adds to the process's memory, once `work` has created and used it. The questions are put to a solver that declines beforehand, so that what
 * the measuring itself needs is not counted.
 */
export async function memoryAdded(questions: readonly string[], work: () => Promise<Solver>): Promise<Memory> {
  await timeQuestions({ solve: () => undefined }, questions)
  const before = memoryNow()
  const solver = await work()
  const after = memoryNow()
  await solver.close?.()
  return { resident: after.resident - before.resident, live: after.live - before.live }
}

function memoryNow(): Memory {
  if (!globalThis.gc) throw new Error('A probe runs with --expose-gc.')
  globalThis.gc()
  const { rss, heapUsed, external } = process.memoryUsage()
  return { resident: rss / 2 ** 20, live: (heapUsed + external) / 2 ** 20 }
}

/** Numbers from 0 to 1, the same in every run. */
export function* repeatable(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    yield state / 2 ** 32
  }
}
