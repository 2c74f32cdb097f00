import type { AgentCard } from '@a2a-js/sdk'
import type { PersonaInfo } from '../../../http/index.ts'

/** What the engine is told when it is made. Times are milliseconds. */
export interface EngineOptions {
  /** The card of an agent; undefined: the aggregate agent. Asked for each time, so that it follows the live persona. */
  readonly card: (persona: PersonaInfo | undefined) => AgentCard | Promise<AgentCard>
  /** The card for those who have said who they are. Absent: there is none. */
  readonly extendedCard?: (persona: PersonaInfo | undefined) => AgentCard | Promise<AgentCard>
  /** A message to a task that is at work: turned away, or heard when the turn is over. */
  readonly whileWorking: 'refuse' | 'queue'
  /** What a message is that comes again with the same id: the same task, or another one. */
  readonly repeated: 'same' | 'new'
  readonly limits: {
    /** Messages of one context (and of one task) that may wait for their turn. */
    readonly waiting: number
    /** Bytes that the artifacts of a task may hold. */
    readonly taskBytes: number
    /** Push configurations of one task. */
    readonly pushConfigs: number
    /** Events that a subscriber may be behind before it is sent back to the database. */
    readonly behind: number
  }
  readonly retention: {
    /** How long a task is kept after its last change. */
    readonly tasks: number
    /** How long the events of a finished task are kept, for streams that are resumed. */
    readonly events: number
    /** Finished tasks that are kept; the oldest go first. */
    readonly count: number
    /** How often that is looked after. */
    readonly every: number
  }
  readonly push: {
    /** Whether notifications may go to private, loopback and link-local addresses. */
    readonly allowPrivate: boolean
    /** Notifications under way at the same time. */
    readonly concurrency: number
    readonly timeout: number
    /** Attempts before a notification is given up. */
    readonly tries: number
    /** The pause before the second attempt; each later one is twice as long, up to `longest`. */
    readonly backoff: number
    readonly longest: number
    /** Whether each piece of an artifact is told too, and not only changes of the state. */
    readonly chunks: boolean
  }
  readonly timing: {
    /** How long words are collected before they are told. */
    readonly coalesce: number
    /**
     * How long a turn may take before its task is shown; what is over by then costs a single write. Ten times as long
     * where the client waits for the answer alone, and cannot ask for the task before.
     */
    readonly grace: number
    /** How long a task belongs to the process that runs it, without a sign of life from there. */
    readonly lease: number
    /** How often the events of a task that runs in another process are looked for. */
    readonly poll: number
  }
}

/** What holds where the settings say nothing else. */
export const defaultOptions: Omit<EngineOptions, 'card' | 'extendedCard'> = {
  whileWorking: 'refuse',
  repeated: 'same',
  limits: { waiting: 16, taskBytes: 16 * 1024 * 1024, pushConfigs: 16, behind: 1_000 },
  retention: { tasks: 30 * 86_400_000, events: 3_600_000, count: 100_000, every: 60_000 },
  push: {
    allowPrivate: false,
    concurrency: 16,
    timeout: 10_000,
    tries: 8,
    backoff: 1_000,
    longest: 300_000,
    chunks: false,
  },
  timing: { coalesce: 250, grace: 50, lease: 10_000, poll: 250 },
}
