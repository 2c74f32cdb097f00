/** Prints what 10,000 entries cost: `node --expose-gc --import=tsx --conditions=dramatis-source plugins/faq/test/speed.bench.ts` */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'
import { manyEntries } from './many-entries.ts'

const heap = () => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers
}
const context = testContext()

for (const count of [100, 1000, 10_000, 50_000]) {
  const { entries, questions } = manyEntries(count)
  await settle((await createSolver(faq, { entries: entries.slice(0, 50) })).solve(chatRequest('warm up'), context))
  const before = heap()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const started = performance.now()
  const solver = await createSolver(faq, { entries })
  const built = performance.now() - started
  delay.disable()
  const memory = heap() - before

  const times = questions.map((question) => {
    const asked = performance.now()
    solver.solve(chatRequest(question), context)
    return performance.now() - asked
  })
  times.sort((one, other) => one - other)
  const at = (share: number) => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(3)} ms`
  const size = `${(memory / 1e6).toFixed(0)} MB`
  const blocked = `${(delay.max / 1e6).toFixed(0)} ms`
  console.log(
    `${count} entries: built ${built.toFixed(0)} ms (longest block ${blocked}), ${size}; p50 ${at(0.5)}, p99 ${at(0.99)}, worst ${at(0.9999)}`,
  )
}
