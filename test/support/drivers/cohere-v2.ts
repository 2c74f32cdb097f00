import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { carries, errorKeys, finishes, limitsOf, type Tokens, usageOf } from '../cohere-driver.ts'

interface Content {
  text?: string
  thinking?: string
}

interface Call {
  function: { name: string; arguments: string }
}

interface Citation {
  sources: { document: { url: string } }[]
}

interface Answer {
  message: { content?: Content[]; tool_calls?: Call[]; citations?: Citation[] }
  finish_reason: string
  usage?: { tokens: Tokens }
}

/** An event of the stream, as far as its type has the fields. */
interface Event {
  type: string
  index: number
  delta: {
    message: { content: Content; tool_calls: Call; citations: Citation }
    finish_reason: string
    usage?: { tokens: Tokens }
    error?: string
  }
}

export const v2: SurfaceDriver = {
  carries: { ...carries, reasoning: true, image: true },
  likeStop: ['refusal'],
  errorMessage: (body) => errorKeys(body, ['id', 'message']),
  request: (question) => ({
    path: '/cohere/v2/chat',
    body: {
      model: question.persona,
      stream: question.stream,
      messages: messagesOf(question),
      ...limitsOf(question),
      ...(question.tools
        ? {
            tools: question.tools.map(({ name, description, input }) => ({
              type: 'function',
              function: { name, description, parameters: input },
            })),
          }
        : {}),
      ...(question.schema ? { response_format: { type: 'json_object', json_schema: question.schema } } : {}),
    },
  }),
  read(body, streamed) {
    if (!streamed) return heard(JSON.parse(body.toString()))
    const frames = body.toString().split('\n\n')
    if (frames.pop() !== '' || frames.pop() !== 'data: [DONE]') throw new Error('the stream does not end with [DONE]')
    return fold(frames.map(eventOf))
  },
}

function messagesOf({ turns, system, image, toolRound }: DriverQuestion): object[] {
  const said = turns.map((content, index) => ({
    role: toolRound || (turns.length - index) % 2 ? 'user' : 'assistant',
    content: image && index === turns.length - 1 ? [{ type: 'text', text: content }, imageOf(image)] : content,
  }))
  const calls = toolRound?.map(({ id, name, input }) => ({
    id,
    type: 'function',
    function: { name, arguments: JSON.stringify(input) },
  }))
  const results = toolRound?.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: result }))
  return [
    ...(system ? [{ role: 'system', content: system }] : []),
    ...said.slice(0, -1),
    ...(calls && results ? [{ role: 'assistant', tool_calls: calls }, ...results] : []),
    ...said.slice(-1),
  ]
}

function imageOf(image: Uint8Array): object {
  return { type: 'image_url', image_url: { url: `data:image/png;base64,${Buffer.from(image).toString('base64')}` } }
}

/** The one event of a frame, whose name is its type. */
function eventOf(frame: string): Event {
  const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? []
  const event: Event = JSON.parse(data ?? '')
  if (event.type !== name) throw new Error(`not a frame: ${frame}`)
  return event
}

/** What the events add up to. */
function fold(events: readonly Event[]): Heard {
  const content: Content[] = []
  const tool_calls: Call[] = []
  const citations: Citation[] = []
  let end: Event['delta'] | undefined
  for (const { type, index, delta } of events) {
    if (type === 'content-start') content[index] = delta.message.content
    if (type === 'tool-call-start') tool_calls[index] = delta.message.tool_calls
    if (type === 'citation-start') citations[index] = delta.message.citations
    if (type === 'content-delta') {
      const { text, thinking } = delta.message.content
      const begun = content[index]
      if (begun?.text !== undefined) begun.text += text
      if (begun?.thinking !== undefined) begun.thinking += thinking
    }
    const call = tool_calls[index]
    if (type === 'tool-call-delta' && call) call.function.arguments += delta.message.tool_calls.function.arguments
    if (type === 'message-end') end = delta
  }
  if (!end) throw new Error('the stream has no end')
  const { finish_reason, usage, error } = end
  const message = { content, tool_calls, citations }
  return { ...heard({ message, finish_reason, ...(usage ? { usage } : {}) }), ...(error ? { error } : {}) }
}

function heard({ message: { content = [], tool_calls = [], citations = [] }, finish_reason, usage }: Answer): Heard {
  const reasoning = content.map(({ thinking }) => thinking ?? '').join('')
  const sources = citations.flatMap((citation) => citation.sources.map(({ document }) => document.url))
  const calls = tool_calls.map((call) => ({ name: call.function.name, input: JSON.parse(call.function.arguments) }))
  return {
    text: content.map(({ text }) => text ?? '').join(''),
    finish: finishes[finish_reason],
    ...(reasoning ? { reasoning } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...usageOf(usage),
  }
}
