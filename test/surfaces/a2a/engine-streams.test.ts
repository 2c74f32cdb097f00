import { type StreamResponse, TaskState } from '@a2a-js/sdk'
import { expect } from 'chai'
import fc from 'fast-check'
import { sequenceOf } from '../../../src/surfaces/a2a/engine/index.ts'
import {
  asTask,
  brief,
  cancel,
  collect,
  context,
  get,
  inFolder,
  pause,
  persona,
  send,
  startEngine,
  stateOf,
  statusText,
  type TestEngine,
  type Tuning,
  textOf,
  until,
} from './engine-kit.ts'

const c = context()

/** Tells the texts that it is given, and pauses in between. */
const teller = persona('Teller', async function* ({ question }, { signal }) {
  for (const step of JSON.parse(question) as (string | number)[]) {
    if (typeof step === 'string')
      yield { type: 'part', part: { type: 'text', text: step }, artifact: { id: 'a', append: true } }
    else await pause(step)
    if (signal.aborted) return
  }
  yield 'Done.'
})

const quick: Tuning = { timing: { grace: 1, coalesce: 5, poll: 20, lease: 600 } }

describe('a2a engine: streams', () => {
  it('gives every subscriber the same events, with no gap and no duplicate, whenever it comes', async function () {
    this.timeout(20_000)
    const kit = await startEngine([teller], { ...quick, limits: { behind: 3 } })
    const teller1 = kit.of('Teller')
    const steps = fc.array(fc.oneof(fc.stringMatching(/^[a-z]{1,3}$/), fc.constantFrom(0, 1)), { maxLength: 25 })
    const comings = fc.array(
      fc.record({ when: fc.nat(20), reads: fc.constantFrom(0, 0, 2), leaves: fc.option(fc.nat(6)) }),
      { minLength: 1, maxLength: 6 },
    )
    await fc.assert(
      fc.asyncProperty(steps, comings, async (script, subscribers) => {
        const request = send(JSON.stringify([1, ...script, 1]), {}, { returnImmediately: true })
        const { id } = asTask(await teller1.sendMessage(request, c))
        const seen = subscribers.map(async ({ when, reads, leaves }) => {
          await pause(when)
          let seq = 0
          const heard: StreamResponse[] = []
          for (let round = 0; round < 2; round++) {
            for await (const event of kit.engine.resume(id, seq, c)) {
              if (sequenceOf(event) !== seq + 1) throw new Error(`${seq} was followed by ${sequenceOf(event)}.`)
              seq++
              heard.push(event)
              if (reads > 0) await pause(reads) // it is slow
              if (round === 0 && heard.length - 1 === leaves) break
            }
          }
          return heard.map(brief)
        })
        const all = await Promise.all(seen)
        const whole = (await collect(kit.engine.resume(id, 0, c))).map(brief)
        for (const heard of all) expect(heard).to.deep.equal(whole)
        expect(whole.slice(-2)).to.deep.equal(['"Done.".', 'COMPLETED'])
      }),
      { numRuns: 40 },
    )
    await kit.close()
  })

  it('begins a subscription with the task, and goes on from there', async () => {
    const kit = await startEngine([teller], quick)
    const teller1 = kit.of('Teller')
    const task = asTask(await teller1.sendMessage(send('["a",60,"b"]', {}, { returnImmediately: true }), c))
    await until(async () => textOf(await teller1.getTask(get(task.id), c)) === 'a')
    const all = await collect(teller1.resubscribe({ tenant: '', id: task.id }, c))
    expect(all.map(brief)).to.deep.equal(['task WORKING', '+"b"', '"Done.".', 'COMPLETED'])
    expect(all.map(sequenceOf)).to.deep.equal([3, 4, 5, 6])
    expect(all[0]?.payload?.$case === 'task' && textOf(all[0].payload.value)).to.equal('a')
    await kit.close()
  })

  it('keeps streams apart: one that is closed, or never read, takes nothing from the others', async () => {
    const kit = await startEngine([teller], { ...quick, limits: { behind: 2 } })
    const teller1 = kit.of('Teller')
    const script = JSON.stringify([20, ...Array.from({ length: 20 }, (_, i) => `${i}`)])
    const task = asTask(await teller1.sendMessage(send(script, {}, { returnImmediately: true }), c))
    const open = () => kit.engine.resume(task.id, 0, c)
    const [unread, closed, read] = [open(), open(), open()]
    await unread.next()
    await closed.next()
    await closed.return(undefined)
    expect((await collect(read)).length).to.equal(24)
    expect((await collect(unread)).length).to.equal(23) // the first one has been taken
    await kit.close()
  })

  it('does not write the whole task again for each piece of it', async () => {
    const kit = await startEngine([teller], quick)
    const task = asTask(
      await kit.of('Teller').sendMessage(send('["a",5,"b",5,"c",300]', {}, { returnImmediately: true }), c),
    )
    await until(async () => textOf(await kit.of('Teller').getTask(get(task.id), c)) === 'abc')
    const { db } = await kit.host.store.open<{ a2a_tasks: { id: string; seq: number; folded: number } }>('a2a', [
      async () => {},
    ])
    const row = await db.selectFrom('a2a_tasks').select(['seq', 'folded']).executeTakeFirstOrThrow()
    expect(row.folded).to.be.lessThan(row.seq - 1)
    await kit.close()
  })

  it('shows the task in place of events that are no longer kept', async () => {
    const kit = await startEngine([teller], { ...quick, retention: { events: 0, every: 20 } })
    const events = await collect(kit.of('Teller').sendMessageStream(send('["a",5]'), c))
    const [first] = events
    const id = first?.payload?.$case === 'task' ? first.payload.value.id : ''
    await until(async () => (await collect(kit.engine.resume(id, 2, c))).length === 1)
    expect((await collect(kit.engine.resume(id, 2, c))).map(brief)).to.deep.equal(['task COMPLETED'])
    expect(await collect(kit.engine.resume(id, events.length, c))).to.deep.equal([])
    await kit.close()
  })

  it('costs linear time to tell an answer in 10,000 pieces', async function () {
    this.timeout(30_000)
    const pieces = persona('Pieces', async function* ({ question }) {
      for (let i = 0; i < Number(question); i++) {
        yield { type: 'part', part: { type: 'text', text: `${i} `.padEnd(50) }, artifact: { id: 'a', append: true } }
      }
    })
    await inFolder(async (folder) => {
      const kit = await startEngine([pieces], quick, `file:${folder}/state.db`)
      const time = async (count: number): Promise<number> => {
        const started = process.cpuUsage()
        const events = await collect(kit.of('Pieces').sendMessageStream(send(`${count}`), c))
        expect(events).to.have.length(count + 3)
        const first = events[0]?.payload
        const task = await kit.of('Pieces').getTask(get(first?.$case === 'task' ? first.value.id : ''), c)
        expect([task.artifacts[0]?.parts.length, textOf(task).length]).to.deep.equal([1, count * 50])
        return process.cpuUsage(started).user
      }
      await time(1_000)
      const [some, many] = [await time(2_500), await time(10_000)]
      expect(many / some).to.be.lessThan(8) // four times as many; sixteen if it were quadratic
      await kit.close()
    })
  })
})

describe('a2a engine: two processes on one store', () => {
  let one: TestEngine
  let two: TestEngine

  const both = async (run: () => Promise<void>): Promise<void> => {
    await inFolder(async (folder) => {
      one = await startEngine([teller], quick, `file:${folder}/state.db`)
      two = await startEngine([teller], quick, `file:${folder}/state.db`)
      try {
        await run()
      } finally {
        await one.close()
        await two.close()
      }
    })
  }

  it('lets one subscribe to what the other works on', () =>
    both(async () => {
      const request = send('["a",60,"b",60,"c"]', {}, { returnImmediately: true })
      const task = asTask(await one.of('Teller').sendMessage(request, c))
      const [here, there] = await Promise.all([
        collect(one.engine.resume(task.id, 0, c)),
        collect(two.engine.resume(task.id, 0, c)),
      ])
      expect(there.map((event) => [sequenceOf(event), brief(event)])).to.deep.equal(
        here.map((event) => [sequenceOf(event), brief(event)]),
      )
    }))

  it('lets one cancel what the other works on, and the other stops', () =>
    both(async () => {
      const steps = JSON.stringify(Array.from({ length: 40 }, () => 100)) // silent: nothing is written meanwhile
      const task = asTask(await one.of('Teller').sendMessage(send(steps, {}, { returnImmediately: true }), c))
      const stream = collect(one.engine.resume(task.id, 0, c))
      expect(stateOf(await two.of('Teller').cancelTask(cancel(task.id), c))).to.equal('CANCELED')
      const started = performance.now()
      expect((await stream).map(brief).at(-1)).to.equal('CANCELED')
      expect(performance.now() - started).to.be.lessThan(1_500)
      await pause(150)
      const events = await collect(two.engine.resume(task.id, 0, c))
      expect(events.map(brief)).to.deep.equal(['task SUBMITTED', 'WORKING', 'CANCELED'])
    }))

  it('stops at the next word what the other has canceled', () =>
    both(async () => {
      const steps = JSON.stringify(Array.from({ length: 100 }, (_, i) => (i % 2 ? 5 : `${i}`)))
      const task = asTask(await one.of('Teller').sendMessage(send(steps, {}, { returnImmediately: true }), c))
      await pause(30)
      await two.of('Teller').cancelTask(cancel(task.id), c)
      await pause(100)
      const events = (await collect(two.engine.resume(task.id, 0, c))).map(brief)
      expect(events.at(-1)).to.equal('CANCELED')
      expect(events.filter((event) => event === 'CANCELED')).to.have.length(1)
      expect(stateOf(await one.of('Teller').getTask(get(task.id), c))).to.equal('CANCELED')
    }))

  it('answers a message that both are sent once', () =>
    both(async () => {
      const request = send('[30]')
      const answers = await Promise.all([one, two].map((kit) => kit.of('Teller').sendMessage(request, c)))
      expect(new Set(answers.map((answer) => asTask(answer).id))).to.have.property('size', 1)
      expect(answers.map((answer) => textOf(asTask(answer)))).to.deep.equal(['Done.', 'Done.'])
    }))

  it('ends what a process that gives no sign of life has left', () =>
    both(async () => {
      const request = send('["a",10000]', {}, { returnImmediately: true })
      const task = asTask(await one.of('Teller').sendMessage(request, c))
      await until(async () => textOf(await one.of('Teller').getTask(get(task.id), c)) === 'a')
      const stream = collect(two.engine.resume(task.id, 0, c))
      await two.host.store
        .open<Leases>('a2a', [...Array(1)])
        .then(({ write }) =>
          write((db) => db.updateTable('a2a_tasks').set({ lease_owner: 'gone/1/x', lease_until: 0 }).execute()),
        )
      expect((await stream).map(brief)).to.deep.equal(['task SUBMITTED', 'WORKING', '"a"', 'FAILED'])
      const left = await two.of('Teller').getTask(get(task.id), c)
      expect([left.status?.state, statusText(left)]).to.deep.equal([
        TaskState.TASK_STATE_FAILED,
        'The host was restarted before this task was finished; send the message again.',
      ])
    }))
})

interface Leases {
  a2a_tasks: { lease_owner: string | null; lease_until: number }
}
