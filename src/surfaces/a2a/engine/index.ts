import type { StreamResponse } from '@a2a-js/sdk'
import type { A2ARequestHandler, ServerCallContext } from '@a2a-js/sdk/server'
import type { PersonaInfo, SurfaceHost } from '../../../http/index.ts'
import { TaskEngine } from './engine.ts'
import type { EngineOptions } from './options.ts'

export { defaultOptions, type EngineOptions } from './options.ts'
export { sequenceOf } from './sequence.ts'

/** What a stream gives: a task, a message, or a change of a task. */
export type StreamEvent = StreamResponse

/** Everything behind the bindings: tasks of all personas in the host's store. */
export interface Engine {
  /** The handler for one agent; undefined: the aggregate agent, which is the default persona of the moment. */
  handler(persona: PersonaInfo | undefined): A2ARequestHandler
  /**
   * Events of a task after a sequence number, for `Last-Event-ID`: no gap, no duplicate. Tasks that are over too.
   * Reading it throws TaskNotFoundError.
   */
  resume(taskId: string, after: number, context: ServerCallContext): AsyncGenerator<StreamEvent, void, undefined>
  /** Opens the store, ends what an earlier process has left behind, starts notifications and retention. */
  start(): Promise<void>
  /** No new tasks from now on; open streams end with an error of the protocol. */
  stop(): void
  /** What is still at work fails with a reason. */
  close(): Promise<void>
}

/** The engine; nothing is opened before `start`. */
export function createEngine(host: SurfaceHost, options: EngineOptions): Engine {
  return new TaskEngine(host, options)
}
