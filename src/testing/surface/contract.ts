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
export function surfaceContract(name: string, { driver, definition }: SurfaceContractOptions): void {
  const globals = suite()
  let stage: ContractStage
  globals.describe(`${name} keeps the surface contract`, () => {
    globals.before(async () => {
      const scripts = surfaceScripts()
      const solver = scriptedSolver(scripts.scripts, { accepts: ['image', 'audio', 'file'] })
      const chain = [{ id: 'scripted', solver, settings: { timeout: '300ms', breaker: { failures: 99 } } }]
      const host = await startTestHost({
        personas: [
          { name: 'Scripted', chain },
          { name: 'Other', chain },
        ],
        settings: { bodyLimit },
        ...(definition ? { surfaces: { [name]: definition } } : {}),
      })
      stage = new ContractStage(driver, host, scripts)
    })
    globals.after(async () => await stage.host.close(0))
    for (const part of parts) part(globals, driver, () => stage)
  })
}
