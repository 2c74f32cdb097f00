import type { ChatRequest, JsonSchema } from '../../index.ts'
import { lastQuestion } from '../../index.ts'
import { decodeMessage, decodeSystem } from './converse-content.ts'
import { decodeTools } from './converse-tools.ts'
import type { AdditionalFields, ConverseBody } from './converse-wire.ts'
import { limitsOf } from './limits.ts'
import { refuse, refuseGuardrail } from './refusals.ts'

/** What every API has that carries a conversation in these words. */
export type ConversationBody = Pick<ConverseBody, 'messages' | 'system' | 'toolConfig' | 'additionalModelRequestFields'>

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeConverse(body: ConverseBody): ChatRequest {
  refuseGuardrail(body.guardrailConfig?.guardrailIdentifier)
  if (Object.keys(body.promptVariables ?? {}).length > 0) {
    refuse('/promptVariables', 'There is no prompt management here: send the prompt itself.')
  }
  const { maxTokens, temperature, topP, stopSequences: stop } = body.inferenceConfig ?? {}
  const { outputConfig } = body
  const request = decodeConversation(body)
  const effort = outputConfig?.effort
  return {
    ...request,
    limits: { ...request.limits, ...limitsOf({ maxTokens, temperature, topP, stop }) },
    ...(outputConfig?.textFormat == null ? {} : { output: { schema: decodeSchema(outputConfig.textFormat) } }),
    ...(effort == null ? {} : { reasoning: { effort, ...request.reasoning } }),
  }
}

/** @throws RuntimeError `invalid-request` that names the field. */
export function decodeConversation(body: ConversationBody): ChatRequest {
  const messages = [...decodeSystem(body.system ?? []), ...body.messages.flatMap(decodeMessage)]
  const more = body.additionalModelRequestFields ?? {}
  return {
    question: lastQuestion(messages),
    messages,
    limits: limitsOf({
      topK: more.top_k ?? more.k ?? more.inferenceConfig?.topK,
      seed: more.seed,
      presencePenalty: more.presence_penalty,
      frequencyPenalty: more.frequency_penalty,
    }),
    ...(body.toolConfig == null ? {} : decodeTools(body.toolConfig, body.messages)),
    ...decodeReasoning(more),
  }
}

/** Claude has a budget, the others an effort. */
function decodeReasoning(more: AdditionalFields): Pick<ChatRequest, 'reasoning'> {
  const thinking = more.thinking ?? more.reasoning_config ?? more.reasoningConfig
  if (thinking?.type === 'disabled') return { reasoning: { effort: 'none' } }
  const effort = more.reasoning_effort ?? more.reasoningConfig?.maxReasoningEffort
  const budget = (more.thinking ?? more.reasoning_config)?.budget_tokens
  if (thinking == null && effort == null) return {}
  return { reasoning: { ...(effort == null ? {} : { effort }), ...(budget == null ? {} : { budget }) } }
}

function decodeSchema({ structure }: NonNullable<NonNullable<ConverseBody['outputConfig']>['textFormat']>): JsonSchema {
  const at = '/outputConfig/textFormat/structure/jsonSchema/schema'
  const schema = parsed(structure.jsonSchema.schema)
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    return refuse(at, 'The schema must be a JSON Schema object, written as a string.')
  }
  return schema as JsonSchema // any object is one, as far as the types say
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
