import type { Finish } from '../../http/index.ts'
import type { FinishReason, Usage } from '../../index.ts'

/** `Usage` of a message. Tokens that came out of a cache are counted beside the others, not among them. */
export function encodeUsage(usage: Usage | undefined) {
  const { inputTokens = 0, outputTokens = 0, cachedTokens = 0, reasoningTokens } = usage ?? {}
  return {
    input_tokens: Math.max(0, inputTokens - cachedTokens),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: cachedTokens,
    output_tokens: outputTokens,
    output_tokens_details: reasoningTokens === undefined ? null : { thinking_tokens: reasoningTokens },
    server_tool_use: null,
  }
}

/** What only a whole message and the first event of a stream have. */
export const noBilling = { cache_creation: null, inference_geo: null, service_tier: 'standard', speed: null } as const

const reasons: Record<FinishReason, 'end_turn' | 'max_tokens' | 'tool_use' | 'refusal'> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  refusal: 'refusal',
  'input-required': 'end_turn',
  'auth-required': 'end_turn',
}

/** Why a message ended: the part of `Message` that a stream tells in `message_delta`. */
export function encodeStop({ reason, stopSequence }: Finish) {
  const stopped = reason === 'stop' && stopSequence !== undefined
  return {
    stop_reason: stopped ? 'stop_sequence' : reasons[reason],
    stop_sequence: stopped ? stopSequence : null,
    stop_details: reason === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
    container: null,
  }
}
