import type { Limits, MediaKind } from 'dramatis'

/** A model, and how it is asked. */
export interface Model {
  name: string
  /** The host of its server: each knows some fields, and refuses others. */
  host: string
  /** What it can read besides text. */
  reads: readonly MediaKind[]
  /** For what a client does not say. */
  limits: Limits
  effort: string | undefined
}

/** OpenAI's own server. */
export const home = 'api.openai.com'
