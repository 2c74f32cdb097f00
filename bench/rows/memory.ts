import { setTimeout as sleep } from 'node:timers/promises'
import { withServers } from '../comparison.ts'
import { atMost, type Effort, type Row, type Sample, sampleOf } from '../finding.ts'
import { putUnderLoad } from '../load.ts'
import { bare, dramatis, express, fixture, type Program } from '../server.ts'
import { everyone, introduction } from './requests.ts'

export const memory: Row = {
  name: 'memory',
  title: 'Resident memory of the process',
  async run(effort) {
    const [ours, theirs, express5] = [
      await memoryOf(dramatis(fixture('rule')), introduction, effort),
      await memoryOf(bare, introduction, effort),
      await memoryOf(express, introduction, effort),
    ]
    const all = await memoryOf(dramatis(fixture('everyone')), everyone, effort)
    return [
      {
        measure: 'idle after the first answer, the rule persona loaded',
        unit: 'MB',
        bare: theirs.idle,
        express: express5.idle,
        dramatis: ours.idle,
        targets: [atMost(ours.idle.median, 100, 'MB')],
      },
      {
        measure: 'idle after the first answer, all bundled solvers in one chain',
        unit: 'MB',
        dramatis: all.idle,
        targets: [atMost(all.idle.median, 100, 'MB')],
      },
      {
        measure: 'peak under 50 connections, the rule persona loaded',
        unit: 'MB',
        bare: theirs.peak,
        express: express5.peak,
        dramatis: ours.peak,
      },
    ]
  },
}

async function memoryOf(program: Program, body: string, effort: Effort): Promise<{ idle: Sample; peak: Sample }> {
  const idle: number[] = []
  const peak: number[] = []
  for (let run = 0; run < effort.runs; run++) {
    await withServers({ program }, body, async ({ program: server }) => {
      await sleep(1000)
      idle.push((await server.memory()).resident)
      await putUnderLoad(server, { connections: 50, seconds: effort.seconds, bodies: [body] })
      peak.push((await server.memory()).peak)
    })
  }
  return { idle: sampleOf(idle), peak: sampleOf(peak) }
}
