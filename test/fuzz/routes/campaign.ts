import fc from 'fast-check'
import { messageOf } from '../../../src/core/errors.ts'
import { kindOf } from '../campaign.ts'
import type { FuzzedHost } from '../fuzzed-host.ts'
import { callsFor, type FuzzedCall } from './calls.ts'
import { judgeRoute } from './judge.ts'
import { KnownIds } from './known-ids.ts'
import { type Described, describedBy, type Operation } from './operations.ts'
import { type FuzzStage, secrets } from './stage.ts'

export interface RouteProblem {
  operation: Operation
  message: string
  call: FuzzedCall
}

export interface RouteOutcome {
  operations: number
  problems: readonly RouteProblem[]
  /** How often each status came. */
  statuses: Readonly<Record<number, number>>
}

/** Sends every operation of a host `runs` requests. Problems of one kind are told once. */
export async function fuzzRoutes(
  host: FuzzedHost,
  stage: FuzzStage,
  effort: { runs: number; seed: number; problems: number },
  only: (operation: Operation) => boolean = () => true,
): Promise<RouteOutcome> {
  const described = await describedBy(host.url, { authorization: `Bearer ${secrets.key}` })
  const deletes = ({ method }: Operation): number => Number(method === 'DELETE')
  const operations = described.operations.filter(only).toSorted((one, other) => deletes(one) - deletes(other))
  const campaign = new RouteCampaign(host, stage, described)
  for (const operation of operations) await campaign.search(operation, effort)
  return { operations: operations.length, problems: [...campaign.problems.values()], statuses: campaign.statuses }
}

class RouteCampaign {
  readonly problems = new Map<string, RouteProblem>()
  readonly statuses: Record<number, number> = {}
  readonly #host: FuzzedHost
  readonly #stage: FuzzStage
  readonly #described: Described
  readonly #known = new KnownIds()

  constructor(host: FuzzedHost, stage: FuzzStage, described: Described) {
    this.#host = host
    this.#stage = stage
    this.#described = described
  }

  /** Looks for problems of new kinds, and makes the requests small that show them. */
  async search(
    operation: Operation,
    { runs, seed, problems }: { runs: number; seed: number; problems: number },
  ): Promise<void> {
    const calls = callsFor(operation, this.#described)
    while (this.problems.size < problems) {
      const property = fc.asyncProperty(calls, (call) => this.#ask(operation, call))
      const { counterexample, errorInstance } = await fc.check(property, { seed, numRuns: runs })
      if (!counterexample) return
      const message = messageOf(errorInstance)
      this.problems.set(kindOf(message), { operation, message, call: counterexample[0] })
    }
  }

  /** @throws Error for a problem of a kind that has not been seen */
  async #ask(operation: Operation, call: FuzzedCall): Promise<void> {
    try {
      const { status } = await judgeRoute(this.#host, this.#stage, operation, call, this.#known)
      this.statuses[status] = (this.statuses[status] ?? 0) + 1
    } catch (error) {
      if (!this.problems.has(kindOf(messageOf(error)))) throw error
    }
  }
}

/** A problem as people read it. */
export function describeRouteProblem({ operation, message, call }: RouteProblem): string {
  const { bytes, origin } = call.body
  const sent = bytes.length > 0 ? `sent (${origin}): ${bytes.toString().slice(0, 1500)}` : 'sent no body'
  return [`PROBLEM at ${operation.method} ${operation.path}: ${message}`, sent].join('\n').replaceAll('\n', '\n  ')
}
