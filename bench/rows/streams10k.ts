import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { withServers } from '../comparison.ts'
import { atMost, type Finding, type Row, sampleOf } from '../finding.ts'
import { loadCore, repository } from '../machine.ts'
import type { Format } from '../probes/stream-text.ts'
import type { Heard } from '../probes/streams.ts'
import { at, dramatis, fixture, type Server, send } from '../server.ts'
import { chatBody } from './requests.ts'

const run = promisify(execFile)

const [streams, events, pause] = [10_000, 10, 1000]
const question = (streams: number, events: number) => `${streams} ${events} ${pause}`
const messages = (text: string) => ({ messages: [{ role: 'user', content: [{ text }] }] })

/** Each has addresses of its own to call from: ports of closed connections cannot be had again at once. */
const formats: readonly { format: Format; source: string; path: string; body(text: string): string }[] = [
  {
    format: 'openai',
    source: '127.0.0.2',
    path: '/openai/v1/chat/completions',
    body: (text) => chatBody('paced', text, { stream: true }),
  },
  {
    format: 'bedrock',
    source: '127.0.0.3',
    path: '/bedrock/model/paced/converse-stream',
    body: (text) => JSON.stringify(messages(text)),
  },
]

export const streams10k: Row = {
  name: 'streams10k',
  title: `${streams.toLocaleString('en-US')} streams open at the same time, each with ${events} events, one a second; once`,
  async run() {
    const findings: Finding[] = []
    for (const { format, source, path, body } of formats) {
      await withServers({ host: dramatis(fixture('paced')) }, chatBody('paced', question(1, 1)), async ({ host }) => {
        const there = at(host, path)
        const present = (await send(there.url, body(question(1, 1)))).status === 200
        findings.push(
          ...(present ? await measure(there, format, source, body(question(streams, events))) : [absent(format)]),
        )
      })
    }
    return findings
  },
}

async function measure(host: Server, format: Format, source: string, body: string): Promise<readonly Finding[]> {
  const script = join(repository, 'bench/dist/probes/streams.js')
  const words = ['-c', String(loadCore), process.execPath, script, format, host.url, source, String(streams), body]
  const before = await host.memory()
  const { stdout } = await run('taskset', words)
  const heard = JSON.parse(stdout) as Heard // the probe prints one
  const { peak } = await host.memory()
  const line = (measure: string, unit: Finding['unit'], figure: number, most?: number): Finding => ({
    measure: `${format}: ${measure}`,
    unit,
    dramatis: sampleOf([figure]),
    ...(most === undefined ? {} : { targets: [atMost(figure, most, unit)] }),
  })
  return [
    line('events lost', 'in all', streams * events - heard.events, 0),
    line('events out of order', 'in all', heard.outOfOrder, 0),
    line('streams without an end', 'in all', streams - heard.complete, 0),
    line('peak of resident memory', 'MB', peak, 1536),
    line('memory of a stream', 'kB', ((peak - before.resident) * 1024) / streams),
    line('until all were open', 'ms', heard.opening),
    line('from said to read, p50', 'ms', heard.delayP50),
    line('from said to read, p99', 'ms', heard.delayP99),
  ]
}

function absent(format: Format): Finding {
  return { measure: format, unit: 'in all', targets: [{ text: 'absent', met: false }] }
}
