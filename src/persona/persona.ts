import type { MediaKind, Solver } from '../core/types.ts'
import type { Breaker } from './breaker.ts'

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
}

/** What may make the chain go on to the next solver. */
export type Fallthrough = 'declined' | 'timeout' | 'failure' | 'refusal'

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
  /** When its file was last changed; ISO 8601. */
  readonly modifiedAt: string
}

/** A persona as it runs. It never changes: an edit makes a new one. */
export interface Persona extends PersonaTraits {
  readonly links: readonly Link[]
  close(): Promise<void>
}
