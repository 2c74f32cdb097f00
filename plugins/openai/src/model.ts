import type { Limits } from 'dramatis'

/** A model, and how it is asked. */
export interface Model {
  name: string
  /** The host of its server: each knows some fields, and refuses others. */
  host: string
  /** For what a client does not say. */
  limits: Limits
  effort: string | undefined
}

/** OpenAI's own server. */
export const home = 'api.openai.com'
