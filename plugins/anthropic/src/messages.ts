import type Anthropic from '@anthropic-ai/sdk'
import { type Message, textOf } from 'dramatis'
import { callIdOf, encodeSaid, encodeTold } from './content.ts'

type Block = Anthropic.ContentBlockParam

/** A turn as the API has it: what one side said, in one message. */
interface Turn {
  role: 'user' | 'assistant'
  /** What came of calls must be told before anything else. */
  results: Block[]
  content: Block[]
}

/** All instructions, wherever they stood; '' where there are none. */
export function encodeSystem(messages: readonly Message[], more: string | undefined): string {
  const texts = messages.flatMap((message) => (message.role === 'system' ? [textOf(message.parts)] : []))
  return [...texts, more ?? ''].filter((text) => text.trim() !== '').join('\n\n')
}

/** A conversation of turns: who says something twice says it in one message. Empty ones are left out. */
export function encodeMessages(messages: readonly Message[]): Anthropic.MessageParam[] {
  const turns: Turn[] = []
  const turnOf = (role: Turn['role']): Turn => {
    const last = turns.at(-1)
    if (last?.role === role) return last
    const turn: Turn = { role, results: [], content: [] }
    turns.push(turn)
    return turn
  }
  for (const message of messages) {
    switch (message.role) {
      case 'system':
        break
      case 'user':
        add(encodeTold(message.parts), () => turnOf('user').content)
        break
      case 'assistant':
        add(encodeSaid(message.parts), () => turnOf('assistant').content)
        break
      case 'tool':
        turnOf('user').results.push(encodeResult(message))
        break
    }
  }
  return turns.map(({ role, results, content }) => ({ role, content: [...results, ...content] }))
}

function add(blocks: readonly Block[], to: () => Block[]): void {
  if (blocks.length > 0) to().push(...blocks)
}

function encodeResult({ callId, parts, failed }: Extract<Message, { role: 'tool' }>): Anthropic.ToolResultBlockParam {
  const content = encodeTold(parts)
  return {
    type: 'tool_result',
    tool_use_id: callIdOf(callId),
    ...(content.length === 0 ? {} : { content }),
    ...(failed ? { is_error: true } : {}),
  }
}
