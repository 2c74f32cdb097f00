import type { FinishReason, TurnEvent, Usage } from '../../index.ts'

export const finishReasons: Record<FinishReason, 'stop' | 'length' | 'tool_calls' | 'content_filter'> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  refusal: 'content_filter',
  'input-required': 'stop',
  'auth-required': 'stop',
}

export function finishReason(reason: FinishReason, functions = false): string {
  return functions && reason === 'tool-calls' ? 'function_call' : finishReasons[reason]
}

/** `CompletionUsage` of all answers of a call. `alternatives` answers share each prompt, which is counted once. */
export function encodeUsage(events: readonly TurnEvent[], alternatives: number): object {
  const total: Required<Omit<Usage, 'estimated'>> = {
    inputTokens: 0,
    outputTokens: 0,
    cachedTokens: 0,
    reasoningTokens: 0,
  }
  for (const event of events) {
    if (event.type !== 'finish' || !event.usage) continue
    const firstOfPrompt = (event.choice ?? 0) % alternatives === 0
    total.inputTokens += firstOfPrompt ? event.usage.inputTokens : 0
    total.cachedTokens += firstOfPrompt ? (event.usage.cachedTokens ?? 0) : 0
    total.outputTokens += event.usage.outputTokens
    total.reasoningTokens += event.usage.reasoningTokens ?? 0
  }
  return {
    prompt_tokens: total.inputTokens,
    completion_tokens: total.outputTokens,
    total_tokens: total.inputTokens + total.outputTokens,
    prompt_tokens_details: { cached_tokens: total.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: total.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  }
}
