import { type Effort, type Sample, sampleOf } from './finding.ts'
import { type LoadResult, putUnderLoad } from './load.ts'
import { type Program, type Server, startServer } from './server.ts'

/** What a server did under load, run by run. */
export type LoadSamples = Readonly<Record<keyof LoadResult, Sample>>

/** Runs `work` with servers that have answered `body` once, and stops them whatever happens. */
export async function withServers<Name extends string, T>(
  programs: Readonly<Record<Name, Program>>,
  body: string,
  work: (servers: Readonly<Record<Name, Server>>) => Promise<T>,
): Promise<T> {
  const started: [string, Server][] = []
  try {
    for (const [name, program] of Object.entries<Program>(programs)) {
      started.push([name, await startServer(program, body)])
    }
    return await work(Object.fromEntries(started) as Record<Name, Server>) // one for each program
  } finally {
    for (const [, server] of started) await server.stop()
  }
}

/** Loads each server in turn, as often as there are runs, so that whatever else the machine does meets all of them. */
export async function compare<Name extends string>(
  servers: Readonly<Record<Name, Server>>,
  { runs, seconds }: Effort,
  connections: number,
  bodiesFor: (name: Name) => readonly string[],
): Promise<Readonly<Record<Name, LoadSamples>>> {
  const names = Object.keys(servers) as Name[] // no others were given
  const load = (name: Name, seconds: number): Promise<LoadResult> =>
    putUnderLoad(servers[name], { connections, seconds, bodies: bodiesFor(name) })
  const results = new Map<Name, LoadResult[]>(names.map((name) => [name, []]))
  for (const name of names) await load(name, warmUpSeconds)
  for (let run = 0; run < runs; run++) {
    for (const name of names) results.get(name)?.push(await load(name, seconds))
  }
  const samples = [...results].map(([name, all]) => [name, toSamples(all)])
  return Object.fromEntries(samples) as Record<Name, LoadSamples> // one for each server
}

/**
 * How much of what one server does another does: by answers a second, or by processor time where that says less.
 * The two are alike unless other programs took the core from one server more than from the other.
 */
export function shareOf(server: LoadSamples, base: LoadSamples): number {
  const bySecond = server.perSecond.median / base.perSecond.median
  return Math.min(bySecond, base.processor.median / server.processor.median)
}

/** Until the compiler has seen what is hot. */
const warmUpSeconds = 2

function toSamples(results: readonly LoadResult[]): LoadSamples {
  const sample = (figure: keyof LoadResult) => sampleOf(results.map((result) => result[figure]))
  return {
    perSecond: sample('perSecond'),
    p50: sample('p50'),
    p99: sample('p99'),
    processor: sample('processor'),
    busy: sample('busy'),
  }
}
