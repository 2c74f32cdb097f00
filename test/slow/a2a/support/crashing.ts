import { sequenceOf } from '../../../../src/surfaces/a2a/engine/index.ts'
import { context, pause, persona, send, startEngine } from '../../../surfaces/a2a/engine-kit.ts'

/**
 * A host that is to be killed: works on 200 tasks for ever, and prints what it has acknowledged: the ids of tasks, and
 * the events of some of their streams with their numbers.
 */
const [state = ''] = process.argv.slice(2)
const endless = persona('Endless', async function* (_request, { signal }) {
  for (let n = 0; !signal.aborted; n++) {
    yield `Sentence ${n}. `
    await pause(5)
  }
})
const short = persona('Short', () => 'Done.')
const kit = await startEngine([endless, short], { timing: { grace: 1, coalesce: 20 } }, state)
const c = context()
const tell = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

for (let n = 0; n < 200; n++) {
  const request = send('Go', {}, { returnImmediately: true })
  kit
    .of('Endless')
    .sendMessage(request, c)
    .then(
      (task) => {
        tell({ task: 'status' in task ? task.id : '' })
        if (n < 20) void follow('status' in task ? task.id : '')
      },
      (error: unknown) => tell({ error: String(error) }),
    )
}
void finish()

async function follow(id: string): Promise<void> {
  for await (const event of kit.engine.resume(id, 0, c)) tell({ task: id, seq: sequenceOf(event) })
}

async function finish(): Promise<void> {
  for (;;) {
    const task = await kit.of('Short').sendMessage(send('Hi'), c)
    tell({ done: 'status' in task ? task.id : '' })
  }
}
