import type { FinishReason, Source, Usage } from 'dramatis'
import type { Citation, WireUsage } from './wire.ts'

/** Source: `StopReason` of the vendor's SDK. One that is not known yet is an end like any other. */
export function finishReasonOf(reason: string | null | undefined): FinishReason {
  return (Object.hasOwn(reasons, reason ?? '') ? reasons[reason ?? ''] : undefined) ?? 'stop'
}

/** What is cited of a document has its title only. */
export function sourceOf({ title, url, source, document_title, document_index = 0 }: Citation): Source {
  const address = url ?? (source !== undefined && /^https?:/.test(source) ? source : undefined)
  const name = title || document_title || source || url || `Document ${document_index + 1}`
  return { title: name, ...(address === undefined ? {} : { url: address }) }
}

/** Tokens of the cache are counted beside the others there, and among them here. */
export function usageOf(usage: WireUsage): Usage | undefined {
  const { input_tokens: input, output_tokens: output, cache_read_input_tokens: cached } = usage
  if (input == null && output == null) return undefined
  const thought = usage.output_tokens_details?.thinking_tokens
  return {
    inputTokens: (input ?? 0) + (cached ?? 0) + (usage.cache_creation_input_tokens ?? 0),
    outputTokens: output ?? 0,
    ...(cached == null ? {} : { cachedTokens: cached }),
    ...(thought == null ? {} : { reasoningTokens: thought }),
  }
}

/** A pause is for the vendor's own tools, which are never offered: there would be more to say. */
const reasons: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  pause_turn: 'length',
  tool_use: 'tool-calls',
  refusal: 'refusal',
}
