import type { MediaKind, Solver } from '../core/types.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'
import type { Toolkit } from '../toolbox/toolset.ts'
import type { Breaker } from './breaker.ts'
import type { Voice } from './voice.ts'

/** A solver in a persona's chain, with the settings of its place there. Times are milliseconds. */
export interface Link {
  /** The plugin's id. */
  readonly id: string
  readonly solver: Solver
  readonly accepts: ReadonlySet<MediaKind>
  /** How long it may take until its first word. */
  readonly timeout: number
  /** How long it may pause between words. */
  readonly idleTimeout: number
  /** 0 to 1; a reply with less is a decline. */
  readonly minConfidence: number
  readonly breaker: Breaker
  /** After how many milliseconds the next solver is asked too. Undefined: never. */
  readonly hedge: number | undefined
  /** How often it is asked again when its upstream fails. */
  readonly retries: number
  /** The longest pause before the first of these, in milliseconds. */
  readonly retryDelay: number
}

/** What may make the chain go on to the next solver. */
export type Fallthrough = 'declined' | 'timeout' | 'rate-limit' | 'quota' | 'server-error' | 'failure' | 'refusal'

/** What a persona file says of the persona as a whole, with the defaults filled in. */
export interface PersonaTraits {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Other names it answers to; `*` and `?` are wildcards. */
  readonly aliases: readonly string[]
  /** BCP 47. */
  readonly lang: string
  /** IANA name. */
  readonly timezone: string
  /** How long a whole turn may take, in milliseconds. */
  readonly deadline: number
  readonly fallthroughOn: ReadonlySet<Fallthrough>
  readonly voice: Voice
  /** Whether answers of rules are put into the persona's words by its language model. */
  readonly restyle: boolean
  /** How often its language models may call tools in one turn. */
  readonly maxToolRounds: number
  /** What its character knows: topics by domain. */
  readonly domains: Readonly<Record<string, readonly string[]>>
  /** When its file was last changed; ISO 8601. */
  readonly modifiedAt: string
}

/** A persona as it runs. It never changes: an edit makes a new one. */
export interface Persona extends PersonaTraits {
  readonly links: readonly Link[]
  /** What its language models may call. */
  readonly tools: readonly ReadyTool[]
  /** The same tools for others to call, with the resources and prompts of their toolboxes. */
  readonly toolset: Toolkit
  close(): Promise<void>
}
