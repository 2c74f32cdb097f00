import { objectArguments, partAsText } from '../../http/index.ts'
import type { ToolCall, TurnEvent } from '../../index.ts'

/** What a line of an answer says, in the fields of Ollama's `Message`. */
export interface Said {
  content: string
  thinking?: string
  tool_calls?: readonly object[]
}

/** Turns the events of one answer into what its lines say. */
export class Speech {
  readonly #thinks: boolean
  #calls = 0

  constructor(thinks: boolean) {
    this.#thinks = thinks
  }

  /** Undefined for an event that Ollama has no line for. */
  hear(event: TurnEvent): Said | undefined {
    switch (event.type) {
      case 'text-delta':
        return { content: event.text }
      case 'reasoning-delta':
        return this.#thinks && event.text !== '' ? { content: '', thinking: event.text } : undefined
      case 'part':
        return { content: partAsText(event.part) }
      case 'tool-call':
        return { content: '', tool_calls: [encodeCall(event.call, this.#calls++)] }
      case 'start':
      case 'tool-input-delta':
      case 'source':
      case 'status':
      case 'finish':
        return undefined
    }
  }
}

/** Everything that the lines of an answer say, as one. */
export function join(lines: readonly Said[]): Said {
  const thinking = lines.map((said) => said.thinking ?? '').join('')
  const calls = lines.flatMap((said) => said.tool_calls ?? [])
  return {
    content: lines.map(({ content }) => content).join(''),
    ...(thinking === '' ? {} : { thinking }),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  }
}

function encodeCall({ id, name, input }: ToolCall, index: number): object {
  return { id, function: { index, name, arguments: objectArguments(input) } }
}
