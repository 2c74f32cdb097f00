import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Effort, type Sample, sampleOf } from './finding.ts'
import { repository, serverCore } from './machine.ts'

const run = promisify(execFile)

/**
 * Runs `probes/<name>.ts` several times, each in a process of its own: it prints figures by name, as JSON.
 * What comes back samples one of the figures. @throws Error for a figure that the probe does not print.
 */
export async function probe(name: string, { runs }: Effort): Promise<(figure: string) => Sample> {
  const script = join(repository, 'bench/dist/probes', `${name}.js`)
  const seen: Record<string, unknown>[] = []
  for (let number = 0; number < runs; number++) {
    const { stdout } = await run('taskset', ['-c', String(serverCore), process.execPath, '--expose-gc', script], {
      cwd: repository,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    })
    seen.push(JSON.parse(stdout))
  }
  return (figure) => sampleOf(seen.map((figures) => numberAt(figures, figure, name)))
}

function numberAt(figures: Record<string, unknown>, figure: string, name: string): number {
  const value = figures[figure]
  if (typeof value !== 'number') throw new Error(`The probe ${name} printed no figure "${figure}".`)
  return value
}
