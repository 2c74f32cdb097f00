import type Anthropic from '@anthropic-ai/sdk'
import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema'
import { type ChatRequest, type Limits, messageOf, SolverError, type ToolChoice, type ToolSpec } from 'dramatis'
import { encodeMessages, encodeSystem } from './messages.ts'
import type { Model, Version } from './model.ts'
import { encodeThinking } from './thinking.ts'

/** What is asked: the SDK's type has no more of the limits than the newer version. */
export type Body = Anthropic.MessageCreateParamsStreaming & { temperature?: number; top_p?: number; top_k?: number }

type JsonFormat = Anthropic.JSONOutputFormat

const cacheControl = { type: 'ephemeral' } as const
const jsonPlease = 'Answer with a JSON object and nothing else.'

/** Source: `MessageCreateParams` of the vendor's SDK. @throws SolverError for an output that the vendor cannot make */
export function encodeRequest(model: Model, request: ChatRequest): Body {
  const { messages, tools = [], output, user } = request
  const limits = { ...model.limits, ...request.limits }
  const { thinking, effort, maxTokens } = encodeThinking(model, request, limits.maxTokens)
  const thinks = thinking !== undefined && thinking.type !== 'disabled' // a model that thinks has its own temperature
  const system = encodeSystem(messages, output && !output.schema ? jsonPlease : undefined)
  const format = output?.schema && encodeFormat(output.schema, model.version)
  const config = { ...(effort === undefined ? {} : { effort }), ...(format ? { format } : {}) }
  return {
    model: model.name,
    max_tokens: maxTokens,
    ...(system === '' ? {} : { system: model.cache ? [cached({ type: 'text' as const, text: system })] : system }),
    messages: encodeMessages(messages),
    stream: true,
    ...(tools.length === 0 ? {} : encodeTools(tools, request, model.cache)),
    ...(thinking ? { thinking } : {}),
    ...(Object.keys(config).length === 0 ? {} : { output_config: config }),
    ...encodeStop(limits.stop),
    ...(model.version === '2023-06-01' && !thinks ? encodeSampling(limits) : {}),
    ...(user === undefined ? {} : { metadata: { user_id: user } }),
  }
}

function encodeTools(
  tools: readonly ToolSpec[],
  { toolChoice, parallelToolCalls }: ChatRequest,
  cache: boolean,
): Partial<Body> {
  const choice = encodeChoice(toolChoice, parallelToolCalls)
  return {
    tools: tools.map((tool, index) => {
      const encoded = encodeTool(tool)
      return cache && index === tools.length - 1 ? cached(encoded) : encoded
    }),
    ...(choice ? { tool_choice: choice } : {}),
  }
}

function encodeTool({ name, description, input }: ToolSpec): Anthropic.Tool {
  return { name, ...(description === '' ? {} : { description }), input_schema: { ...input, type: 'object' } }
}

function encodeChoice(choice: ToolChoice | undefined, parallel: boolean | undefined): Anthropic.ToolChoice | undefined {
  const alone = parallel === undefined ? {} : { disable_parallel_tool_use: !parallel }
  if (typeof choice === 'object') return { type: 'tool', name: choice.name, ...alone }
  switch (choice) {
    case 'none':
      return { type: 'none' }
    case 'required':
      return { type: 'any', ...alone }
    case 'auto':
      return { type: 'auto', ...alone }
    case undefined:
      return parallel === undefined ? undefined : { type: 'auto', ...alone }
  }
}

/** The newer version refuses most of JSON Schema; the SDK puts what it cannot take into the descriptions. */
function encodeFormat(schema: NonNullable<ChatRequest['output']>['schema'], version: Version): JsonFormat {
  if (version === '2023-06-01') return { type: 'json_schema', schema: { ...schema } }
  try {
    return { type: 'json_schema', schema: { ...transformJSONSchema({ ...schema }) } }
  } catch (error) {
    const message = `Anthropic's API cannot answer in this JSON Schema: ${messageOf(error)}`
    throw new SolverError('bad-request', message, { cause: error })
  }
}

function encodeStop(stop: readonly string[] = []): Partial<Body> {
  const sequences = stop.filter((sequence) => sequence.trim() !== '')
  return sequences.length === 0 ? {} : { stop_sequences: sequences }
}

/** The API's temperatures end at 1; others' go to 2. */
function encodeSampling({ temperature, topP, topK }: Limits): Partial<Body> {
  return {
    ...(temperature === undefined ? {} : { temperature: Math.min(temperature, 1) }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
  }
}

function cached<T extends object>(block: T): T & { cache_control: Anthropic.CacheControlEphemeral } {
  return { ...block, cache_control: cacheControl }
}
