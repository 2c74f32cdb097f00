import { defineSolver, RuntimeError } from 'dramatis'
import { modelProperties, openUpstream, readModelSettings, sdkEndpoint } from 'dramatis/upstream'
import OpenAI from 'openai'
import { encodeChat } from './chat.ts'
import { ChatListener } from './chat-listener.ts'
import { embedWith } from './embed.ts'
import { hear } from './hear.ts'
import { home, type Model } from './model.ts'
import { ResponseListener } from './response-listener.ts'
import { encodeResponse } from './responses.ts'

/** Language models behind any server that speaks OpenAI's API. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...modelProperties,
      api: {
        enum: ['chat', 'responses'],
        default: 'chat',
        description: 'Which endpoint is asked: every server has the first; OpenAI has more on the second.',
      },
      organization: { type: 'string', description: "OpenAI's organisation." },
      project: { type: 'string', description: "OpenAI's project." },
      reasoningEffort: { type: 'string', description: 'How much the model thinks, where the client does not say.' },
      whole: {
        type: 'boolean',
        default: false,
        description:
          'Asks for a whole answer where the client wants one: less work, and `timeout` is then for all of it.',
      },
      body: {
        type: 'object',
        default: {},
        description: 'Fields of every request, for what a server has of its own. Null takes one out.',
      },
    },
    additionalProperties: false,
  },
  async create(config, { log }) {
    const { OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_API_BASE } = process.env
    const settings = readModelSettings(config)
    const baseUrl = settings.baseUrl ?? OPENAI_BASE_URL ?? OPENAI_API_BASE ?? `https://${home}/v1`
    const upstream = openUpstream({ ...settings, baseUrl, log })
    const host = new URL(baseUrl).hostname
    const apiKey = settings.apiKey ?? OPENAI_API_KEY
    if (host === home && !apiKey) {
      const what = `The solver "openai" has no key for ${home}`
      throw new RuntimeError('plugin-failed', `${what}: set "apiKey" or OPENAI_API_KEY, or give another "baseUrl".`)
    }
    if (config.whole && config.api === 'responses') {
      throw new RuntimeError('plugin-failed', '"whole" goes with "api": "chat": responses are always streamed.')
    }
    const client = new OpenAI({
      apiKey: apiKey || 'none',
      baseURL: baseUrl,
      fetch: upstream.fetch,
      maxRetries: 0, // the chain asks again, within its own time
      timeout: 2 ** 31 - 1, // its limits are those of the link
      defaultHeaders: settings.headers,
      organization: config.organization ?? null,
      project: config.project ?? null,
      logLevel: 'off',
    })
    const { encode, path, Listener } = config.api === 'chat' ? chat : responses
    const post = await sdkEndpoint(upstream, client, path)
    const model: Model = {
      name: settings.model ?? 'gpt-4o-mini',
      host,
      reads: settings.accepts ?? ['image', 'file'],
      limits: settings.limits,
      effort: config.reasoningEffort,
    }
    const { prompt, embeddingModel } = settings
    return {
      upstream: upstream.id,
      uses: ['voice', 'tools', 'reasoning'],
      accepts: model.reads,
      applies: ['maxTokens'],
      ...(prompt === undefined ? {} : { prompt }),
      ...(embeddingModel === undefined ? {} : { embed: embedWith(client, embeddingModel) }),
      solve: (request, context) => {
        const body = encode(model, request, context.whole && config.whole)
        return hear(() => post(withFields(body, config.body), context), new Listener())
      },
      close: () => upstream.close(),
    }
  },
})

const chat = { path: '/chat/completions', encode: encodeChat, Listener: ChatListener }
const responses = { path: '/responses', encode: encodeResponse, Listener: ResponseListener }

/** Null takes a field out. */
function withFields(body: object, fields: Readonly<Record<string, unknown>>): object {
  const entries = Object.entries(fields)
  if (entries.length === 0) return body
  return Object.fromEntries([...Object.entries(body), ...entries].filter(([name]) => fields[name] !== null))
}
