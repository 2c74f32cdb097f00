import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compare, warmUpSeconds, withServers } from '../comparison.ts'
import { atLeast, atMost, type Effort, type Finding, type Row, sampleOf } from '../finding.ts'
import { putUnderLoad } from '../load.ts'
import { loadCore, repository } from '../machine.ts'
import type { A2aHeard } from '../probes/a2a-streams.ts'
import { ask, at, dramatis, fixture, type Server } from '../server.ts'
import { chatBody, introduction } from './requests.ts'

const run = promisify(execFile)

const version = { 'a2a-version': '1.0' }
const [streams, words, pause] = [2_000, 10, 500]
/** Messages that one run may need at most, in a second. */
const mostPerSecond = 8_000

export const a2a: Row = {
  name: 'a2a',
  title: 'A2A over JSON-RPC, with the store in a file: what is acknowledged is on disk',
  run: async (effort) => [...(await sends(effort)), ...(await manyStreams()), ...(await manyPieces())],
}

/** Every message is a new one: one that is sent again is not answered again. */
function sends(effort: Effort): Promise<readonly Finding[]> {
  return withServers({ host: dramatis(fixture('rule')) }, introduction, async ({ host }) => {
    const server = { ...at(host, '/a2a/rule'), headers: version }
    const bodies = () =>
      Array.from({ length: mostPerSecond * effort.seconds }, () => message('SendMessage', 'Hello, my name is Ada.'))
    // More code takes part than in a chat completion: it is compiled when some thousands of messages have come.
    await putUnderLoad(server, { connections: 50, seconds: 2 * warmUpSeconds, bodies: bodies() })
    const seen = await compare({ server }, effort, 50, bodies)
    const { perSecond, p50, p99, processor, busy } = seen.server
    return [
      { measure: 'SendMessage', unit: '/s', dramatis: perSecond, targets: [atLeast(perSecond.median, 2_000, '/s')] },
      { measure: 'SendMessage, p50', unit: 'ms', dramatis: p50 },
      { measure: 'SendMessage, p99', unit: 'ms', dramatis: p99 },
      { measure: 'processor time of a SendMessage', unit: 'µs', dramatis: processor },
      { measure: 'part of the time that it had its core', unit: 'of 1', dramatis: busy },
    ]
  })
}

function manyStreams(): Promise<readonly Finding[]> {
  return withServers({ host: dramatis(fixture('paced')) }, chatBody('paced', '1 1 1'), async ({ host }) => {
    const script = join(repository, 'bench/dist/probes/a2a-streams.js')
    const body = message('SendStreamingMessage', `${streams} ${words} ${pause}`, 'MESSAGE')
    const program = [process.execPath, script, at(host, '/a2a/paced').url, String(streams), body]
    const { stdout } = await run('taskset', ['-c', String(loadCore), ...program])
    const heard = JSON.parse(stdout) as A2aHeard // the probe prints one
    const { peak } = await host.memory()
    const line = (measure: string, unit: Finding['unit'], figure: number, most?: number): Finding => ({
      measure: `${streams.toLocaleString('en-US')} streams at the same time: ${measure}`,
      unit,
      dramatis: sampleOf([figure]),
      ...(most === undefined ? {} : { targets: [atMost(figure, most, unit)] }),
    })
    return [
      line('words lost', 'in all', streams * words - heard.words, 0),
      line('words and events out of order', 'in all', heard.outOfOrder, 0),
      line('streams without an end', 'in all', streams - heard.complete, 0),
      line('until all were open', 'ms', heard.opening),
      line('peak of resident memory', 'MB', peak, 512),
    ]
  })
}

/** A task whose answer comes in four times as many pieces must cost about four times as much. */
function manyPieces(): Promise<readonly Finding[]> {
  return withServers({ host: dramatis(fixture('pieces')) }, chatBody('pieces', '1'), async ({ host }) => {
    const server = at(host, '/a2a/pieces')
    const [some, many] = [2_500, 10_000]
    await processorTime(server, some)
    const [few, all] = [await processorTime(server, some), await processorTime(server, many)]
    const growth = all / few
    return [
      {
        measure: `processor time of an answer in ${many.toLocaleString('en-US')} pieces`,
        unit: 'ms',
        dramatis: sampleOf([all]),
        targets: [atMost(growth, 8, `times that of ${some.toLocaleString('en-US')}`)],
      },
    ]
  })
}

async function processorTime(server: Server, pieces: number): Promise<number> {
  const before = await server.processorTime()
  await ask(server.url, message('SendStreamingMessage', String(pieces)), version)
  return (await server.processorTime()) - before
}

let messages = 0

function message(method: string, text: string, id = `${process.pid}-${++messages}`): string {
  const params = { message: { messageId: id, role: 'ROLE_USER', parts: [{ text }] } }
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
}
