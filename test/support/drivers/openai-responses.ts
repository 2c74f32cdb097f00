import type { FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { eventsOf } from '../../surfaces/openai-events.ts'

type Item = { type: string; role?: string; content?: string | object[] }

/** The turns of a question as input items: roles alternate, and the last one is the user's. */
function inputOf({ turns, system, image, file, toolRound }: DriverQuestion): Item[] {
  const items: Item[] = turns.map((text, index) => {
    const asked = (turns.length - index) % 2 === 1 || toolRound
    const type = asked ? 'input_text' : 'output_text'
    return { type: 'message', role: asked ? 'user' : 'assistant', content: [{ type, text }] }
  })
  const media = [
    ...(image ? [{ type: 'input_image', image_url: dataUrl('image/png', image), detail: 'auto' }] : []),
    ...(file ? [{ type: 'input_file', filename: 'a.pdf', file_data: dataUrl('application/pdf', file) }] : []),
  ]
  const last = items.at(-1)
  if (Array.isArray(last?.content)) last.content.push(...media)
  if (toolRound) {
    const calls = toolRound.map(({ id, name, input }) => ({
      type: 'function_call',
      call_id: id,
      name,
      arguments: JSON.stringify(input),
    }))
    const results = toolRound.map(({ id, result }) => ({ type: 'function_call_output', call_id: id, output: result }))
    items.splice(1, 0, ...calls, ...results)
  }
  return [...(system ? [{ type: 'message', role: 'developer', content: system }] : []), ...items]
}

function dataUrl(type: string, data: Uint8Array): string {
  return `data:${type};base64,${Buffer.from(data).toString('base64')}`
}

interface Response {
  status: string
  error: { message: string } | null
  incomplete_details: { reason: string } | null
  output: {
    type: string
    content?: { text?: string; refusal?: string; annotations?: { url: string }[] }[]
    summary?: { text: string }[]
    name?: string
    arguments?: string
  }[]
  usage?: { input_tokens: number; output_tokens: number }
}

export const responses: SurfaceDriver = {
  carries: {
    tools: true,
    reasoning: true,
    limits: false, // there is no stop sequence: openai-responses-wire.test.ts has the token limit
    system: true,
    image: true,
    file: true,
    toolChoice: true,
    toolRound: true,
    schema: true,
    sources: true,
    usage: true,
  },
  errorMessage: (body) => JSON.parse(body.toString()).error.message,
  request: (question) => ({
    path: '/openai/v1/responses',
    body: {
      model: question.persona,
      stream: question.stream,
      input: inputOf(question),
      max_output_tokens: question.maxTokens,
      tools: question.tools?.map(({ name, description, input }) => ({
        type: 'function',
        name,
        description,
        parameters: input,
        strict: true,
      })),
      tool_choice:
        typeof question.toolChoice === 'object' ? { type: 'function', ...question.toolChoice } : question.toolChoice,
      text: question.schema && {
        format: { type: 'json_schema', name: 'answer', schema: question.schema, strict: true },
      },
    },
  }),
  read(body, streamed) {
    return streamed ? readStream(body.toString()) : readResponse(JSON.parse(body.toString()))
  },
}

function readResponse({ status, error, incomplete_details, output, usage }: Response): Heard {
  const parts = output.flatMap(({ type, content }) => (type === 'message' ? (content ?? []) : []))
  const reasoning = output.flatMap(({ summary }) => summary ?? []).map(({ text }) => text)
  const calls = output.flatMap(({ type, name, arguments: input }) =>
    type === 'function_call' ? [{ name: name ?? '', input: JSON.parse(input ?? '') }] : [],
  )
  const sources = parts.flatMap(({ annotations = [] }) => annotations.map(({ url }) => url))
  const refused = parts.some(({ refusal }) => refusal !== undefined)
  return {
    text: parts.map(({ text, refusal }) => text ?? refusal).join(''),
    finish:
      refused && status === 'completed' ? 'refusal' : finishOf(status, incomplete_details?.reason, calls.length > 0),
    ...(reasoning.length > 0 ? { reasoning: reasoning.join('') } : {}),
    ...(calls.length > 0 ? { calls } : {}),
    ...(sources.length > 0 ? { sources } : {}),
    ...(usage ? { usage: { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens } } : {}),
    ...(error ? { error: error.message } : {}),
  }
}

function finishOf(status: string, reason: string | undefined, called: boolean): FinishReason | undefined {
  if (status === 'incomplete') return reason === 'max_output_tokens' ? 'length' : 'refusal'
  if (status !== 'completed') return undefined
  return called ? 'tool-calls' : 'stop'
}

/** What a client heard that reads deltas alone, which must be what the last event says. */
function readStream(stream: string): Heard {
  const events = eventsOf(stream)
  const deltas = (...types: string[]) =>
    events.flatMap((event) => (types.includes(event.type) ? [String(event.delta)] : [])).join('')
  const last = readResponse(events.at(-1)?.response as Response) // the last event always has one
  const text = deltas('response.output_text.delta', 'response.refusal.delta')
  const reasoning = deltas('response.reasoning_summary_text.delta')
  if (text !== last.text) throw new Error(`the deltas say "${text}", the response "${last.text}"`)
  if (reasoning !== (last.reasoning ?? '')) throw new Error(`the deltas think "${reasoning}"`)
  return last
}
