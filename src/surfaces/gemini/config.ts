import type { ChatRequest, Limits } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import { schemaOf } from './tools.ts'
import type { GenerationConfigBody } from './wire.ts'

const at = '/generationConfig'

/** How the wording is to be chosen. */
export function decodeLimits(config: GenerationConfigBody): Limits {
  const { maxOutputTokens, stopSequences, temperature, topP, topK, seed, presencePenalty, frequencyPenalty } = config
  return {
    ...(maxOutputTokens === undefined ? {} : { maxTokens: maxOutputTokens }),
    ...(stopSequences?.length ? { stop: stopSequences } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(topK === undefined ? {} : { topK }),
    ...(seed === undefined ? {} : { seed }),
    ...(presencePenalty === undefined ? {} : { presencePenalty }),
    ...(frequencyPenalty === undefined ? {} : { frequencyPenalty }),
  }
}

/** A budget of -1 leaves it to the model, and 0 turns reasoning off. */
export function decodeReasoning({ thinkingConfig }: GenerationConfigBody): Pick<ChatRequest, 'reasoning'> {
  if (!thinkingConfig) return {}
  const { thinkingBudget: budget, thinkingLevel: level } = thinkingConfig
  if (budget === 0) return { reasoning: { effort: 'none' } }
  return {
    reasoning: {
      ...(level === undefined || level === 'THINKING_LEVEL_UNSPECIFIED' ? {} : { effort: level.toLowerCase() }),
      ...(budget === undefined || budget < 0 ? {} : { budget }),
    },
  }
}

/**
 * Whether the client wants JSON, in any of the places where the API lets it say so.
 * @throws RuntimeError `invalid-request` for answers that are neither text nor JSON.
 */
export function decodeOutput(config: GenerationConfigBody): Pick<ChatRequest, 'output'> {
  const format = config.responseFormat?.find(({ text }) => text)?.text
  const mimeType = (config.responseMimeType || format?.mimeType || '').toLowerCase()
  const jsonSchema = config.responseJsonSchema ?? config._responseJsonSchema ?? format?.schema
  const schema = schemaOf(jsonSchema, config.responseSchema, `${at}/responseSchema`)
  if (isJson(mimeType) || (mimeType === '' && schema)) return { output: schema ? { schema } : {} }
  if (mimeType === '' || mimeType === 'text/plain' || mimeType === 'text_plain') return {}
  throw wrong('responseMimeType', 'Answers are text/plain or application/json.')
}

/**
 * What the API has and no persona can do. A request that asks for it is refused, not cut down.
 * @throws RuntimeError `invalid-request`
 */
export function refuseImpossible(config: GenerationConfigBody): void {
  const { responseLogprobs, logprobs, responseModalities = [], responseFormat = [], speechConfig, imageConfig } = config
  const reason = 'Log probabilities cannot be had: not every answer comes from a model.'
  if (responseLogprobs) throw wrong('responseLogprobs', reason)
  if (logprobs) throw wrong('logprobs', reason)
  const media = responseModalities.findIndex((modality) => modality !== 'TEXT' && modality !== 'MODALITY_UNSPECIFIED')
  if (media >= 0) throw wrong(`responseModalities/${media}`, 'Answers are text.')
  const other = responseFormat.findIndex(({ audio, image, video }) => audio ?? image ?? video)
  if (other >= 0) throw wrong(`responseFormat/${other}`, 'Answers are text.')
  if (speechConfig) throw wrong('speechConfig', 'Answers are not spoken.')
  if (imageConfig) throw wrong('imageConfig', 'Images cannot be made.')
}

/** `responseFormat` names the types of an enum. */
function isJson(mimeType: string): boolean {
  return mimeType === 'application/json' || mimeType === 'application_json'
}

function wrong(field: string, message: string): RuntimeError {
  return new RuntimeError('invalid-request', message, { pointer: `${at}/${field}`, problem: 'value' })
}
