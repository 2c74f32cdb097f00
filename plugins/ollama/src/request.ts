import type { ChatRequest, Limits, ToolSpec } from 'dramatis'
import type { Options, ChatRequest as SdkRequest, Tool } from 'ollama/browser'
import { encodeMessages } from './messages.ts'
import type { Model, Think } from './model.ts'

/** A question as Ollama takes it. Source: ollama/ollama, `ChatRequest` in `api/types.go`. */
export function encodeRequest(model: Model, request: ChatRequest): SdkRequest & { stream: true } {
  const { output, reasoning } = request
  const tools = offered(request)
  const think = reasoning ? thinkOf(reasoning, model.name) : model.think
  const options = { ...model.options, ...encodeLimits({ ...model.limits, ...request.limits }) }
  return {
    model: model.name,
    messages: encodeMessages(request.messages),
    stream: true,
    ...(tools.length > 0 ? { tools: tools.map(encodeTool) } : {}),
    ...(output ? { format: output.schema ?? 'json' } : {}),
    ...(think === undefined ? {} : { think }),
    ...(Object.keys(options).length > 0 ? { options } : {}),
    ...(model.keepAlive === undefined ? {} : { keep_alive: model.keepAlive }),
  }
}

/** Ollama lets nobody choose among tools; what may not be called is not offered. */
function offered({ tools = [], toolChoice }: ChatRequest): readonly ToolSpec[] {
  if (toolChoice === 'none') return []
  return typeof toolChoice === 'object' ? tools.filter(({ name }) => name === toolChoice.name) : tools
}

function encodeTool({ name, description, input }: ToolSpec): Tool {
  return { type: 'function', function: { name, description, parameters: input as ToolParameters } } // any JSON Schema
}

type ToolParameters = NonNullable<Tool['function']['parameters']>

function encodeLimits(limits: Limits): Partial<Options> {
  const { maxTokens, stop, temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = limits
  return {
    ...(maxTokens === undefined ? {} : { num_predict: maxTokens }),
    ...(stop?.length ? { stop: [...stop] } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined ? {} : { top_k: topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
  }
}

/** Only gpt-oss thinks more or less; others refuse a level, and think or do not. */
function thinkOf({ effort }: NonNullable<ChatRequest['reasoning']>, model: string): Think {
  if (effort === 'none') return false
  if (effort === undefined || !model.includes('gpt-oss')) return true
  return levels[effort] ?? 'high'
}

const levels: Readonly<Record<string, Think>> = { minimal: 'low', low: 'low', medium: 'medium', high: 'high' }
