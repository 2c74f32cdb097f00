import fc from 'fast-check'
import { everyMutation, type FuzzedBody, fuzzedBodies, fuzzedModels } from './bodies.ts'
import type { FuzzedEndpoint } from './endpoint.ts'
import type { FuzzedHost } from './fuzzed-host.ts'
import { toText } from './json-tree.ts'
import { judge, modelInPath } from './judge.ts'
import { unanswerable } from './solver.ts'

export interface Effort {
  /** Bodies for each endpoint. */
  runs: number
  seed: number
  /** Whether every valid body is also sent with every change in every place. */
  sweep: boolean
  /** Different problems that are looked for, before an endpoint is given up. */
  problems: number
}

/** One thing that is wrong, with the smallest body that was found to show it. */
export interface Problem {
  message: string
  body: FuzzedBody
}

export interface Outcome {
  problems: readonly Problem[]
  /** How often each status came. */
  statuses: Readonly<Record<number, number>>
  /** The longest time that an answer took, in milliseconds, and what was sent. */
  slowest: { milliseconds: number; body: FuzzedBody | undefined }
}

/** Sends an endpoint its bodies as they are, with every change where it sweeps, and `runs` others. A problem that has been seen does not hide the next one. */
export async function fuzz(host: FuzzedHost, endpoint: FuzzedEndpoint, effort: Effort): Promise<Outcome> {
  const statuses: Record<number, number> = {}
  const slowest: Outcome['slowest'] = { milliseconds: 0, body: undefined }
  const problems = new Map<string, Problem>()
  const ask = async (body: FuzzedBody, expected = expectsAnything): Promise<void> => {
    const started = performance.now()
    try {
      const { status, body: said } = await judge(host, endpoint, body)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (!expected(status))
        throw new Error(`A body as it is was answered with ${status}.\n${said.toString().slice(0, 1500)}`)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      if (!problems.has(kindOf(message))) throw new Error(message)
    }
    const milliseconds = performance.now() - started
    if (milliseconds > slowest.milliseconds) Object.assign(slowest, { milliseconds, body })
  }
  const note = (body: FuzzedBody) => (error: Error) => {
    problems.set(kindOf(error.message), { message: error.message, body })
  }
  for (const { body, expected } of unchanged(endpoint)) await ask(body, expected).catch(note(body))
  for (const body of effort.sweep ? everyMutation(endpoint.valid) : []) {
    if (problems.size >= effort.problems) break
    await ask(body).catch(note(body))
  }
  while (problems.size < effort.problems) {
    const failure = await firstFailure(endpoint, effort, ask)
    if (!failure) break
    problems.set(kindOf(failure.message), failure)
  }
  return { problems: [...problems.values()], statuses, slowest }
}

async function firstFailure(
  endpoint: FuzzedEndpoint,
  { runs, seed }: Effort,
  ask: (body: FuzzedBody) => Promise<void>,
): Promise<Problem | undefined> {
  const property = fc.asyncProperty(bodiesFor(endpoint), (body) => ask(body))
  const { failed, counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs })
  const body = counterexample?.[0]
  if (!failed || !body) return undefined
  return { message: errorInstance instanceof Error ? errorInstance.message : String(errorInstance), body }
}

function bodiesFor({ path, valid, refused = [] }: FuzzedEndpoint): fc.Arbitrary<FuzzedBody> {
  const bodies = fuzzedBodies([...valid, ...refused])
  if (!path.includes(modelInPath)) return bodies
  return fc.oneof({ weight: 19, arbitrary: bodies }, { weight: 1, arbitrary: fuzzedModels(valid) })
}

/** The bodies of an endpoint as they are, and what may come of each. */
function unchanged({ valid, refused = [] }: FuzzedEndpoint) {
  const bodies = [...valid, ...refused].map((tree, index) => {
    const bytes = Buffer.from(toText(tree))
    const mayFail = unanswerable.some((question) => bytes.includes(JSON.stringify(question)))
    const expected = (status: number) => mayFail || (status === 200) === index < valid.length
    return { body: { bytes, origin: `body ${index} as it is` }, expected }
  })
  return bodies
}

const expectsAnything = (_status: number): boolean => true

/** The same for problems that differ in the values at hand only. */
function kindOf(message: string): string {
  return (message.split('\n')[0] ?? '').replaceAll(/"[^"]*"|\d+/g, '…').slice(0, 200)
}
