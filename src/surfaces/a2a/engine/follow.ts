import type { StreamResponse } from '@a2a-js/sdk'
import type { Feed } from './hub.ts'
import { taskEvent } from './make.ts'
import { numbered } from './sequence.ts'
import { phaseOf } from './states.ts'
import type { TaskRow } from './tables.ts'
import type { Tasks } from './tasks.ts'

export interface Following {
  readonly feed: Feed
  /** The sequence number that the subscriber has already. */
  readonly after: number
  /** Whether the feed has everything that comes after it, so that the database need not be asked. */
  readonly fresh: boolean
  /** When the stream ends: when the task is over, or also when it waits for its client. */
  readonly until: 'over' | 'waiting'
}

/**
 * The events of a task after one of them: no gap, no duplicate, the same for everybody. They come from memory while
 * they follow each other there, and from the database where they do not: after a pause, for those who were too slow,
 * and for tasks that another process works on. Where events are no longer kept, the task itself stands in for them.
 */
export async function* follow(
  tasks: Tasks,
  id: string,
  { feed, after, fresh, until }: Following,
): AsyncGenerator<StreamResponse, void, undefined> {
  let seq = after
  let missed = !fresh
  try {
    for (;;) {
      if (missed) {
        const row = await tasks.row(id)
        if (!row) return
        for await (const event of stored(tasks, row, seq)) yield event
        seq = Math.max(seq, row.seq)
        if (rests(row.state, until)) return
      }
      await feed.more()
      const taken = feed.take()
      missed = taken.missed
      for (const told of taken.events) {
        if (told.seq === 0) {
          yield told.event // a message alone, which is the whole answer
          return
        }
        if (told.seq <= seq) continue
        if (told.seq > seq + 1) {
          missed = true
          break
        }
        seq = told.seq
        yield told.event
        if (rests(stateOf(told.event), until)) return
      }
    }
  } finally {
    feed.close()
  }
}

/** What the database has after an event, up to where the row stands. */
async function* stored(tasks: Tasks, row: TaskRow, after: number): AsyncGenerator<StreamResponse, void, undefined> {
  let seq = after
  while (seq < row.seq) {
    const events = await tasks.eventsAfter(row.id, seq)
    if (events[0]?.seq !== seq + 1) {
      yield numbered(taskEvent(await tasks.task(row)), row.seq)
      return
    }
    for (const told of events) {
      if (told.seq > row.seq) return
      seq = told.seq
      yield told.event
    }
  }
}

function rests(state: number | undefined, until: 'over' | 'waiting'): boolean {
  const phase = state === undefined ? 'working' : phaseOf(state)
  return phase === 'over' || (phase === 'waiting' && until === 'waiting')
}

function stateOf({ payload }: StreamResponse): number | undefined {
  return payload?.$case === 'task' || payload?.$case === 'statusUpdate' ? payload.value.status?.state : undefined
}
