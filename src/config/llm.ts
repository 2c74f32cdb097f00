import { messageOf, RuntimeError } from '../core/errors.ts'
import { compileFilling } from '../core/schema.ts'
import { readDocument } from './document.ts'
import { substitute } from './env.ts'
import type { LlmConfigFile } from './llm.gen.ts'
import { readable } from './problems.ts'
import { readSchema } from './schemas.ts'

/** Settings of the `openai` solver, and of its link, for personas that do not say otherwise. */
export interface LlmConfig {
  /**
   * A solver's settings, filled up. Their `model` says which entry: by its `model`, or else by its `name`; without one
   * it is the default.
   */
  fill(given: object): Readonly<Record<string, unknown>>
  /** The model of personas that name none. */
  readonly defaultModel: string | undefined
}

/** Made where there is such a file. */
let check: ReturnType<typeof compileFilling> | undefined

/** Which file, and which model counts in place of the file's own default. */
export interface LlmConfigSource {
  llmConfig?: string | undefined
  defaultModel?: string | undefined
}

/**
 * Reads an `llm_config.json`, as persona-agent has it, and fills in its variables. Undefined where there is nothing to
 * be said of models.
 * @throws RuntimeError `invalid-settings` that names the file and every problem
 */
export async function readLlmConfig(
  { llmConfig, defaultModel }: LlmConfigSource,
  env: NodeJS.ProcessEnv = process.env,
): Promise<LlmConfig | undefined> {
  if (llmConfig === undefined && defaultModel === undefined) return undefined
  const read = llmConfig === undefined ? {} : await readFile(llmConfig, env)
  const file = defaultModel === undefined ? read : { ...read, default_model: defaultModel }
  const { model } = settingsFor(file, undefined)
  return { fill: (given) => fill(file, given), defaultModel: typeof model === 'string' ? model : undefined }
}

async function readFile(path: string, env: NodeJS.ProcessEnv): Promise<LlmConfigFile> {
  const wrong = (what: string) => new RuntimeError('invalid-settings', `The language models' file ${path} ${what}.`)
  let document: unknown
  try {
    document = await readDocument(path)
  } catch (error) {
    throw wrong(`cannot be read: ${messageOf(error)}`)
  }
  const { value, missing } = substitute(document, env)
  const unset = missing.map(({ variable, pointer }) => `${pointer} names the variable ${variable}, which is not set`)
  check ??= compileFilling(readSchema('llm'))
  const problems = readable(check(value)).map(({ pointer, message }) => `${pointer || 'it'} ${message}`)
  if (unset.length + problems.length > 0) throw wrong(`is wrong: ${[...unset, ...problems].join('; ')}`)
  return value as LlmConfigFile // the schema has just said so
}

/** How a persona file may spell what the entries give: what it says itself counts. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  baseUrl: ['api_url', 'api_base', 'base_url'],
  apiKey: ['key', 'api_key'],
  maxTokens: ['max_tokens'],
  topP: ['top_p'],
  frequencyPenalty: ['frequency_penalty'],
  presencePenalty: ['presence_penalty'],
  timeout: ['request_timeout'],
}

function fill(file: LlmConfigFile, given: object): Readonly<Record<string, unknown>> {
  const model = 'model' in given && typeof given.model === 'string' ? given.model : undefined
  const settings = Object.entries(settingsFor(file, model))
  const missing = settings.filter(
    ([key]) => key === 'model' || ![key, ...(spellings[key] ?? [])].some((name) => name in given),
  )
  return { ...given, ...Object.fromEntries(missing) }
}

function settingsFor(file: LlmConfigFile, wanted: string | undefined): Readonly<Record<string, unknown>> {
  const { model_configs: entries = [], api_settings: api = {} } = file
  const name = wanted ?? file.default_model
  const named = entries.find(({ model }) => model === name) ?? entries.find((entry) => entry.name === name)
  const entry = named ?? (name === undefined ? entries[0] : undefined) ?? {}
  return defined({
    baseUrl: entry.api_base ?? file.api_base,
    apiKey: entry.api_key ?? file.api_key,
    model: entry.model ?? name ?? entry.name,
    temperature: entry.temperature,
    maxTokens: entry.max_tokens,
    topP: entry.top_p,
    frequencyPenalty: entry.frequency_penalty,
    presencePenalty: entry.presence_penalty,
    logRequests: api.log_requests,
    logResponses: api.log_responses,
    timeout: api.timeout === undefined ? undefined : `${api.timeout}s`,
    retries: api.retry_attempts,
    retryDelay: api.retry_delay === undefined ? undefined : `${api.retry_delay}s`,
  })
}

function defined(settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined))
}
