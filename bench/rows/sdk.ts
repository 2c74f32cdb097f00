import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { warmUpSeconds } from '../comparison.ts'
import { type Effort, type Sample, sampleOf } from '../finding.ts'
import { repository, serverCore } from '../machine.ts'
import type { Read } from '../probes/sdk-streams.ts'

const run = promisify(execFile)

/** What reading streams takes the vendor's SDK, without a server around it, on the core of the servers under test. */
export async function readBySdk(
  baseUrl: string,
  connections: number,
  body: string,
  { runs, seconds }: Effort,
): Promise<Readonly<Record<keyof Read, Sample>>> {
  const script = join(repository, 'bench/dist/probes/sdk-streams.js')
  const figures = [baseUrl, connections, warmUpSeconds, seconds, body].map(String)
  const seen: Read[] = []
  for (let number = 0; number < runs; number++) {
    const words = ['-c', String(serverCore), process.execPath, script, ...figures]
    const { stdout } = await run('taskset', words, { env: { PATH: process.env['PATH'], NODE_ENV: 'production' } })
    seen.push(JSON.parse(stdout)) // the probe prints one
  }
  return {
    perSecond: sampleOf(seen.map(({ perSecond }) => perSecond)),
    processor: sampleOf(seen.map(({ processor }) => processor)),
  }
}
