import { type Answering, blocksOf, type Finish, objectArguments, type WholeBlock } from '../../http/index.ts'
import type { Source, TurnEvent } from '../../index.ts'
import type { MessagesTurn } from './messages.ts'
import { encodeSignature, redactedData } from './thinking.ts'
import { encodeStop, encodeUsage, noBilling } from './usage.ts'

/** A whole `Message`. */
export function encodeAnswer(
  events: readonly TurnEvent[],
  { model }: MessagesTurn,
  { id, persona }: Answering,
): object {
  const { blocks, finish } = blocksOf(events)
  return encodeMessage(messageId(id), model || persona.name, blocks.map(encodeBlock), finish)
}

export function encodeMessage(id: string, model: string, content: readonly object[], finish: Finish): object {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content,
    ...encodeStop(finish),
    diagnostics: null,
    usage: { ...encodeUsage(finish.usage), ...noBilling },
  }
}

export function messageId(turn: string): string {
  return `msg_${turn.replaceAll('-', '')}`
}

/**
 * `TextCitation` of a source. Only documents have no address: every client knows how to cite one, and many fail at a
 * citation of a kind that came later.
 */
export function encodeSource({ title, url }: Source): object {
  if (url !== undefined) {
    return { type: 'web_search_result_location', url, title, cited_text: '', encrypted_index: '' }
  }
  const nowhere = { document_index: 0, start_char_index: 0, end_char_index: 0, file_id: null }
  return { type: 'char_location', document_title: title, cited_text: '', ...nowhere }
}

/** A call that the client itself makes. */
export function encodeCall(id: string, name: string, input: unknown): object {
  return { type: 'tool_use', id, name, input, caller: { type: 'direct' } }
}

function encodeBlock(block: WholeBlock): object {
  switch (block.kind) {
    case 'text':
      // The vendor's types let it be null. Clients check it more strictly.
      return { type: 'text', text: block.text, citations: block.sources.map(encodeSource) }
    case 'reasoning': {
      const data = redactedData(block.text, block.opaque)
      if (data !== undefined) return { type: 'redacted_thinking', data }
      return { type: 'thinking', thinking: block.text, signature: encodeSignature(block.opaque) }
    }
    case 'call':
      return encodeCall(block.call.id, block.call.name, objectArguments(block.call.input))
  }
}
