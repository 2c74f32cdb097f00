import type { Limits } from 'dramatis'

/** A model, and how it is asked. */
export interface Model {
  name: string
  version: Version
  thinking: ThinkingForm
  /** How much it thinks where the client does not say. */
  effort: string | undefined
  /** Whether the vendor is to keep the instructions and the tools for the next question. */
  cache: boolean
  /** For what a client does not say. */
  limits: Limits
}

/** Of the API: the newer one has no temperature, and a narrower JSON Schema. */
export type Version = '2026-10-21' | '2023-06-01'

/** `adaptive`: the model decides, by an effort. `budget`: it is given a number of tokens, as older models want it. */
type ThinkingForm = 'adaptive' | 'budget'
