import type { Answering, Codec, Framing } from '../../http/index.ts'
import { partAsText } from '../../http/index.ts'
import type { ToolCall, TurnEvent } from '../../index.ts'
import { ChatChunks } from './chat-chunks.ts'
import { decodeChat } from './chat-request.ts'
import type { OpenAiTurn } from './turn.ts'
import { encodeUsage, finishReason } from './usage.ts'

/** Chat completions. Source: openai/openai-openapi, `createChatCompletion`. */
export function chatCodec(framing: Framing): Codec<OpenAiTurn> {
  return {
    contentType: framing.contentType,
    decode: decodeChat,
    body: encodeChat,
    frames: (events, turn, answering) => new ChatChunks(turn, answering, framing).frames(events),
  }
}

function encodeChat(events: readonly TurnEvent[], turn: OpenAiTurn, { id, persona, startedAt }: Answering): object {
  const choices = turn.requests.map((_, index) => {
    const own = turn.requests.length === 1 ? events : events.filter(({ choice }) => choice === index)
    return encodeChoice(own, index, turn.functions ?? false)
  })
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(startedAt / 1000),
    model: turn.model || persona.name,
    choices,
    usage: encodeUsage(events, turn.alternatives),
  }
}

function encodeChoice(events: readonly TurnEvent[], index: number, functions: boolean): object {
  let content = ''
  let reasoning = ''
  let finish: string = 'stop'
  const calls: ReturnType<typeof encodeCall>[] = []
  const inputs = new Map<string, string>()
  const annotations: object[] = []
  let refusal = ''
  for (const event of events) {
    switch (event.type) {
      case 'text-delta':
        if (event.refusal) refusal += event.text
        else content += event.text
        break
      case 'reasoning-delta':
        reasoning += event.text
        break
      case 'part':
        content += partAsText(event.part)
        break
      case 'tool-call':
        if (functions && calls.length > 0) content += partAsText({ type: 'call', call: event.call })
        else calls.push(encodeCall(event.call, inputs.get(event.call.id)))
        inputs.delete(event.call.id)
        break
      case 'tool-input-delta':
        inputs.set(event.id, (inputs.get(event.id) ?? '') + event.text)
        break
      case 'source':
        annotations.push(...encodeSource(event))
        break
      case 'finish':
        finish = refusal === '' ? finishReason(event.reason, functions) : 'stop' // the words tell
        break
      case 'start':
      case 'status':
        break
    }
  }
  const message = {
    role: 'assistant',
    content: content === '' && (calls.length > 0 || refusal !== '') ? null : content,
    refusal: refusal === '' ? null : refusal,
    ...(reasoning === '' ? {} : { reasoning_content: reasoning }),
    ...(calls.length === 0 ? {} : functions ? { function_call: calls[0]?.function } : { tool_calls: calls }),
    annotations,
  }
  return { index, message, logprobs: null, finish_reason: finish }
}

/** `written` is its input as the solver wrote it, letter by letter: no number of it is rounded. */
function encodeCall({ id, name, input }: ToolCall, written: string | undefined) {
  return { id, type: 'function', function: { name, arguments: written || argumentsOf(input) } }
}

/** An input as JSON; one that never was JSON stays as the solver wrote it. */
export function argumentsOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input ?? {})
}

/** `url_citation` is the only kind of annotation that the format has for a source: one without an address has none. */
export function encodeSource({ source }: Extract<TurnEvent, { type: 'source' }>): object[] {
  const { url, title, start = 0, end = 0 } = source
  if (url === undefined) return []
  return [{ type: 'url_citation', url_citation: { url, title, start_index: start, end_index: end } }]
}
