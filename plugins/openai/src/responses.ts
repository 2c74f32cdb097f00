import type { ChatRequest, Limits, ToolChoice } from 'dramatis'
import type OpenAI from 'openai'
import { encodeItems } from './items.ts'
import { home, type Model } from './model.ts'

type Params = OpenAI.Responses.ResponseCreateParamsStreaming

/** A request for a response, of which the server keeps nothing. Source: openai/openai-openapi, `createResponse`. */
export function encodeResponse(model: Model, request: ChatRequest): Params {
  const { messages, tools, toolChoice, parallelToolCalls, output, reasoning, user } = request
  const effort = reasoning?.effort ?? model.effort
  const thinks = reasoning !== undefined || effort !== undefined
  return {
    model: model.name,
    input: encodeItems(messages),
    stream: true,
    store: false,
    ...(thinks || isThinker(model) ? { include: ['reasoning.encrypted_content'] } : {}),
    ...(thinks ? { reasoning: { ...(effort === undefined ? {} : { effort: effort as 'low' }), summary: 'auto' } } : {}),
    ...encodeLimits({ ...model.limits, ...request.limits }),
    ...(tools?.length
      ? {
          tools: tools.map(({ name, description, input }) => ({
            type: 'function' as const,
            name,
            description,
            parameters: { ...input },
            strict: false, // which is not the default here, and takes few schemas
          })),
          ...(toolChoice === undefined || toolChoice === 'auto' ? {} : { tool_choice: encodeChoice(toolChoice) }),
          ...(parallelToolCalls === undefined ? {} : { parallel_tool_calls: parallelToolCalls }),
        }
      : {}),
    ...(output ? { text: { format: encodeFormat(output) } } : {}),
    ...(user === undefined ? {} : { user }),
  }
}

/** Models that do not think refuse to be asked for their thoughts. Those that do say nothing of it but by their names. */
function isThinker({ name, host }: Model): boolean {
  return host === home && /^(o\d|gpt-[5-9]|codex)/.test(name) && !name.includes('-chat')
}

/** The others have no place in this API. */
function encodeLimits({ maxTokens, temperature, topP }: Limits): Partial<Params> {
  return {
    ...(maxTokens === undefined ? {} : { max_output_tokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { top_p: topP }),
  }
}

function encodeChoice(choice: ToolChoice): NonNullable<Params['tool_choice']> {
  return typeof choice === 'string' ? choice : { type: 'function', ...choice }
}

function encodeFormat({ schema }: NonNullable<ChatRequest['output']>): OpenAI.Responses.ResponseFormatTextConfig {
  if (!schema) return { type: 'json_object' }
  return { type: 'json_schema', name: 'answer', schema: { ...schema } }
}
