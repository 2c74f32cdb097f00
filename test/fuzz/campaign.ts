import fc from 'fast-check'
import { messageOf } from '../../src/core/errors.ts'
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

/**
 * Sends an endpoint its bodies as they are, with every change where it sweeps, and `runs` others. A problem that has
 * been seen does not hide the next one.
 */
export async function fuzz(host: FuzzedHost, endpoint: FuzzedEndpoint, effort: Effort): Promise<Outcome> {
  const { valid, refused = [] } = endpoint
  const campaign = new Campaign(host, endpoint)
  for (const { body, expected } of unchanged(endpoint)) await campaign.try(body, expected)
  for (const body of effort.sweep ? everyMutation([...valid, ...refused]) : []) {
    if (campaign.problems.length >= effort.problems) break
    await campaign.try(body)
  }
  while (campaign.problems.length < effort.problems) if (!(await campaign.search(effort))) break
  return campaign
}

class Campaign implements Outcome {
  readonly statuses: Record<number, number> = {}
  readonly slowest: Outcome['slowest'] = { milliseconds: 0, body: undefined }
  readonly #host: FuzzedHost
  readonly #endpoint: FuzzedEndpoint
  /** By their kinds. */
  readonly #problems = new Map<string, Problem>()

  constructor(host: FuzzedHost, endpoint: FuzzedEndpoint) {
    this.#host = host
    this.#endpoint = endpoint
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()]
  }

  /** Sends one body, and notes what is wrong with the answer. */
  async try(body: FuzzedBody, expected?: Expected): Promise<void> {
    try {
      await this.#ask(body, expected)
    } catch (error) {
      this.#note(body, messageOf(error))
    }
  }

  /** Looks for a problem of a new kind, and makes the body small that shows it. False where there is none. */
  async search({ runs, seed }: Effort): Promise<boolean> {
    const property = fc.asyncProperty(bodiesFor(this.#endpoint), (body) => this.#ask(body))
    const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs })
    if (!counterexample) return false
    this.#note(counterexample[0], messageOf(errorInstance))
    return true
  }

  #note(body: FuzzedBody, message: string): void {
    this.#problems.set(kindOf(message), { message, body })
  }

  /** @throws Error for a problem of a kind that has not been seen. */
  async #ask(body: FuzzedBody, expected: Expected = () => true): Promise<void> {
    const started = performance.now()
    try {
      const { status, body: said } = await judge(this.#host, this.#endpoint, body)
      this.statuses[status] = (this.statuses[status] ?? 0) + 1
      if (!expected(status)) throw new Error(`The status is ${status}.\n${said.toString().slice(0, 1500)}`)
    } catch (error) {
      if (!this.#problems.has(kindOf(messageOf(error)))) throw error
    }
    const milliseconds = performance.now() - started
    if (milliseconds > this.slowest.milliseconds) Object.assign(this.slowest, { milliseconds, body })
  }
}

type Expected = (status: number) => boolean

function bodiesFor({ path, valid, refused = [] }: FuzzedEndpoint): fc.Arbitrary<FuzzedBody> {
  const bodies = fuzzedBodies([...valid, ...refused])
  if (!path.includes(modelInPath)) return bodies
  return fc.oneof({ weight: 19, arbitrary: bodies }, { weight: 1, arbitrary: fuzzedModels(valid) })
}

/** The bodies of an endpoint as they are, and what may come of each. */
function unchanged({ valid, refused = [] }: FuzzedEndpoint): { body: FuzzedBody; expected: Expected }[] {
  return [...valid, ...refused].map((tree, index) => {
    const bytes = Buffer.from(toText(tree))
    const mayFail = unanswerable.some((question) => bytes.includes(JSON.stringify(question)))
    const expected: Expected = (status) => mayFail || (status === 200) === index < valid.length
    return { body: { bytes, origin: `body ${index} as it is` }, expected }
  })
}

/** The same for problems that differ in the values at hand only. */
export function kindOf(message: string): string {
  return (message.split('\n')[0] ?? '').replaceAll(/"[^"]*"|\d+/g, '…').slice(0, 200)
}
