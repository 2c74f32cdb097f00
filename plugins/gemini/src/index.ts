import { defineSolver, RuntimeError } from 'dramatis'
import { modelProperties, openUpstream, readModelSettings } from 'dramatis/upstream'
import { baseUrlOf, isHome } from './base-url.ts'
import { chat } from './chat.ts'
import { embedWith } from './embed.ts'
import { type Model, resourceOf } from './model.ts'

/** Google's Gemini models. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...modelProperties,
      reasoningEffort: { type: 'string', description: 'How much the model thinks, where the client does not say.' },
      thinkingBudget: {
        type: 'integer',
        minimum: -1,
        description: 'Tokens for thoughts, where the client does not say: 0 none, -1 as many as the model likes.',
      },
      googleSearch: {
        type: 'boolean',
        default: false,
        description: 'Lets the model look things up, in questions that come without tools.',
      },
      safetySettings: {
        type: 'array',
        default: [],
        items: {
          type: 'object',
          properties: { category: { type: 'string' }, threshold: { type: 'string' } },
          required: ['category', 'threshold'],
          additionalProperties: false,
        },
        description: 'What the model refuses.',
      },
    },
    additionalProperties: false,
  },
  create(config, { log }) {
    const { GEMINI_API_KEY, GOOGLE_API_KEY, GOOGLE_GEMINI_BASE_URL } = process.env
    const settings = readModelSettings(config)
    const baseUrl = baseUrlOf(settings.baseUrl, GOOGLE_GEMINI_BASE_URL)
    const apiKey = settings.apiKey || GEMINI_API_KEY || GOOGLE_API_KEY
    if (!apiKey && isHome(baseUrl)) {
      const what = 'The solver "gemini" has no key for generativelanguage.googleapis.com'
      throw new RuntimeError('plugin-failed', `${what}: set "apiKey" or GEMINI_API_KEY, or give another "baseUrl".`)
    }
    const upstream = openUpstream({ ...settings, baseUrl, log })
    const headers = {
      'content-type': 'application/json',
      ...(apiKey ? { 'x-goog-api-key': apiKey } : {}),
      ...settings.headers,
    }
    const endpoint = (resource: string, method: string) =>
      upstream.endpoint(`${baseUrl}/${resource}:${method}`, headers)
    const model: Model = {
      resource: resourceOf(settings.model ?? 'gemini-flash-latest'),
      limits: settings.limits,
      effort: config.reasoningEffort,
      budget: config.thinkingBudget,
      searches: config.googleSearch,
      safety: config.safetySettings,
    }
    const { prompt, embeddingModel } = settings
    const embedding = embeddingModel === undefined ? undefined : resourceOf(embeddingModel)
    const post = endpoint(model.resource, 'streamGenerateContent?alt=sse')
    return {
      upstream: upstream.id,
      uses: ['voice', 'tools', 'reasoning'],
      accepts: settings.accepts ?? ['image', 'audio', 'file'],
      applies: ['maxTokens'],
      ...(prompt === undefined ? {} : { prompt }),
      ...(embedding === undefined ? {} : { embed: embedWith(embedding, endpoint(embedding, 'batchEmbedContents')) }),
      solve: (request, context) => chat(model, post, request, context),
      close: () => upstream.close(),
    }
  },
})
