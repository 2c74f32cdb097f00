import type { StreamResponse, Task } from '@a2a-js/sdk'
import { numbered, sequenceOf } from './sequence.ts'

/** The task with at most so many of its latest messages; undefined: all of them. */
export function withHistory(task: Task, length: number | undefined): Task {
  if (length === undefined || task.history.length <= length) return task
  return { ...task, history: length === 0 ? [] : task.history.slice(-length) }
}

/** The same for an event that carries a task. */
export function eventWithHistory(event: StreamResponse, length: number | undefined): StreamResponse {
  if (event.payload?.$case !== 'task' || length === undefined) return event
  const cut: StreamResponse = { payload: { $case: 'task', value: withHistory(event.payload.value, length) } }
  const seq = sequenceOf(event)
  return seq === undefined ? cut : numbered(cut, seq)
}
