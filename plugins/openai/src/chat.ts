import type { ChatRequest, Limits, ToolChoice } from 'dramatis'
import type OpenAI from 'openai'
import { encodeMessages, nineCharacters } from './messages.ts'
import { home, type Model } from './model.ts'

type Params = OpenAI.Chat.ChatCompletionCreateParams

/** A request for chat completions, streamed unless `whole`. Source: openai/openai-openapi, `createChatCompletion`. */
export function encodeChat(model: Model, request: ChatRequest, whole: boolean): Params {
  const { messages, tools, toolChoice, parallelToolCalls, output, reasoning, user } = request
  const effort = reasoning?.effort ?? model.effort
  const isMistral = model.host === 'api.mistral.ai'
  return {
    model: model.name,
    messages: encodeMessages(messages, { reads: model.reads, idOf: isMistral ? nineCharacters : (id) => id }),
    stream: !whole,
    ...(whole || isMistral ? {} : { stream_options: { include_usage: true } }), // that one tells it unasked
    ...encodeLimits({ ...model.limits, ...request.limits }, model.host === home),
    ...(tools?.length
      ? {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            function: { name, description, parameters: { ...input } },
          })),
          ...(toolChoice === undefined || toolChoice === 'auto' ? {} : { tool_choice: encodeChoice(toolChoice) }),
          ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
        }
      : {}),
    ...(output ? { response_format: encodeOutput(output) } : {}),
    ...(effort === undefined ? {} : { reasoning_effort: effort as 'low' }), // whatever the server understands
    ...(user === undefined ? {} : { user }),
  }
}

/** OpenAI's newer models refuse `max_tokens`, and other servers know nothing else. */
function encodeLimits(limits: Limits, isHome: boolean): Partial<Params> {
  const { maxTokens, stop, temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = limits
  return {
    ...(maxTokens === undefined ? {} : isHome ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(stop?.length ? { stop: [...stop] } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(topK === undefined || isHome ? {} : { top_k: topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(presencePenalty === undefined ? {} : { presence_penalty: presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequency_penalty: frequencyPenalty }),
  }
}

function encodeChoice(choice: ToolChoice): NonNullable<Params['tool_choice']> {
  return typeof choice === 'string' ? choice : { type: 'function', function: choice }
}

function encodeOutput({ schema }: NonNullable<ChatRequest['output']>): NonNullable<Params['response_format']> {
  if (!schema) return { type: 'json_object' }
  return { type: 'json_schema', json_schema: { name: 'answer', schema: { ...schema } } }
}
