import { needed, splitMessage } from '../../http/index.ts'
import type { Message, Part } from '../../index.ts'
import { decodeDocument, decodeImage } from './media.ts'
import { wrong } from './problems.ts'
import { decodeThinking } from './thinking.ts'
import type { Block, BodyMessage, InnerBlock } from './wire.ts'

/**
 * One message of the API as those of the canonical model: what came of calls stands in a user message there, and is a
 * message of its own here.
 * @throws RuntimeError `invalid-request` that names the field.
 */
export function decodeMessage({ role, content }: BodyMessage, index: number): readonly Message[] {
  if (typeof content === 'string') return [{ role, parts: [{ type: 'text', text: content }] }]
  const messages = splitMessage(role, content, (block, position) => {
    const at = `/messages/${index}/content/${position}`
    if (block.type === 'tool_result') {
      if (role !== 'user') throw wrong(at, '`tool_result` blocks can only be in `user` messages')
      return decodeResult(block, at)
    }
    if (block.type === 'tool_use' && role !== 'assistant') {
      throw wrong(at, '`tool_use` blocks can only be in `assistant` messages')
    }
    return decodeBlock(block, at)
  })
  return messages.length > 0 ? messages : [{ role, parts: [] }]
}

function decodeResult(block: Block, at: string): Message {
  const { content } = block
  if (content != null && typeof content !== 'string' && !Array.isArray(content)) {
    throw wrong(`${at}/content`, 'Input should be a valid string or a valid list')
  }
  return {
    role: 'tool',
    callId: needed(block.tool_use_id, `${at}/tool_use_id`),
    parts: decodeContent(content ?? [], `${at}/content`),
    ...(block.is_error ? { failed: true } : {}),
  }
}

function decodeContent(content: string | readonly InnerBlock[], at: string): readonly Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }]
  return content.flatMap((block, index) => decodeBlock(block, `${at}/${index}`))
}

function decodeBlock(block: Block | InnerBlock, at: string): readonly Part[] {
  switch (block.type) {
    case 'text':
      return [{ type: 'text', text: needed(block.text, `${at}/text`) }]
    case 'image':
      return [decodeImage(block.source, `${at}/source`)]
    case 'document':
      return decodeDocument(block, at)
    case 'thinking':
      return [decodeThinking(needed(block.thinking, `${at}/thinking`), block.signature)]
    case 'redacted_thinking':
      return [{ type: 'reasoning', text: '', opaque: { redacted: needed(block.data, `${at}/data`) } }]
    case 'tool_use':
      return [decodeCall(block, at)]
    case 'container_upload':
      throw wrong(at, 'Files are taken inline: there is no file storage.')
    default:
      if (!known.test(block.type)) throw wrong(at, unknownType(block.type))
      return [{ type: 'data', data: block }]
  }
}

function decodeCall(block: Block | InnerBlock, at: string): Part {
  const id = needed(block.id, `${at}/id`)
  const name = needed(block.name, `${at}/name`)
  return { type: 'call', call: { id, name, input: 'input' in block ? block.input : {} } }
}

/** Blocks that solvers may read as data: mostly traces of what the vendor's own tools did in earlier turns. */
const known =
  /^(search_result|server_tool_use|mcp_tool_use|[a-z_]{1,40}tool_result|tool_reference|compaction|fallback|browser_state|tool_addition|tool_removal|mcp_tool_listing)$/

function unknownType(type: string): string {
  const tags =
    "'text', 'image', 'document', 'search_result', 'thinking', 'redacted_thinking', 'tool_use', 'tool_result'"
  return `Input tag '${type.slice(0, 60)}' found using 'type' does not match any of the expected tags: ${tags}`
}
