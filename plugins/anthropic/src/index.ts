import Anthropic from '@anthropic-ai/sdk'
import { defineSolver, RuntimeError } from 'dramatis'
import { type ModelSettings, modelProperties, openUpstream, readModelSettings, sdkEndpoint } from 'dramatis/upstream'
import { hear } from './ask.ts'
import type { Model, Version } from './model.ts'
import { encodeRequest } from './request.ts'

const home = 'https://api.anthropic.com'

/** Claude, and language models behind any other server that speaks Anthropic's Messages API. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...modelProperties,
      version: {
        enum: ['2026-10-21', '2023-06-01'],
        description: 'Of the API. Default: the newer one at api.anthropic.com, the older one elsewhere.',
      },
      thinking: {
        enum: ['adaptive', 'budget'],
        description: 'How the model is told to think. Default: "adaptive" with the newer version, else "budget".',
      },
      reasoningEffort: { type: 'string', description: 'How much the model thinks, where the client does not say.' },
      cache: {
        type: 'boolean',
        default: false,
        description: 'Keeps the instructions and the tools in the prompt cache.',
      },
    },
    additionalProperties: false,
  },
  async create(config, { log }) {
    const { ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN, ANTHROPIC_BASE_URL } = process.env
    const settings = readModelSettings(config)
    const baseUrl = withoutVersion(settings.baseUrl ?? (ANTHROPIC_BASE_URL || home))
    const upstream = openUpstream({ ...settings, baseUrl, log })
    const isHome = new URL(baseUrl).origin === home
    const key = settings.apiKey || ANTHROPIC_API_KEY || ANTHROPIC_AUTH_TOKEN
    if (isHome && !key) {
      const what = 'The solver "anthropic" has no key for api.anthropic.com'
      throw new RuntimeError('plugin-failed', `${what}: set "apiKey" or ANTHROPIC_API_KEY, or give another "baseUrl".`)
    }
    const version = config.version ?? (isHome ? '2026-10-21' : '2023-06-01')
    const useless = uselessSettings(settings, version)
    if (useless.length > 0) {
      log.warn({ settings: useless, version }, 'Settings of the solver "anthropic" that its API has no place for.')
    }
    const client = new Anthropic({
      apiKey: key || 'none',
      baseURL: baseUrl,
      defaultHeaders: { 'anthropic-version': version, ...keyHeader(version, key), ...settings.headers },
      logLevel: 'off',
      openTelemetry: false,
    })
    const post = await sdkEndpoint(upstream, client, '/v1/messages')
    const model: Model = {
      name: settings.model ?? 'claude-sonnet-5-5',
      version,
      thinking: config.thinking ?? (version === '2026-10-21' ? 'adaptive' : 'budget'),
      effort: config.reasoningEffort,
      cache: config.cache,
      limits: settings.limits,
    }
    const { prompt } = settings
    return {
      upstream: upstream.id,
      uses: ['voice', 'tools', 'reasoning'],
      accepts: settings.accepts ?? ['image', 'file'],
      applies: ['maxTokens'], // of stop sequences the API refuses those of white space: the host sees to them
      ...(prompt === undefined ? {} : { prompt }),
      solve(request, context) {
        const body = encodeRequest(model, request)
        return body.messages.length === 0 ? undefined : hear(() => post(body, context))
      },
      close: () => upstream.close(),
    }
  },
})

/** The SDK adds the `/v1` that other runtimes have in the address. */
function withoutVersion(baseUrl: string): string {
  return baseUrl.replace(/\/v1\/?$/, '').replace(/\/$/, '')
}

/** The SDK sends the key as a bearer's, which is how the newer version has it; servers of the older one look here. */
function keyHeader(version: Version, key: string | undefined): Record<string, string> {
  return version === '2023-06-01' && key ? { 'x-api-key': key } : {}
}

function uselessSettings({ limits, embeddingModel }: ModelSettings, version: Version): string[] {
  const never = ['seed', 'presencePenalty', 'frequencyPenalty'] as const
  const older = ['temperature', 'topP', 'topK'] as const
  const names = version === '2023-06-01' ? never : [...older, ...never]
  const useless: string[] = names.filter((name) => limits[name] !== undefined)
  return embeddingModel === undefined ? useless : [...useless, 'embeddingModel']
}
