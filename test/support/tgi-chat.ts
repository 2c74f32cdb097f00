import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { everything } from './drivers/carries.ts'
import { dataOf, errorMessage, finishes, given, statuses, toDataUrl } from './tgi.ts'

interface Call {
  index: number
  id: string
  function: { name: string; arguments: string }
}

/** Chat completions, in the spelling of OpenAI's clients. */
export function chatDriver(pathOf: (question: DriverQuestion) => string, rest: Partial<SurfaceDriver>): SurfaceDriver {
  return {
    carries: everything,
    statuses,
    errorMessage,
    request: (question) => ({ path: pathOf(question), body: chatBody(question) }),
    read(body, streamed) {
      if (streamed) return readChunks(dataOf(body))
      const { choices, usage } = JSON.parse(body.toString())
      const [{ message, finish_reason }] = choices
      return heard({ ...message, finish: finish_reason, usage })
    },
    ...rest,
  }
}

function chatBody(question: DriverQuestion): object {
  const { persona, turns, stream, system, image, file, maxTokens, stop, temperature, topP, tools, schema } = question
  const { toolChoice, toolRound } = question
  const media = [
    ...(image ? [{ type: 'image_url', image_url: { url: toDataUrl('image/png', image) } }] : []),
    ...(file ? [{ type: 'file', file: { file_data: toDataUrl('application/pdf', file), filename: 'a.pdf' } }] : []),
  ]
  const messages: object[] = turns.map((text, index) => {
    const last = index === turns.length - 1
    const content = last && media.length > 0 ? [{ type: 'text', text }, ...media] : text
    return { role: toolRound || (turns.length - index) % 2 ? 'user' : 'assistant', content }
  })
  if (toolRound) {
    const tool_calls = toolRound.map(({ id, name, input }) => ({
      id,
      type: 'function',
      function: { name, arguments: input },
    }))
    const results = toolRound.map(({ id, result }) => ({ role: 'tool', tool_call_id: id, content: result }))
    messages.splice(1, 0, { role: 'assistant', content: null, tool_calls }, ...results)
  }
  if (system !== undefined) messages.unshift({ role: 'system', content: system })
  return {
    model: persona,
    stream,
    messages,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    ...given(maxTokens, (max_tokens) => ({ max_tokens })),
    ...given(stop, () => ({ stop })),
    ...given(temperature, () => ({ temperature })),
    ...given(topP, (top_p) => ({ top_p })),
    ...given(tools, (offered) => ({
      tools: offered.map(({ name, description, input }) => ({
        type: 'function',
        function: { name, description, arguments: input },
      })),
    })),
    ...given(toolChoice, (choice) => ({
      tool_choice: choice === 'required' ? choice : { function: choice },
    })),
    ...given(schema, (value) => ({ response_format: { type: 'json', value } })),
  }
}

interface Message {
  content?: string | null
  reasoning_content?: string
  tool_calls?: readonly Call[]
  annotations?: readonly { url_citation: { url: string } }[]
  finish: string | undefined
  usage?: { prompt_tokens: number; completion_tokens: number }
}

function readChunks(data: string[]): Heard {
  const message = { content: '', reasoning_content: '', annotations: [] as { url_citation: { url: string } }[] }
  const calls: Call[] = []
  let finish: string | undefined
  let error: string | undefined
  let usage: Message['usage']
  for (const item of data.filter((line) => line !== '[DONE]')) {
    const chunk = JSON.parse(item)
    error = chunk.error ?? error
    usage = chunk.usage ?? usage
    for (const { delta, finish_reason } of chunk.choices ?? []) {
      message.content += delta.content ?? ''
      message.reasoning_content += delta.reasoning_content ?? ''
      message.annotations.push(...(delta.annotations ?? []))
      for (const call of delta.tool_calls ?? []) {
        const begun = calls[call.index]
        if (begun && begun.id !== call.id) throw new Error(`call ${call.index} has two ids`)
        if (begun) begun.function.arguments += call.function.arguments
        else calls.push(call)
      }
      finish = finish_reason ?? finish
    }
  }
  const complete = data.at(-1) === '[DONE]'
  const told = heard({
    ...message,
    tool_calls: calls,
    finish: complete ? finish : undefined,
    ...(usage ? { usage } : {}),
  })
  return { ...told, ...(error === undefined ? {} : { error }) }
}

function heard({ content, reasoning_content, tool_calls = [], annotations = [], finish, usage }: Message): Heard {
  return {
    text: content ?? '',
    finish: finish === undefined ? undefined : finishes[finish],
    ...(reasoning_content ? { reasoning: reasoning_content } : {}),
    ...(tool_calls.length > 0
      ? { calls: tool_calls.map(({ function: call }) => ({ name: call.name, input: JSON.parse(call.arguments) })) }
      : {}),
    sources: annotations.map(({ url_citation }) => url_citation.url),
    ...(usage ? { usage: { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens } } : {}),
  }
}
