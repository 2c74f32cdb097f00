import type { FromSchema } from '../core/schema.ts'
import type { Limits, MediaKind } from '../core/types.ts'

const text = { type: 'string', minLength: 1 } as const
const zeroToOne = { type: 'number', minimum: 0, maximum: 1 } as const
const penalty = { type: 'number', minimum: -2, maximum: 2 } as const

/** Settings that every solver has which asks a language model; the later spellings are those of other runtimes. */
export const modelProperties = {
  baseUrl: { ...text, description: 'Scheme, host and path that every call begins with.' },
  api_url: text,
  api_base: text,
  base_url: text,
  apiKey: { type: 'string', description: 'The key. Write "${VARIABLE}" to take it from the environment.' },
  key: { type: 'string' },
  api_key: { type: 'string' },
  model: { ...text, description: "The model's name." },
  prompt: { type: 'string', description: "Instructions in place of the persona's own." },
  system_prompt: { type: 'string' },
  persona: { type: 'string' },
  initial_prompt: { type: 'string' },
  temperature: { type: 'number', minimum: 0, maximum: 2, description: 'Where the client does not say.' },
  maxTokens: { type: 'integer', minimum: 1, description: 'Most tokens of an answer, where the client does not say.' },
  max_tokens: { type: 'integer', minimum: 1 },
  topP: { ...zeroToOne, description: 'Where the client does not say.' },
  top_p: zeroToOne,
  topK: { type: 'integer', minimum: 1, description: 'Where the client does not say.' },
  top_k: { type: 'integer', minimum: 1 },
  frequencyPenalty: { ...penalty, description: 'Where the client does not say.' },
  frequency_penalty: penalty,
  presencePenalty: { ...penalty, description: 'Where the client does not say.' },
  presence_penalty: penalty,
  stop: { type: 'array', items: text, description: 'Texts that end an answer, where the client does not say.' },
  stop_token: { type: ['string', 'array'], items: text },
  seed: { type: 'integer', description: 'Where the client does not say.' },
  embeddingModel: { ...text, description: 'The model that embeds texts. Default: none, it does not embed.' },
  accepts: {
    type: 'array',
    items: { enum: ['image', 'audio', 'file'] },
    uniqueItems: true,
    description: 'What the model can read beside text.',
  },
  headers: {
    type: 'object',
    additionalProperties: { type: 'string' },
    default: {},
    description: 'Sent with every call.',
  },
  logRequests: { type: 'boolean', default: false, description: 'Writes what is sent to the log.' },
  logResponses: { type: 'boolean', default: false, description: 'Writes to the log what came back.' },
} as const

type ModelConfig = FromSchema<{ type: 'object'; properties: typeof modelProperties }>

/** The settings under one spelling each. */
export interface ModelSettings {
  baseUrl: string | undefined
  apiKey: string | undefined
  model: string | undefined
  prompt: string | undefined
  embeddingModel: string | undefined
  accepts: readonly MediaKind[] | undefined
  headers: Readonly<Record<string, string>>
  /** For what a client does not say. */
  limits: Limits
  logRequests: boolean
  logResponses: boolean
}

/** Reads settings however they are spelled: our own spelling counts first. */
export function readModelSettings(config: ModelConfig): ModelSettings {
  const stop = config.stop ?? (config.stop_token === undefined ? undefined : [config.stop_token].flat())
  const limits = {
    maxTokens: config.maxTokens ?? config.max_tokens,
    temperature: config.temperature,
    topP: config.topP ?? config.top_p,
    topK: config.topK ?? config.top_k,
    frequencyPenalty: config.frequencyPenalty ?? config.frequency_penalty,
    presencePenalty: config.presencePenalty ?? config.presence_penalty,
    stop: stop as readonly string[] | undefined, // the schema says strings
    seed: config.seed,
  }
  return {
    baseUrl: config.baseUrl ?? config.api_url ?? config.api_base ?? config.base_url,
    apiKey: config.apiKey ?? config.key ?? config.api_key,
    model: config.model,
    prompt: config.prompt ?? config.system_prompt ?? config.persona ?? config.initial_prompt,
    embeddingModel: config.embeddingModel,
    accepts: config.accepts,
    headers: config.headers,
    limits: definedOf(limits),
    logRequests: config.logRequests,
    logResponses: config.logResponses,
  }
}

/** Without the keys that hold nothing. */
function definedOf(limits: { [K in keyof Limits]-?: Limits[K] | undefined }): Limits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined))
}
