import { TaskState } from '@a2a-js/sdk'
import type { PersonaInfo, SurfaceHost } from '../../../http/index.ts'
import { type ChatRequest, messageOf, toRuntimeError } from '../../../index.ts'
import type { Contexts } from './contexts.ts'
import type { LiveTask } from './live.ts'
import { statusEvent } from './make.ts'
import type { EngineOptions } from './options.ts'
import { Telling } from './telling.ts'

/** What a task has to do: the questions that are put to the persona, one after the other. */
export interface Work {
  readonly live: LiveTask
  readonly persona: PersonaInfo
  /** More may be added while it is at work. */
  readonly requests: ChatRequest[]
  /** Whether nobody hears anything before the answer is complete. */
  readonly whole: boolean
  /** After how many milliseconds the task is shown. */
  readonly grace: number
}

export interface Workers {
  readonly host: SurfaceHost
  readonly contexts: Contexts
  readonly options: EngineOptions
}

/** Works on a task until it comes to rest. Never fails: what goes wrong is told by the task. */
export async function work({ host, contexts, options }: Workers, job: Work): Promise<void> {
  const { live } = job
  const context = contextKey(live)
  const grace = setTimeout(() => live.show(), job.grace)
  try {
    if (!(await contexts.enter(context, live.signal))) return
    try {
      for (let turn = live.seq + 1; !live.resting && job.requests.length > 0; turn++) {
        await runTurn(host, job, new Telling(live, options, `${turn}`, () => job.requests.length > 0))
      }
    } finally {
      contexts.leave(context)
    }
  } finally {
    clearTimeout(grace)
  }
}

/** What must not be answered at the same time. */
export function contextKey({ ids, origin }: Pick<LiveTask, 'ids' | 'origin'>): string {
  return JSON.stringify([origin.owner, origin.persona, ids.contextId])
}

async function runTurn(host: SurfaceHost, { live, persona, requests, whole }: Work, telling: Telling): Promise<void> {
  const request = requests.shift()
  if (!request) return
  try {
    const { events } = host.ask(persona, [request], { signal: live.signal, whole })
    live.say(statusEvent(live.ids, TaskState.TASK_STATE_WORKING))
    for await (const event of events) {
      if (live.signal.aborted) break
      telling.tell(event)
      await live.crowded
    }
    if (!telling.finished && !live.resting) throw new Error('The persona fell silent without an end.')
  } catch (error) {
    const known = toRuntimeError(error)
    if (telling.finished || live.resting) {
      if (known.code !== 'cancelled')
        host.log.warn({ task: live.ids.id, err: error }, 'A turn failed after its answer.')
      return
    }
    if (known.code === 'internal') host.log.error({ task: live.ids.id, err: error }, messageOf(error))
    if (known.code === 'overloaded' && live.refuse(known)) return
    telling.fail(known)
  } finally {
    telling.stop()
  }
}
