import { encodeSignature, redactedData } from '../../formats/anthropic/index.ts'
import { type Answering, blocksOf, type Finish, objectArguments, type WholeBlock } from '../../http/index.ts'
import type { FinishReason, Source, TurnEvent, Usage } from '../../index.ts'
import { encodeCitation } from './citations.ts'

interface Output {
  output: object
  finish: Finish
  /** Those that are not cited among the content. */
  sources: readonly Source[]
}

/** The part of a whole answer that every API has which says it in these words. */
export function encodeOutput(events: readonly TurnEvent[], cites: boolean): Output {
  const { blocks, finish } = blocksOf(cites ? events : events.filter(({ type }) => type !== 'source'))
  const sources = events.flatMap((event) => (event.type === 'source' && !cites ? [event.source] : []))
  return { output: { message: { role: 'assistant', content: blocks.flatMap(encodeBlock) } }, finish, sources }
}

/** What a whole answer, or its end, says that only this host does: sources that nobody has asked for. */
export function encodeSources(sources: readonly Source[]): object {
  return sources.length === 0 ? {} : { citations: sources.map(encodeCitation) }
}

const reasons: Record<FinishReason, 'end_turn' | 'max_tokens' | 'tool_use' | 'content_filtered'> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  refusal: 'content_filtered',
  'input-required': 'end_turn',
  'auth-required': 'end_turn',
}

export function stopReason({ reason, stopSequence }: Finish): string {
  return reason === 'stop' && stopSequence !== undefined ? 'stop_sequence' : reasons[reason]
}

/** `TokenUsage`. Tokens that came out of a cache are counted beside the others, not among them. */
export function encodeUsage(usage: Usage | undefined): object {
  const { inputTokens = 0, outputTokens = 0, cachedTokens = 0 } = usage ?? {}
  return {
    inputTokens: Math.max(0, inputTokens - cachedTokens),
    outputTokens,
    totalTokens: inputTokens + outputTokens,
    ...(cachedTokens === 0 ? {} : { cacheReadInputTokens: cachedTokens, cacheWriteInputTokens: 0 }),
  }
}

/** Milliseconds, whole and at least one. */
export function latency({ askedAt }: Answering): number {
  return Math.max(1, Math.round(performance.now() - askedAt))
}

/** What a vendor wants back unread, as the delta of a stream says it. Undefined where there is nothing. */
export function encodeOpaque(
  text: string,
  opaque: unknown,
): { redactedContent: string } | { signature: string } | undefined {
  if (opaque === undefined) return undefined
  const redacted = redactedData(text, opaque)
  return redacted === undefined ? { signature: encodeSignature(opaque) } : { redactedContent: asBase64(redacted) }
}

function encodeBlock(block: WholeBlock): readonly object[] {
  switch (block.kind) {
    case 'text': {
      const { text, sources } = block
      // The text stays where every client looks for it, and its sources stand beside it.
      const citations = { content: [], citations: sources.map(encodeCitation) }
      return [...(text === '' ? [] : [{ text }]), ...(sources.length === 0 ? [] : [{ citationsContent: citations }])]
    }
    case 'reasoning': {
      const opaque = encodeOpaque(block.text, block.opaque)
      if (opaque && 'redactedContent' in opaque) return [{ reasoningContent: opaque }]
      return [{ reasoningContent: { reasoningText: { text: block.text, ...opaque } } }]
    }
    case 'call': {
      const { id: toolUseId, name, input } = block.call
      return [{ toolUse: { toolUseId, name, input: objectArguments(input) } }]
    }
  }
}

/** The field holds bytes. What a vendor keeps to itself is base64 already. */
function asBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('base64') === text ? text : Buffer.from(text).toString('base64')
}
