import type { MaybePromise, Solver } from '../../core/types.ts'
import type { SurfaceDefinition } from '../../http/surface.ts'
import { startTestHost } from '../host.ts'
import { scriptedSolver } from '../script.ts'
import { suite } from '../suite.ts'
import { answersAreEqual } from './answers.ts'
import { bodiesAreRead } from './bodies.ts'
import { conversationsAreKept } from './conversations.ts'
import type { SurfaceDriver } from './driver.ts'
import { errorsAreHonest } from './errors.ts'
import { requestsAreUnderstood } from './requests.ts'
import { surfaceScripts } from './scripts.ts'
import { bodyLimit, ContractStage } from './stage.ts'
import { streamsFlow } from './streams.ts'

export interface SurfaceContractOptions {
  driver: SurfaceDriver
  /** A surface that does not come with the host. */
  definition?: SurfaceDefinition
  /**
   * Makes a solver that asks the persona "Scripted" of the host at `url`. The contract is then kept by what has been
   * through that solver: answers, errors and leaving, on their way from one host to another.
   */
  relay?(url: string): MaybePromise<Solver>
}

const parts = [
  answersAreEqual,
  requestsAreUnderstood,
  conversationsAreKept,
  errorsAreHonest,
  bodiesAreRead,
  streamsFlow,
] as const

/** What every surface owes its clients, as a suite for mocha, vitest or jest with globals. */
export function surfaceContract(name: string, { driver, definition, relay }: SurfaceContractOptions): void {
  const globals = suite()
  let stage: ContractStage
  globals.describe(`${name} keeps the surface contract`, () => {
    globals.before(async () => {
      const scripts = surfaceScripts()
      const scripted = scriptedSolver(scripts.scripts, { accepts: ['image', 'audio', 'file'] })
      const chainOf = (solver: Solver, timeout: string) => [
        { id: 'scripted', solver, settings: { timeout, breaker: { failures: 99 } } },
      ]
      const far = [{ name: 'Scripted', chain: chainOf(scripted, '30s') }]
      const upstream = relay ? await startTestHost({ personas: far }) : undefined
      const chain = chainOf(relay && upstream ? await relay(upstream.url) : scripted, '300ms')
      const host = await startTestHost({
        personas: [
          { name: 'Scripted', chain },
          { name: 'Other', chain },
        ],
        settings: { bodyLimit },
        ...(definition ? { surfaces: { [name]: definition } } : {}),
      })
      stage = new ContractStage({ driver, host, scripts, upstream })
    })
    globals.after(async () => await stage.close())
    for (const part of parts) part(globals, driver, () => stage)
  })
}
