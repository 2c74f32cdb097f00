import { expect } from 'chai'
import {
  asTask,
  collect,
  context,
  failure,
  get,
  list,
  pause,
  persona,
  send,
  startEngine,
  stateOf,
  until,
} from './engine-kit.ts'

const c = context()
const personas = [
  persona('Echo', ({ question }) => question),
  persona('Asks', async function* () {
    yield 'Which?'
    yield { type: 'finish', reason: 'input-required' }
  }),
  persona('Slow', async function* () {
    await pause(400)
    yield 'Done.'
  }),
]

describe('a2a engine: retention', () => {
  it('forgets tasks that are too old, and messages that were taken for them, but none that is at work', async () => {
    const kit = await startEngine(personas, { retention: { tasks: 120, every: 20 } })
    const [request, asking] = [send('Hi'), send('Hi')]
    const done = asTask(await kit.of('Echo').sendMessage(request, c))
    const waiting = asTask(await kit.of('Asks').sendMessage(asking, c))
    const running = kit.of('Slow').sendMessage(send('Hi'), c)
    const gone = async () =>
      (await failure(kit.of('Echo').getTask(get(done.id), c))) === 'TaskNotFoundError' &&
      (await failure(kit.of('Asks').getTask(get(waiting.id), c))) === 'TaskNotFoundError'
    expect(await gone()).to.equal(false)
    await until(gone)
    expect(asTask(await kit.of('Echo').sendMessage(request, c)).id).not.to.equal(done.id)
    expect(stateOf(asTask(await running))).to.equal('COMPLETED')
    expect(await collect(kit.engine.resume(asTask(await running).id, 99, c))).to.deep.equal([])
    await kit.close()
  })

  it('keeps so many finished tasks, the latest', async () => {
    const kit = await startEngine(personas, { retention: { count: 3, every: 20 } })
    const ids: string[] = []
    for (let n = 0; n < 7; n++) {
      ids.push(asTask(await kit.of('Echo').sendMessage(send(`${n}`), c)).id)
      await pause(2)
    }
    const waiting = asTask(await kit.of('Asks').sendMessage(send('Hi'), c))
    await until(async () => (await kit.of('Echo').listTasks(list(), c)).totalSize === 3)
    const { tasks } = await kit.of('Echo').listTasks(list(), c)
    expect(tasks.map(({ id }) => id)).to.deep.equal(ids.slice(-3).reverse())
    expect(stateOf(await kit.of('Asks').getTask(get(waiting.id), c))).to.equal('INPUT_REQUIRED')
    await kit.close()
  })
})
