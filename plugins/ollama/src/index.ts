import { defineSolver } from 'dramatis'
import { modelProperties, openUpstream, readModelSettings } from 'dramatis/upstream'
import { chat } from './chat.ts'
import { embedWith } from './embed.ts'
import { hostOf } from './host.ts'
import type { Model } from './model.ts'

const keepAlive = {
  type: ['string', 'number'],
  description: 'How long the model stays in memory, such as "5m".',
} as const

/** Language models that an Ollama server runs. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...modelProperties,
      think: {
        enum: [true, false, 'low', 'medium', 'high'],
        description: 'Whether the model thinks, or how much, where the client does not say.',
      },
      options: {
        type: 'object',
        default: {},
        description: 'Options of the model runner that have no setting of their own, such as "num_ctx".',
      },
      keepAlive,
      keep_alive: keepAlive,
    },
    additionalProperties: false,
  },
  create(config, { log }) {
    const settings = readModelSettings(config)
    const host = hostOf(settings.baseUrl ?? process.env['OLLAMA_HOST'])
    const upstream = openUpstream({ ...settings, baseUrl: host, log })
    const model: Model = {
      host,
      // At ollama.com the SDK itself takes OLLAMA_API_KEY where there is no other.
      headers: { ...(settings.apiKey ? { Authorization: `Bearer ${settings.apiKey}` } : {}), ...settings.headers },
      fetch: upstream.fetch,
      name: settings.model ?? 'llama3.2',
      limits: settings.limits,
      think: config.think,
      options: config.options,
      keepAlive: config.keepAlive ?? config.keep_alive,
    }
    const { prompt, embeddingModel } = settings
    return {
      upstream: upstream.id,
      uses: ['voice', 'tools', 'reasoning'],
      accepts: settings.accepts ?? ['image'],
      applies: ['stop', 'maxTokens'],
      ...(prompt === undefined ? {} : { prompt }),
      ...(embeddingModel === undefined ? {} : { embed: embedWith({ ...model, name: embeddingModel }) }),
      solve: (request, context) => chat(model, request, context),
      close: () => upstream.close(),
    }
  },
})
