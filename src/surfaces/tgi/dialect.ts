import { type Framing, oneLine, sse } from '../../http/index.ts'
import { encodeBreak } from './errors.ts'

interface ToolCallPiece {
  index: number
  id?: string
  function: object
}

interface ChatChoice {
  index: number
  delta: { tool_calls?: ToolCallPiece[]; refusal?: string }
  finish_reason: string | null
}

const eventStream = {
  contentType: 'text/event-stream; charset=utf-8',
  error: (error) => event(JSON.stringify(encodeBreak(error))),
  end: sse('[DONE]'),
} as const satisfies Omit<Framing, 'frame'>

/** A structural place: within a string of JSON its quotes would be escaped. */
const textDelta = '"delta":{"content":'
const textDeltaWithRole = '"delta":{"role":"assistant","content":'

/**
 * The chunks of one streamed chat as TGI has them: each delta says its role, and has a text or names the calls that it
 * is a piece of. The format's own chunks are rewritten, so that whatever it carries is carried here.
 */
export function chatFraming(fingerprint: string): Framing {
  const begun = beginning(fingerprint)
  const ids = new Map<string, string>()
  const refused = new Set<number>()
  const named = (choice: number, { index, id, function: piece }: ToolCallPiece): object => {
    const key = `${choice}.${index}`
    if (id !== undefined) ids.set(key, id)
    return { index, id: ids.get(key), type: 'function', function: piece }
  }
  return {
    ...eventStream,
    frame(json) {
      // Nearly every chunk is a piece of text, and parsing it would take as long as everything else.
      if (json.includes(textDelta)) return event(begun + json.replace(textDelta, textDeltaWithRole).slice(1))
      const chunk: { choices: readonly ChatChoice[] } = JSON.parse(json)
      const choices = chunk.choices.map((choice) => {
        const { tool_calls, refusal = '', ...delta } = choice.delta
        if (refusal !== '') refused.add(choice.index) // there is no place for it but the text, and the end
        const finish = choice.finish_reason && refused.has(choice.index) ? 'content_filter' : choice.finish_reason
        const said = tool_calls
          ? { tool_calls: tool_calls.map((call) => named(choice.index, call)) }
          : { content: refusal }
        return { ...choice, finish_reason: finish, delta: { role: 'assistant', ...said, ...delta } }
      })
      return event(begun + JSON.stringify({ ...chunk, choices }).slice(1))
    },
  }
}

/** The chunks of streamed text completions as TGI has them: the reason to finish is empty until there is one. */
export function completionFraming(fingerprint: string): Framing {
  const begun = beginning(fingerprint)
  return {
    ...eventStream,
    frame: (json) => event(begun + json.replace('"finish_reason":null', '"finish_reason":""').slice(1)),
  }
}

/** A whole answer says which release it comes from. */
export function withFingerprint(body: unknown, fingerprint: string): unknown {
  return typeof body === 'object' ? { ...body, system_fingerprint: fingerprint } : body
}

/** Readers in Python split streams at more ends of lines than JSON escapes. */
function event(json: string): string {
  return sse(oneLine(json))
}

/** Of a JSON object that says which release it comes from; the rest of the object follows. */
function beginning(fingerprint: string): string {
  return `{"system_fingerprint":${JSON.stringify(fingerprint)},`
}
