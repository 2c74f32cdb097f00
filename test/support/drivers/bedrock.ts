import type { ErrorCode, FinishReason } from 'dramatis'
import type { DriverQuestion, Heard, SurfaceDriver } from 'dramatis/testing'
import { arrived, chunkOf, messagesOf, type StreamMessage } from '../bedrock.ts'
import { everything } from './carries.ts'

const finishes: Record<string, FinishReason> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool-calls',
  content_filtered: 'refusal',
  refusal: 'refusal',
  FINISH: 'stop',
  STOP_CRITERIA_MET: 'stop',
  LENGTH: 'length',
  CONTENT_FILTERED: 'refusal',
  stop: 'stop',
  length: 'length',
  content_filter: 'refusal',
}

/** The statuses of the vendor's exceptions. */
const statuses: Partial<Record<ErrorCode, number>> = {
  unanswered: 424,
  'solver-failed': 424,
  timeout: 408,
}

function errorMessage(body: Buffer): string {
  const { __type, message, ...rest } = JSON.parse(body.toString())
  if (!/^\w+Exception$/.test(__type) || typeof message !== 'string') throw new Error(body.toString())
  if (Object.keys(rest).some((key) => key !== 'originalStatusCode')) throw new Error(body.toString())
  return message
}

const operation = (persona: string, stream: boolean, [whole, streamed]: [string, string]): string =>
  `/bedrock/model/${encodeURIComponent(persona)}/${stream ? streamed : whole}`

const converseNames: [string, string] = ['converse', 'converse-stream']
const invokeNames: [string, string] = ['invoke', 'invoke-with-response-stream']

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

/** Blocks of Converse, which Nova has as well. */
function conversation({ turns, system, image, file, tools, toolChoice, toolRound }: DriverQuestion) {
  const media = [
    ...(image ? [{ image: { format: 'png', source: { bytes: base64(image) } } }] : []),
    ...(file ? [{ document: { format: 'pdf', name: 'a', source: { bytes: base64(file) } } }] : []),
  ]
  const messages: { role: string; content: object[] }[] = turns.map((text, index) => ({
    role: (turns.length - index) % 2 || toolRound ? 'user' : 'assistant',
    content: [{ text }, ...(index === turns.length - 1 ? media : [])],
  }))
  if (toolRound) {
    const calls = toolRound.map(({ id, name, input }) => ({ toolUse: { toolUseId: id, name, input } }))
    const results = toolRound.map(({ id, result }, index) => ({
      toolResult: { toolUseId: id, content: [index === 0 ? { json: JSON.parse(result) } : { text: result }] },
    }))
    messages.at(-1)?.content.unshift(...results)
    messages.splice(1, 0, { role: 'assistant', content: calls })
  }
  const toolConfig = {
    tools: (tools ?? []).map(({ name, description, input }) => ({
      toolSpec: { name, description, inputSchema: { json: input } },
    })),
    ...(toolChoice ? { toolChoice: toolChoice === 'required' ? { any: {} } : { tool: toolChoice } } : {}),
  }
  return {
    messages,
    ...(system ? { system: [{ text: system }, { cachePoint: { type: 'default' } }] } : {}),
    ...(tools ? { toolConfig } : {}),
  }
}

function limits({ maxTokens, stop, temperature, topP }: DriverQuestion): object {
  return { inferenceConfig: { maxTokens, stopSequences: stop, temperature, topP } }
}

interface Block {
  text?: string
  reasoning?: string
  call?: { name: string; json: string }
}

/** Blocks as they are put together from a stream. */
class Reading {
  readonly blocks: Block[] = []
  readonly sources: string[] = []
  finish: string | undefined
  usage: { inputTokens: number; outputTokens: number } | undefined
  error: string | undefined

  get heard(): Heard {
    const joined = (key: 'text' | 'reasoning') => this.blocks.map((block) => block[key] ?? '').join('')
    const calls = this.blocks.flatMap(({ call }) => (call ? [{ name: call.name, input: JSON.parse(call.json) }] : []))
    return {
      text: joined('text'),
      finish: this.usage && this.finish !== undefined ? finishes[this.finish] : undefined,
      ...(joined('reasoning') ? { reasoning: joined('reasoning') } : {}),
      ...(calls.length > 0 ? { calls } : {}),
      ...(this.sources.length > 0 ? { sources: this.sources } : {}),
      ...(this.usage ? { usage: this.usage } : {}),
      ...(this.error === undefined ? {} : { error: this.error }),
    }
  }

  /** Of a whole answer, or of the end of a stream. */
  own(fields: { citations?: { location: { web: { url: string } } }[] } | undefined): void {
    for (const { location } of fields?.citations ?? []) this.sources.push(location.web.url)
  }

  cost({ inputTokens, cacheReadInputTokens = 0, outputTokens, totalTokens }: Record<string, number>): void {
    const input = (inputTokens ?? 0) + cacheReadInputTokens
    if (totalTokens !== input + (outputTokens ?? 0)) throw new Error(`the total is ${totalTokens}`)
    this.usage = { inputTokens: input, outputTokens: outputTokens ?? 0 }
  }
}

function readConverse(body: Buffer): Heard {
  const reading = new Reading()
  const { output, stopReason, usage, additionalModelResponseFields } = JSON.parse(body.toString())
  for (const block of output.message.content) {
    if (block.text) reading.blocks.push({ text: block.text })
    if (block.reasoningContent) reading.blocks.push({ reasoning: block.reasoningContent.reasoningText.text })
    if (block.toolUse) reading.blocks.push({ call: { ...block.toolUse, json: JSON.stringify(block.toolUse.input) } })
  }
  reading.own(additionalModelResponseFields)
  reading.finish = stopReason
  reading.cost(usage)
  return reading.heard
}

/** Follows the order of events as strictly as an SDK in a typed language would. */
function readEvents(messages: StreamMessage[]): Heard {
  const reading = new Reading()
  let open: number | undefined
  for (const [index, { name, isException, value }] of messages.entries()) {
    if ((name === 'messageStart') !== (index === 0)) throw new Error(`event ${index} is ${name}`)
    if (isException) {
      reading.error = value.message
      continue
    }
    if (name.startsWith('contentBlock')) {
      const at: number = value.contentBlockIndex
      if (open !== undefined && open !== at) throw new Error(`block ${at} while ${open} is open`)
      open = name === 'contentBlockStop' ? undefined : at
      const block = reading.blocks[at] ?? {}
      reading.blocks[at] = block
      if (value.start?.toolUse) block.call = { name: value.start.toolUse.name, json: '' }
      if (value.delta?.toolUse && block.call) block.call.json += value.delta.toolUse.input
      if (value.delta?.text) block.text = (block.text ?? '') + value.delta.text
      if (value.delta?.reasoningContent?.text)
        block.reasoning = (block.reasoning ?? '') + value.delta.reasoningContent.text
      const [kind = '', ...others] = Object.keys(value.delta ?? { text: '' })
      if (others.length > 0 || !['text', 'toolUse', 'reasoningContent'].includes(kind))
        throw new Error(`${kind} unasked`)
    } else if (name === 'messageStop') {
      reading.finish = value.stopReason
      reading.own(value.additionalModelResponseFields)
    } else if (name === 'metadata') reading.cost(value.usage)
  }
  return reading.heard
}

export const converse: SurfaceDriver = {
  carries: everything,
  statuses,
  errorMessage,
  shown: (received) => JSON.stringify(arrived(received)),
  read: (body, streamed) => (streamed ? readEvents(messagesOf(body)) : readConverse(body)),
  request: (question) => ({
    path: operation(question.persona, question.stream, converseNames),
    body: {
      ...conversation(question),
      ...limits(question),
      ...(question.schema
        ? {
            outputConfig: {
              textFormat: {
                type: 'json_schema',
                structure: { jsonSchema: { name: 'a', schema: JSON.stringify(question.schema) } },
              },
            },
          }
        : {}),
    },
  }),
}

/** An endpoint that streams chunks. The last one must have the metrics, and no other. */
function invoke(
  driver: Pick<SurfaceDriver, 'carries' | 'likeStop'> & {
    body(question: DriverQuestion): object
    whole(answer: unknown): Heard
    pieces(chunks: object[]): Heard
  },
): SurfaceDriver {
  return {
    carries: driver.carries,
    ...(driver.likeStop ? { likeStop: driver.likeStop } : {}),
    statuses,
    errorMessage,
    shown: (received) => JSON.stringify(arrived(received).map(chunkOf)),
    request: (question) => ({
      path: operation(question.persona, question.stream, invokeNames),
      body: driver.body(question),
      headers: { 'content-type': 'application/octet-stream' },
    }),
    read(body, streamed) {
      if (!streamed) return driver.whole(JSON.parse(body.toString()))
      const messages = messagesOf(body)
      const chunks = messages.flatMap((message) => chunkOf(message) ?? [])
      const measured = chunks.flatMap((chunk, index) => ('amazon-bedrock-invocationMetrics' in chunk ? [index] : []))
      const broken = messages.find(({ isException }) => isException)
      if (!broken && measured.join() !== String(chunks.length - 1)) throw new Error(`metrics in chunks ${measured}`)
      return { ...driver.pieces(chunks), ...(broken ? { error: broken.value.message } : {}) }
    },
  }
}

export const nova = invoke({
  carries: { ...everything, schema: false },
  body: (question) => ({ schemaVersion: 'messages-v1', ...conversation(question), ...limits(question) }),
  whole: (answer) => readConverse(Buffer.from(JSON.stringify(answer))),
  pieces: (chunks) =>
    readEvents(
      chunks.map((chunk) => {
        const [[name, value] = ['', {}]] = Object.entries(chunk)
        return { name, isException: false, value }
      }),
    ),
})

interface Titan {
  inputTextTokenCount: number
  results: [{ outputText: string; completionReason: string; tokenCount: number }]
}

interface TitanPiece {
  outputText: string
  completionReason: string | null
  totalOutputTextTokenCount: number
  inputTextTokenCount: number
}

export const titan = invoke({
  carries: { tools: false, reasoning: false, limits: true, history: false, sampling: true, usage: true },
  body: ({ turns, maxTokens, stop, temperature, topP }) => ({
    inputText: turns.at(-1),
    textGenerationConfig: { maxTokenCount: maxTokens, stopSequences: stop, temperature, topP },
  }),
  whole(answer) {
    const {
      results: [{ outputText: text, completionReason, tokenCount }],
      inputTextTokenCount,
    } = answer as Titan // as the vendor has it
    const usage = { inputTokens: inputTextTokenCount, outputTokens: tokenCount }
    return { text, finish: finishes[completionReason], usage }
  },
  pieces(chunks) {
    const pieces = chunks as TitanPiece[] // as the vendor has it
    const last = pieces.at(-1)
    const text = pieces.map(({ outputText }) => outputText).join('')
    if (!last?.completionReason) return { text, finish: undefined }
    const usage = { inputTokens: last.inputTextTokenCount, outputTokens: last.totalOutputTextTokenCount }
    return { text, finish: finishes[last.completionReason], usage }
  },
})
