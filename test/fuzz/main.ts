import { parseArgs } from 'node:util'
import { fuzz, type Outcome } from './campaign.ts'
import { describeProblem } from './describe-problem.ts'
import type { FuzzedEndpoint } from './endpoint.ts'
import { endpoints } from './endpoints/index.ts'
import { startFuzzedHost } from './fuzzed-host.ts'
import { describeRouteProblem, fuzzRoutes } from './routes/campaign.ts'
import { startRouteHost } from './routes/stage.ts'
import { missingDescriptions } from './shapes/published.ts'

/** One request to every operation for so many bodies to each endpoint that chats: there are many more of them. */
const share = 100

const help = `Sends valid bodies with one change, JSON at random and bytes at random to every endpoint that chats, and requests with
anything in their paths, queries, headers and bodies to every operation that the host describes.

  npm run fuzz -- [--runs N] [--only NAME ...] [--seed N] [--problems N] [--no-sweep]

  --runs N      bodies for each endpoint; 10000 unless it is given. A hundredth of it for each operation.
  --only NAME   only endpoints whose name begins so: ${endpoints.map(({ name }) => name).join(', ')},
                routes (every operation)
  --seed N      the same bodies as another time; a seed is printed at the start
  --problems N  different problems that are looked for before an endpoint is given up; 5 unless it is given
  --no-sweep    only as many bodies as \`--runs\` says; otherwise every valid body goes before them with every change
`

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      only: { type: 'string', multiple: true, default: [] },
      seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
      problems: { type: 'string', default: '5' },
      sweep: { type: 'boolean', default: true },
      help: { type: 'boolean', default: false },
    },
    allowNegative: true,
  })
  if (values.help) {
    console.log(help)
    return 0
  }
  const { only } = values
  const chosen = endpoints.filter(({ name }) => only.length === 0 || only.some((start) => name.startsWith(start)))
  const withRoutes = only.length === 0 || only.some((start) => 'routes'.startsWith(start))
  if (chosen.length === 0 && !withRoutes)
    throw new Error(`No endpoint's name begins with ${only.join(' or ')}; see --help.`)
  const effort = {
    runs: wholeNumber(values.runs),
    seed: wholeNumber(values.seed),
    problems: wholeNumber(values.problems),
    sweep: values.sweep,
  }
  console.log(`seed ${effort.seed}, ${effort.runs} bodies for each of ${chosen.length} endpoints`)
  let problems = 0
  for (const endpoint of chosen) problems += await run(endpoint, effort)
  if (withRoutes) problems += await runRoutes(effort)
  for (const file of missingDescriptions) console.log(`SKIPPED: answers were not validated by ${file}; set SPECS_DIR.`)
  return problems === 0 ? 0 : 1
}

/** Each endpoint has a host of its own: one that ended does not spoil the next. */
async function run(endpoint: FuzzedEndpoint, effort: Parameters<typeof fuzz>[2]): Promise<number> {
  const host = await startFuzzedHost()
  try {
    const started = performance.now()
    const outcome = await fuzz(host, endpoint, effort)
    tell(endpoint, outcome, (performance.now() - started) / 1000)
    return outcome.problems.length
  } finally {
    await host.close()
  }
}

/** Every operation of one host that has files, keys and a state. */
async function runRoutes({ runs, ...effort }: Parameters<typeof fuzz>[2]): Promise<number> {
  const { host, stage } = await startRouteHost()
  try {
    const started = performance.now()
    const { operations, problems, statuses } = await fuzzRoutes(host, stage, {
      ...effort,
      runs: Math.ceil(runs / share),
    })
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    const counts = countsOf(statuses)
    console.log(`\nroutes: ${problems.length} problems at ${operations} operations in ${seconds} s; ${counts}`)
    for (const problem of problems) console.log(`\n${describeRouteProblem(problem)}`)
    return problems.length
  } finally {
    await host.close()
    stage.close()
  }
}

function tell(endpoint: FuzzedEndpoint, { problems, statuses, slowest }: Outcome, seconds: number): void {
  console.log(`\n${endpoint.name}: ${problems.length} problems in ${seconds.toFixed(1)} s; ${countsOf(statuses)}`)
  console.log(`  slowest: ${slowest.milliseconds.toFixed(0)} ms, ${slowest.body?.origin}`)
  for (const problem of problems) console.log(`\n${describeProblem(endpoint, problem)}`)
}

function countsOf(statuses: Outcome['statuses']): string {
  return Object.entries(statuses)
    .map(([status, times]) => `${times} x ${status}`)
    .join(', ')
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`"${text}" is not a whole number.`)
  return Number(text)
}
