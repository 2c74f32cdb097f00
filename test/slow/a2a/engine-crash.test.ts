import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { sequenceOf } from '../../../src/surfaces/a2a/engine/index.ts'
import {
  brief,
  collect,
  context,
  get,
  inFolder,
  list,
  persona,
  startEngine,
  stateOf,
  statusText,
} from '../../surfaces/a2a/engine-kit.ts'

const c = context()
const program = fileURLToPath(new URL('./support/crashing.ts', import.meta.url))

interface Line {
  readonly task?: string
  readonly seq?: number
  readonly done?: string
  readonly error?: string
}

describe('a2a engine: a process that is killed', () => {
  it('loses nothing that it has acknowledged', async function () {
    this.timeout(30_000)
    await inFolder(async (folder) => {
      const state = `file:${folder}/state.db`
      const lines = await killed(state)
      const tasks = new Set(lines.flatMap(({ task, seq }) => (task !== undefined && seq === undefined ? [task] : [])))
      const done = lines.flatMap(({ done }) => done ?? [])
      expect(lines.flatMap(({ error }) => error ?? [])).to.deep.equal([])
      expect(tasks.size).to.equal(200)
      expect(done.length).to.be.greaterThan(0)
      const kit = await startEngine([persona('Endless', () => 'x'), persona('Short', () => 'x')], {}, state)
      for (const id of tasks) {
        const task = await kit.of('Endless').getTask(get(id), c)
        expect([stateOf(task), statusText(task)]).to.deep.equal([
          'FAILED',
          'The host was restarted before this task was finished; send the message again.',
        ])
      }
      for (const id of done) expect(stateOf(await kit.of('Short').getTask(get(id), c))).to.equal('COMPLETED')
      for (const [id, seq] of lastSeen(lines)) {
        const rest = await collect(kit.engine.resume(id, seq, c))
        expect(rest.map(sequenceOf)).to.deep.equal(rest.map((_, index) => seq + 1 + index))
        expect(rest.map(brief).at(-1)).to.equal('FAILED')
      }
      const left = await kit.of('Endless').listTasks(list({ status: 2 }), c)
      expect(left.totalSize).to.equal(0)
      await kit.close()
    })
  })
})

/** Starts the program, kills it in the middle of its work, and gives what it has said. */
async function killed(state: string): Promise<readonly Line[]> {
  const child = spawn(process.execPath, ['--conditions=dramatis-source', '--import=tsx', program, state], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: Line[] = []
  const tasks = new Set<string>()
  let streamed = 0
  const exited = new Promise((resolve) => child.once('exit', resolve))
  for await (const text of createInterface(child.stdout)) {
    const line = JSON.parse(text) as Line // the program prints nothing else
    lines.push(line)
    if (line.seq === undefined && line.task) tasks.add(line.task)
    if (line.seq !== undefined) streamed++
    if (tasks.size === 200 && streamed > 400) child.kill('SIGKILL')
  }
  await exited
  return lines
}

function lastSeen(lines: readonly Line[]): Map<string, number> {
  const seen = new Map<string, number>()
  for (const { task, seq } of lines) {
    if (task === undefined || seq === undefined) continue
    expect(seq).to.equal((seen.get(task) ?? 0) + 1)
    seen.set(task, seq)
  }
  return seen
}
