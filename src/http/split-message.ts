import type { Message, Part } from '../core/types.ts'

/**
 * A message of a protocol in which what came of calls stands among the other blocks, as those of the canonical model:
 * there it is a message of its own. None where the blocks say nothing.
 */
export function splitMessage<Role extends 'system' | 'user' | 'assistant', Block, Result extends Message>(
  role: Role,
  blocks: readonly Block[],
  decode: (block: Block, position: number) => Result | readonly Part[],
): ({ role: Role; parts: Part[] } | Result)[] {
  const messages: ({ role: Role; parts: Part[] } | Result)[] = []
  let parts: Part[] | undefined
  for (const [position, block] of blocks.entries()) {
    const decoded = decode(block, position)
    if ('role' in decoded) {
      messages.push(decoded)
      parts = undefined
    } else if (decoded.length > 0) {
      if (!parts) {
        parts = []
        messages.push({ role, parts })
      }
      parts.push(...decoded)
    }
  }
  return messages
}
