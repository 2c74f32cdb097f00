import { decodeThinking } from '../../formats/anthropic/index.ts'
import { splitMessage } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import type { BodyMessage, ContentBlock, ResultBlock, SystemBlock } from './block-wire.ts'
import { decodeImage, decodeMedia } from './converse-media.ts'
import { refuse } from './refusals.ts'

/**
 * One message of the API as those of the canonical model: what came of calls stands in a user message there, and is a
 * message of its own here.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeMessage({ role, content }: BodyMessage, index: number): readonly Message[] {
  if (content.length === 0) {
    const where = `The content field in the Message object at messages.${index} is empty.`
    refuse(`/messages/${index}/content`, `${where} Add a ContentBlock object to the content field and try again.`)
  }
  const messages = splitMessage(role, content, (block, position) => {
    const at = `/messages/${index}/content/${position}`
    return block.toolResult == null ? decodeBlock(block, at) : decodeResult(block.toolResult, `${at}/toolResult`)
  })
  return messages.length > 0 ? messages : [{ role, parts: [] }]
}

/** Instructions: one message of all blocks, or none. */
export function decodeSystem(system: readonly SystemBlock[]): readonly Message[] {
  const parts = system.flatMap((block, index) => decodeInstruction(block, `/system/${index}`))
  return parts.length === 0 ? [] : [{ role: 'system', parts }]
}

/** The other kinds of content have no place among instructions. */
function decodeInstruction({ text, guardContent, cachePoint }: SystemBlock, at: string): readonly Part[] {
  if (text != null) return [{ type: 'text', text }]
  if (guardContent != null) return decodeGuarded(guardContent, `${at}/guardContent`)
  if (cachePoint != null) return []
  return refuse(at, 'The SystemContentBlock object must set one of the keys text, guardContent and cachePoint.')
}

function decodeResult(result: NonNullable<ContentBlock['toolResult']>, at: string): Message {
  const parts = result.content.flatMap((block, index) => decodeResultBlock(block, `${at}/content/${index}`))
  return { role: 'tool', callId: result.toolUseId, parts, ...(result.status === 'error' ? { failed: true } : {}) }
}

function decodeResultBlock(block: ResultBlock, at: string): readonly Part[] {
  return block.json === undefined ? decodeBlock(block, at) : [{ type: 'data', data: block.json }]
}

function decodeBlock(block: ContentBlock, at: string): readonly Part[] {
  if (block.text != null) return [{ type: 'text', text: block.text }]
  const media = decodeMedia(block, at)
  if (media) return media
  if (block.toolUse != null) {
    const { toolUseId: id, name, input } = block.toolUse
    return [{ type: 'call', call: { id, name, input } }]
  }
  if (block.reasoningContent != null) return decodeReasoning(block.reasoningContent)
  if (block.guardContent != null) return decodeGuarded(block.guardContent, `${at}/guardContent`)
  if (block.citationsContent != null) return texts(block.citationsContent.content ?? [])
  if (block.searchResult != null) {
    const { source, title, content } = block.searchResult
    return [{ type: 'data', data: { source, title, content: content.map(({ text }) => text ?? '') } }]
  }
  if (block.cachePoint != null || block.toolAddition != null || block.toolRemoval != null) return []
  return refuse(at, 'The ContentBlock object must set one of the keys that this API has.')
}

function decodeReasoning(reasoning: NonNullable<ContentBlock['reasoningContent']>): readonly Part[] {
  const { reasoningText, redactedContent } = reasoning
  if (reasoningText != null) return [decodeThinking(reasoningText.text, reasoningText.signature)]
  return redactedContent == null ? [] : [{ type: 'reasoning', text: '', opaque: { redacted: redactedContent } }]
}

function decodeGuarded({ text, image }: NonNullable<ContentBlock['guardContent']>, at: string): readonly Part[] {
  if (text != null) return [{ type: 'text', text: text.text }]
  return image == null ? [] : [decodeImage(image, `${at}/image`)]
}

function texts(content: readonly { readonly text?: string | null | undefined }[]): readonly Part[] {
  return content.flatMap(({ text }): Part[] => (text ? [{ type: 'text', text }] : []))
}
