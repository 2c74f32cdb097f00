import type { FinishReason, TurnEvent } from '../../index.ts'

/** The enum `Candidate.FinishReason`, which has none for a call. */
export const finishReasons: Record<FinishReason, 'STOP' | 'MAX_TOKENS' | 'SAFETY'> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  refusal: 'SAFETY',
  'input-required': 'STOP',
  'auth-required': 'STOP',
}

/** `UsageMetadata` of the candidates that have finished: they share the prompt, and thoughts are counted apart. */
export function encodeUsage(events: readonly TurnEvent[]): object {
  let [prompt, cached, output, thoughts] = [0, 0, 0, 0]
  for (const event of events) {
    if (event.type !== 'finish' || !event.usage) continue
    prompt = Math.max(prompt, event.usage.inputTokens)
    cached = Math.max(cached, event.usage.cachedTokens ?? 0)
    output += event.usage.outputTokens
    thoughts += event.usage.reasoningTokens ?? 0
  }
  return {
    promptTokenCount: prompt,
    ...(cached === 0 ? {} : { cachedContentTokenCount: cached }),
    candidatesTokenCount: Math.max(0, output - thoughts),
    ...(thoughts === 0 ? {} : { thoughtsTokenCount: thoughts }),
    totalTokenCount: prompt + output,
  }
}
