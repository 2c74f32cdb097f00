import type { ChatRequest, Limits, Message, ToolChoice } from 'dramatis'
import { encodeConversation } from './contents.ts'
import { isOlder, type Model } from './model.ts'
import type { GenerateBody, GenerationConfig, ThinkingConfig } from './wire.ts'

/** More are refused; the host looks for the others. */
const mostStops = 5

/** A question as `generateContent` takes it. */
export function encodeRequest(model: Model, request: ChatRequest): GenerateBody {
  const { messages, output, tools } = request
  const thinkingConfig = encodeThinking(model, request)
  // Older models refuse functions together with JSON: they are told of it in words.
  const inWords = output && tools?.length && isOlder(model) ? jsonPlease(output) : undefined
  const generationConfig: GenerationConfig = {
    ...encodeLimits({ ...model.limits, ...request.limits }),
    ...(output && !inWords ? encodeOutput(output) : {}),
    ...(thinkingConfig ? { thinkingConfig } : {}),
  }
  return {
    ...encodeConversation(inWords ? [...messages, inWords] : messages, !isOlder(model)),
    ...encodeTools(model, request),
    ...(Object.keys(generationConfig).length > 0 ? { generationConfig } : {}),
    ...(model.safety.length > 0 ? { safetySettings: model.safety } : {}),
  }
}

function encodeOutput({ schema }: NonNullable<ChatRequest['output']>): GenerationConfig {
  return { responseMimeType: 'application/json', ...(schema ? { responseJsonSchema: schema } : {}) }
}

function jsonPlease({ schema }: NonNullable<ChatRequest['output']>): Message {
  const what = schema ? `JSON of this JSON Schema: ${JSON.stringify(schema)}` : 'a JSON object'
  const text = `Your answer must be ${what}. Give nothing but the JSON, without Markdown.`
  return { role: 'system', parts: [{ type: 'text', text }] }
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
