import type { Exchange, PersonaInfo, SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import type { Address } from './address.ts'

/** A persona has no limits of its own; clients that cut their prompts by these numbers want some. */
const limits = { inputTokenLimit: 1_048_576, outputTokenLimit: 65_536 }

const mostOnPage = 1000

/** The list of models, a page at a time. Personas are models; tuned ones there are none. */
export function listModels(host: SurfaceHost, exchange: Exchange, { collection }: Address): void {
  const key = collection.startsWith('publishers/') ? 'publisherModels' : collection
  const personas = collection === 'tunedModels' ? [] : host.personas()
  const start = wholeNumber(exchange.query, ['pageToken', 'page_token'])
  const size = wholeNumber(exchange.query, ['pageSize', 'page_size']) || 50
  const end = start + Math.min(size, mostOnPage)
  exchange.sendJson(200, {
    [key]: personas.slice(start, end).map((persona) => encodeModel(persona, `${collection}/${persona.name}`)),
    ...(end < personas.length ? { nextPageToken: String(end) } : {}),
  })
}

/** One model. Unlike a question, a look-up never falls back to the default persona. */
export function getModel(host: SurfaceHost, exchange: Exchange, { collection, model }: Address): void {
  exchange.sendJson(200, encodeModel(host.find(model), `${collection}/${model}`))
}

/** Source: googleapis/googleapis, `model.proto`. Streaming is not among the methods that Google lists. */
function encodeModel(persona: PersonaInfo, name: string): object {
  return {
    name,
    baseModelId: persona.name,
    version: persona.modifiedAt,
    displayName: persona.name,
    description: persona.description,
    ...limits,
    supportedGenerationMethods: [
      'generateContent',
      'countTokens',
      ...(persona.embeds ? ['embedContent', 'batchEmbedContents'] : []),
    ],
  }
}

/** Query parameters may be spelled as the protos have them. */
function wholeNumber(query: URLSearchParams, names: readonly [string, string]): number {
  const given = names.map((name) => query.get(name)).find((value) => value) ?? '0'
  if (/^\d{1,9}$/.test(given)) return Number(given)
  const message = 'It must be a whole number of the list, or a token of its last page.'
  throw new RuntimeError('invalid-request', message, { pointer: `/${names[0]}`, problem: 'value' })
}
