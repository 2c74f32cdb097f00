import type { ChatRequest, Limits, ToolChoice } from 'dramatis'
import { encodeConversation } from './contents.ts'
import { isOlder, type Model } from './model.ts'
import type { GenerateBody, GenerationConfig, ThinkingConfig } from './wire.ts'

/** More are refused; the host looks for the others. */
const mostStops = 5

/** A question as `generateContent` takes it. */
export function encodeRequest(model: Model, request: ChatRequest): GenerateBody {
  const { messages, output } = request
  const thinkingConfig = encodeThinking(model, request)
  const generationConfig: GenerationConfig = {
    ...encodeLimits({ ...model.limits, ...request.limits }),
    ...(output ? { responseMimeType: 'application/json' } : {}),
    ...(output?.schema ? { responseJsonSchema: output.schema } : {}),
    ...(thinkingConfig ? { thinkingConfig } : {}),
  }
  return {
    ...encodeConversation(messages, !isOlder(model)),
    ...encodeTools(model, request),
    ...(Object.keys(generationConfig).length > 0 ? { generationConfig } : {}),
    ...(model.safety.length > 0 ? { safetySettings: model.safety } : {}),
  }
}

/** Functions, or else Google's search: most models refuse both together. */
function encodeTools(
  { searches }: Model,
  { tools, toolChoice }: ChatRequest,
): Pick<GenerateBody, 'tools' | 'toolConfig'> {
  if (!tools?.length) return searches ? { tools: [{ googleSearch: {} }] } : {}
  const functionDeclarations = tools.map(({ name, description, input }) => ({
    name,
    description,
    parametersJsonSchema: input,
  }))
  return {
    tools: [{ functionDeclarations }],
    ...(toolChoice === undefined ? {} : { toolConfig: { functionCallingConfig: encodeChoice(toolChoice) } }),
  }
}

function encodeChoice(choice: ToolChoice): NonNullable<GenerateBody['toolConfig']>['functionCallingConfig'] {
  switch (choice) {
    case 'auto':
      return { mode: 'AUTO' }
    case 'none':
      return { mode: 'NONE' }
    case 'required':
      return { mode: 'ANY' }
    default:
      return { mode: 'ANY', allowedFunctionNames: [choice.name] }
  }
}

function encodeLimits(limits: Limits): GenerationConfig {
  const { maxTokens, stop, temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = limits
  return {
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(stop?.length ? { stopSequences: stop.slice(0, mostStops) } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
  }
}

/** Said only where somebody wants it: models that do not think refuse it. */
function encodeThinking(model: Model, { reasoning }: ChatRequest): ThinkingConfig | undefined {
  const effort = reasoning?.effort ?? (reasoning?.budget === undefined ? model.effort : undefined)
  const budget = reasoning?.budget ?? (reasoning?.effort === undefined ? model.budget : undefined)
  if (!reasoning && effort === undefined && budget === undefined) return undefined
  const includeThoughts = effort !== 'none' && budget !== 0
  if (budget !== undefined) return { includeThoughts, thinkingBudget: budget }
  if (effort === undefined) return { includeThoughts }
  const { level, tokens } = efforts[effort] ?? most
  return { includeThoughts, ...(isOlder(model) ? { thinkingBudget: tokens } : { thinkingLevel: level }) }
}

const most = { level: 'HIGH', tokens: 24_576 }

/** Tokens as Google itself counts them where it is asked in OpenAI's words. */
const efforts: Readonly<Record<string, { level: string; tokens: number }>> = {
  none: { level: 'MINIMAL', tokens: 0 },
  minimal: { level: 'MINIMAL', tokens: 1024 },
  low: { level: 'LOW', tokens: 1024 },
  medium: { level: 'MEDIUM', tokens: 8192 },
  high: most,
}
