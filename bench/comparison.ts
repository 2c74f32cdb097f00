import { type Effort, type Sample, sampleOf } from './finding.ts'
import { type LoadResult, putUnderLoad } from './load.ts'
import { type Program, type Server, startServer } from './server.ts'

/** What a server did under load, run by run. */
export type LoadSamples = Readonly<Record<keyof LoadResult, Sample>>

/** Runs `work` with servers that have answered `body` once, and stops them whatever happens. */
export async function withServers<Programs extends Readonly<Partial<Record<string, Program>>>, T>(
  programs: Programs,
  body: string,
  work: (servers: { readonly [Name in keyof Programs]: Server }) => Promise<T>,
): Promise<T> {
  const started: [string, Server][] = []
  try {
    for (const [name, program] of Object.entries(programs)) {
      if (program) started.push([name, await startServer(program, body)])
    }
    return await work(Object.fromEntries(started) as { [Name in keyof Programs]: Server }) // one for each program
  } finally {
    for (const [, server] of started) await server.stop()
  }
}

/** Loads each server in turn, as often as there are runs, so that whatever else the machine does meets all of them. */
export async function compare<Servers extends Readonly<Partial<Record<string, Server>>>>(
  servers: Servers,
  { runs, seconds }: Effort,
  connections: number,
  bodiesFor: (name: keyof Servers & string) => readonly string[],
): Promise<{ readonly [Name in keyof Servers]: LoadSamples }> {
  const turns = Object.entries(servers).flatMap(([name, server]) => {
    if (!server) return []
    const load = (seconds: number) => putUnderLoad(server, { connections, seconds, bodies: bodiesFor(name) })
    return [{ name, load, results: [] as LoadResult[] }]
  })
  for (const { load } of turns) await load(warmUpSeconds)
  for (let run = 0; run < runs; run++) {
    for (const { load, results } of turns) results.push(await load(seconds))
  }
  const samples = turns.map(({ name, results }) => [name, toSamples(results)])
  return Object.fromEntries(samples) as { [Name in keyof Servers]: LoadSamples } // one for each server
}

/**
 * How much of what one server does another does: by answers a second, or by processor time where that says less.
 * The two are alike unless other programs took the core from one server more than from the other.
 */
export function shareOf(server: Speed, base: Speed): number {
  const bySecond = server.perSecond.median / base.perSecond.median
  return Math.min(bySecond, base.processor.median / server.processor.median)
}

type Speed = Pick<LoadSamples, 'perSecond' | 'processor'>

/** Until the compiler has seen what is hot. */
export const warmUpSeconds = 2

function toSamples(results: readonly LoadResult[]): LoadSamples {
  const sample = (figure: keyof LoadResult) => sampleOf(results.map((result) => result[figure]))
  return {
    requests: sample('requests'),
    perSecond: sample('perSecond'),
    p50: sample('p50'),
    p99: sample('p99'),
    processor: sample('processor'),
    busy: sample('busy'),
  }
}
