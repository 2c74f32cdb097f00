import { type StreamResponse, TaskState } from '@a2a-js/sdk'
import { expect } from 'chai'
import fc from 'fast-check'
import { follow } from '../../../src/surfaces/a2a/engine/follow.ts'
import { Hub } from '../../../src/surfaces/a2a/engine/hub.ts'
import { statusEvent } from '../../../src/surfaces/a2a/engine/make.ts'
import { numbered, sequenceOf } from '../../../src/surfaces/a2a/engine/sequence.ts'
import type { Tasks } from '../../../src/surfaces/a2a/engine/tasks.ts'

const ids = { id: 'task', contextId: 'context' }

/** A store whose answers come when the scheduler says so: what is read may be old when it comes. */
class SlowTasks {
  readonly events: StreamResponse[] = []
  readonly #schedule: fc.Scheduler

  constructor(schedule: fc.Scheduler) {
    this.#schedule = schedule
  }

  async row() {
    await this.#schedule.schedule(Promise.resolve())
    const seq = this.events.length
    const state = seq === this.#length ? TaskState.TASK_STATE_COMPLETED : TaskState.TASK_STATE_WORKING
    await this.#schedule.schedule(Promise.resolve())
    return { id: ids.id, seq, state }
  }

  async eventsAfter(_id: string, after: number) {
    await this.#schedule.schedule(Promise.resolve())
    const found = this.events.slice(after).map((event, index) => ({ seq: after + index + 1, event }))
    await this.#schedule.schedule(Promise.resolve())
    return found
  }

  #length = 0
  expectEvents(length: number): void {
    this.#length = length
  }
}

describe('a2a engine: a subscriber', () => {
  it('hears every event once and in order, however writing, telling and reading meet', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(12),
        fc.boolean(),
        async (schedule, length, behind, start, poked) => {
          const tasks = new SlowTasks(schedule)
          tasks.expectEvents(length)
          const hub = new Hub(behind)
          const heard: number[] = []
          const after = Math.min(start, length - 1)
          const write = async (): Promise<void> => {
            for (let seq = 1; seq <= length; seq++) {
              const state = seq === length ? TaskState.TASK_STATE_COMPLETED : TaskState.TASK_STATE_WORKING
              const event = numbered(statusEvent(ids, state), seq)
              await schedule.schedule(Promise.resolve())
              tasks.events.push(event)
              await schedule.schedule(Promise.resolve())
              if (poked && seq % 3 === 0) hub.poke(ids.id)
              else hub.tell(ids.id, [{ seq, event }])
            }
          }
          const listen = async (): Promise<void> => {
            while (tasks.events.length < after) await schedule.schedule(Promise.resolve())
            const feed = hub.subscribe(ids.id)
            const given = { feed, after, fresh: false, until: 'over' as const }
            for await (const event of follow(tasks as unknown as Tasks, ids.id, given)) {
              heard.push(sequenceOf(event) ?? 0) // it reads nothing else of the store
              await schedule.schedule(Promise.resolve())
            }
          }
          await schedule.waitFor(Promise.all([write(), listen()]))
          expect(heard).to.deep.equal(Array.from({ length: length - after }, (_, index) => after + index + 1))
          expect(hub.followed).to.deep.equal([])
        },
      ),
      { numRuns: 600, timeout: 5_000, endOnFailure: true }, // a run that hangs is told with its seed
    )
  })
})
