import assert from 'node:assert/strict'
import { kindOfPlugin, type SolverDefinition } from '../core/define.ts'
import type { AskPersona } from '../core/host.ts'
import type { Json, Solver } from '../core/types.ts'
import { chatRequest, createSolver, mapMemory, settle, testContext } from './harness.ts'
import { suite } from './suite.ts'

export interface SolverContractOptions {
  /** Settings that the solver is created with; none means that it works with an empty object. */
  config?: { readonly [key: string]: Json }
  /** The folder that relative paths in the settings start from. Default: the working folder. */
  baseFolder?: string
  /** Questions that it must answer, each with a word or a pattern that the answer holds. */
  answers: Readonly<Record<string, string | RegExp>>
  /** Questions that it must decline. Leave it out for a solver that answers everything. */
  declines?: readonly string[]
  /** What other personas say, for a solver that asks them. */
  askPersona?: AskPersona
  /** BCP 47. Default: `en`. */
  lang?: string
}

const longest = 10 * 1024 * 1024

/** Every promise that a solver makes to the host, as a suite for mocha, vitest or jest with globals. */
export function solverContract(name: string, definition: SolverDefinition, options: SolverContractOptions): void {
  const { describe, it } = suite()
  const context = () => testContext({ lang: options.lang ?? 'en' })
  const withSolver = async <T>(use: (solver: Solver) => Promise<T>): Promise<T> => {
    const solver = await createSolver(definition, options.config ?? {}, options.baseFolder, options.askPersona)
    try {
      return await use(solver)
    } finally {
      await solver.close?.()
    }
  }

  describe(`${name} keeps the solver contract`, () => {
    it('is what defineSolver makes', () => assert.equal(kindOfPlugin(definition), 'solver'))

    it('names the setting that is wrong', async () => {
      if (definition.config?.additionalProperties !== false) return
      const wrong = { ...options.config, 'no-such-setting': true }
      await assert.rejects(async () => await createSolver(definition, wrong, options.baseFolder), /no-such-setting/)
    })

    for (const [question, expected] of Object.entries(options.answers)) {
      it(`answers "${question}"`, () =>
        withSolver(async (solver) => {
          const { text } = await settle(solver.solve(chatRequest(question), context()))
          if (expected instanceof RegExp) assert.match(text, expected)
          else assert.ok(text.includes(expected), `"${text}" does not hold "${expected}"`)
        }))
    }

    for (const question of options.declines ?? []) {
      it(`declines "${question}"`, () =>
        withSolver(async (solver) => {
          const { text } = await settle(solver.solve(chatRequest(question), context()))
          assert.equal(text.trim(), '')
        }))
    }

    it('survives what people send', () =>
      withSolver(async (solver) => {
        for (const question of [
          '',
          ' \n\t',
          '?',
          '(((',
          '\\d+*[',
          '${HOME}',
          '\u0000\uFFFD\u{1F600}',
          'a '.repeat(5000),
        ]) {
          await settle(solver.solve(chatRequest(question), context()))
        }
      }))

    it('deals with a question of 10 MB within two seconds', () =>
      withSolver(async (solver) => {
        const started = performance.now()
        await settle(solver.solve(chatRequest('what is '.repeat(longest / 8)), context()))
        assert.ok(performance.now() - started < 2000, `it took ${Math.round(performance.now() - started)} ms`)
      }))

    it('leaves the request as it was', () =>
      withSolver(async (solver) => {
        for (const question of questionsOf(options)) {
          await settle(solver.solve(deepFreeze(chatRequest(question)), context()))
        }
      }))

    it('keeps nothing of one conversation in another', () =>
      withSolver(async (solver) => {
        const [first = 'hello'] = questionsOf(options)
        const say = (memory: ReturnType<typeof mapMemory>) => (question: string) =>
          settle(solver.solve(chatRequest(question), testContext({ lang: options.lang ?? 'en', memory })))
        const alone = await say(mapMemory())(first)
        for (const question of questionsOf(options)) await say(mapMemory())(question)
        assert.deepEqual(await say(mapMemory())(first), alone)
      }))

    it('settles when nobody waits any more', () =>
      withSolver(async (solver) => {
        const [first = 'hello'] = questionsOf(options)
        const gone = testContext({ lang: options.lang ?? 'en', signal: AbortSignal.abort() })
        const outcome = settle(solver.solve(chatRequest(first), gone)).then(
          () => 'settled',
          () => 'settled',
        )
        assert.equal(
          await Promise.race([outcome, new Promise((done) => setTimeout(done, 2000, 'hangs').unref())]),
          'settled',
        )
      }))

    it('answers many at once', () =>
      withSolver(async (solver) => {
        const questions = Array.from({ length: 20 }, () => questionsOf(options)).flat()
        await Promise.all(questions.map((question) => settle(solver.solve(chatRequest(question), context()))))
      }))

    it('can be closed and created again', async () => {
      await withSolver(async () => undefined)
      await withSolver(async (solver) => {
        const [first = 'hello'] = questionsOf(options)
        await settle(solver.solve(chatRequest(first), context()))
      })
    })
  })
}

function questionsOf(options: SolverContractOptions): string[] {
  return [...Object.keys(options.answers), ...(options.declines ?? [])]
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
