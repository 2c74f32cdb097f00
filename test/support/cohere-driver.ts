import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard } from 'dramatis/testing'

/** What the drivers of both versions have in common. */

export const finishes: Record<string, FinishReason> = {
  COMPLETE: 'stop',
  STOP_SEQUENCE: 'stop',
  MAX_TOKENS: 'length',
  TOOL_CALL: 'tool-calls',
}

/** What both versions have a place for. */
export const carries = {
  tools: true,
  reasoning: false,
  limits: true,
  system: true,
  sampling: true,
  toolRound: true,
  schema: true,
  sources: true,
  usage: true,
} as const

export interface Tokens {
  input_tokens: number
  output_tokens: number
}

export function limitsOf({ maxTokens, stop, temperature, topP }: DriverQuestion): object {
  return {
    ...(maxTokens ? { max_tokens: maxTokens } : {}),
    ...(stop ? { stop_sequences: stop } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { p: topP }),
  }
}

export function usageOf(usage: { tokens: Tokens } | undefined): Pick<Heard, 'usage'> {
  if (!usage) return {}
  return { usage: { inputTokens: usage.tokens.input_tokens, outputTokens: usage.tokens.output_tokens } }
}

/** The message of an error. @throws where it has other fields than these */
export function errorKeys(body: Buffer, keys: readonly string[]): string {
  const error: Record<string, string> = JSON.parse(body.toString())
  if (Object.keys(error).join() !== keys.join()) throw new Error(`an error has ${Object.keys(error)}`)
  return error.message ?? ''
}
