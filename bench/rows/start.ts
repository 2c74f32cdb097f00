import { atMost, type Effort, type Row, type Sample, sampleOf } from '../finding.ts'
import { bare, dramatis, express, fixture, type Program, startServer } from '../server.ts'
import { everyone, introduction } from './requests.ts'

export const start: Row = {
  name: 'start',
  title: 'From starting the process to the end of its first answer',
  async run(effort) {
    const ours = await startTimes(dramatis(fixture('rule')), introduction, effort)
    const all = await startTimes(dramatis(fixture('everyone')), everyone, effort)
    return [
      {
        measure: 'all bundled plugins found, the rule persona loaded',
        unit: 'ms',
        bare: await startTimes(bare, introduction, effort),
        express: await startTimes(express, introduction, effort),
        dramatis: ours,
        targets: [atMost(ours.median, 1000, 'ms')],
      },
      {
        measure: 'all bundled solvers in one chain',
        unit: 'ms',
        dramatis: all,
        targets: [atMost(all.median, 1000, 'ms')],
      },
    ]
  },
}

async function startTimes(program: Program, body: string, { runs }: Effort): Promise<Sample> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const server = await startServer(program, body)
    times.push(server.startedIn)
    await server.stop()
  }
  return sampleOf(times)
}
