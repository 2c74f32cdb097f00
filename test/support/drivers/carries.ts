import type { Carries } from 'dramatis/testing'

/** A format with a place for all that the canonical model has. */
export const everything: Carries = {
  tools: true,
  reasoning: true,
  limits: true,
  system: true,
  image: true,
  file: true,
  sampling: true,
  toolChoice: true,
  toolRound: true,
  schema: true,
  sources: true,
  usage: true,
}
