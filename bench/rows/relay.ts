import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compare, type LoadSamples, shareOf, withServers } from '../comparison.ts'
import { atLeast, atMost, type Effort, type Finding, type Row, sampleOf, type Target } from '../finding.ts'
import { putUnderLoad } from '../load.ts'
import { scratchFolder } from '../machine.ts'
import { type Gateway, installPortkey } from '../portkey.ts'
import { at, dramatis, type Server, startServer, upstream } from '../server.ts'
import { chatBody } from './requests.ts'
import { readBySdk } from './sdk.ts'

/** How the upstream writes the frames of a stream: all at once, or one by one, as a model does. */
type Writing = 'together' | 'apart'

const bodyFor = (writing: Writing, stream: boolean) => chatBody(writing, 'Go on.', { stream })
const whole = { together: bodyFor('together', false), apart: bodyFor('apart', false) }
const streamed = { together: bodyFor('together', true), apart: bodyFor('apart', true) }
const connections = 50
/** Looks at the memory that count together: it swings with every collection of garbage. */
const looks = 5

export const relay: Row = {
  name: 'relay',
  title: 'The openai solver in front of an upstream (node:http, on the core of wrk) that answers in 20 chunks',
  async run(effort) {
    const portkey = await gateway()
    const model = await startServer(upstream, whole.together)
    try {
      const host = dramatis(await writePersona('together', model), await writePersona('apart', model))
      const gateways = portkey ? { portkey: portkey(baseUrl('together', model)) } : {}
      const speed = await withServers({ dramatis: host, ...gateways }, whole.together, async (servers) => [
        ...(await answers(model, servers, effort)),
        ...(await streams(model, servers.dramatis, 'apart', effort)),
        ...(await streams(model, servers.dramatis, 'together', effort)),
      ])
      return [...speed, ...(await withServers({ host }, whole.together, ({ host }) => memory(host, effort)))]
    } finally {
      await model.stop()
    }
  },
}

async function gateway(): Promise<Gateway | undefined> {
  try {
    return await installPortkey()
  } catch (error) {
    console.error(`Portkey is left out, it cannot be installed: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

function baseUrl(writing: Writing, model: Server): string {
  return new URL(`/${writing}/v1`, model.url).href
}

async function writePersona(name: Writing, model: Server): Promise<string> {
  const file = join(scratchFolder, `${name}.json`)
  const openai = { baseUrl: baseUrl(name, model), apiKey: 'none', model: name, whole: true }
  await writeFile(file, JSON.stringify({ name, description: 'Asks a model.', solvers: ['openai'], openai }))
  return file
}

interface Servers {
  readonly dramatis: Server
  readonly portkey?: Server
}

/** Both ask for what their client wants: a whole answer here. */
async function answers(bare: Server, { dramatis, portkey }: Servers, effort: Effort): Promise<readonly Finding[]> {
  const servers = { bare, dramatis, apart: dramatis, ...(portkey ? { portkey } : {}) }
  const bodies = (name: keyof typeof servers) => [name === 'apart' ? whole.apart : whole.together]
  const many = await compare(servers, effort, connections, bodies)
  const one = await compare(servers, effort, 1, bodies)
  const added = one.dramatis.p50.median - one.bare.p50.median
  return [
    { ...line(many, 'perSecond', 'answers', '/s'), targets: [timesPortkey(many)] },
    line(many, 'processor', 'processor time of an answer', 'µs'),
    line(many, 'p50', 'p50', 'ms'),
    line(many, 'p99', 'p99', 'ms'),
    { ...line(one, 'p50', 'p50, 1 connection', 'ms'), targets: [atMost(added, 0.35, 'ms added')] },
    line(one, 'p99', 'p99, 1 connection', 'ms'),
    { measure: 'answers, the upstream writes frame by frame', unit: '/s', dramatis: many.apart.perSecond },
    { measure: 'p50, 1 connection, frame by frame', unit: 'ms', dramatis: one.apart.p50 },
  ]
}

/** Those of the gateway are left out: as npm installs it, it answers them with status 500 on Node 20. */
async function streams(model: Server, host: Server, writing: Writing, effort: Effort): Promise<readonly Finding[]> {
  const body = streamed[writing]
  const bare = at(model, `/${writing}/v1/chat/completions`)
  const seen = await compare({ bare, dramatis: host }, effort, connections, () => [body])
  const sdk = await readBySdk(baseUrl(writing, model), connections, body, effort)
  const words = `written ${writing}`
  return [
    {
      ...line(seen, 'perSecond', `streams ${words}`, '/s'),
      sdk: sdk.perSecond,
      targets: [atLeast(shareOf(seen.dramatis, sdk), 0.5, 'of the SDK alone')],
    },
    { ...line(seen, 'processor', `processor time of a stream ${words}`, 'µs'), sdk: sdk.processor },
    line(seen, 'p99', `p99 of whole streams ${words}`, 'ms'),
  ]
}

type Compared = Readonly<Record<'bare' | 'dramatis', LoadSamples>> & { readonly portkey?: LoadSamples }

function line(
  { bare, portkey, dramatis }: Compared,
  measure: keyof LoadSamples,
  words: string,
  unit: Finding['unit'],
): Finding {
  return {
    measure: words,
    unit,
    bare: bare[measure],
    ...(portkey ? { portkey: portkey[measure] } : {}),
    dramatis: dramatis[measure],
  }
}

function timesPortkey({ dramatis, portkey }: Compared): Target {
  if (!portkey) return { text: 'at least 8 times Portkey', met: undefined }
  return atLeast(shareOf(dramatis, portkey), 8, 'times Portkey')
}

/** Whole answers and streams in turn, and a look at the memory every second. A first look makes do with a tenth. */
async function memory(host: Server, { runs }: Effort): Promise<readonly Finding[]> {
  const [some, all] = runs > 1 ? [20_000, 200_000] : [2_000, 20_000]
  const bodies = [...Object.values(whole), ...Object.values(streamed)]
  const resident: number[] = []
  let asked = 0
  const lookUntil = async (requests: number): Promise<void> => {
    while (asked < requests) {
      asked += (await putUnderLoad(host, { connections, seconds: 1, bodies })).requests
      resident.push((await host.memory()).resident)
    }
  }
  await lookUntil(some)
  resident.length = 0
  await lookUntil(all)
  const early = sampleOf(resident.slice(0, looks))
  const late = sampleOf(resident.slice(-looks))
  const count = (requests: number) => requests.toLocaleString('en-US')
  const growth = late.median / early.median
  return [
    { measure: `resident memory from ${count(some)} requests on`, unit: 'MB', dramatis: early },
    {
      measure: `resident memory up to ${count(all)} requests`,
      unit: 'MB',
      dramatis: late,
      targets: [atMost(growth, 1.1, `of that from ${count(some)} on`)],
    },
  ]
}
