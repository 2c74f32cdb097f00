import { type Exchange, ifKnown, type PersonaInfo, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

type Directory = Pick<SurfaceHost, 'find' | 'resolve'>

/** What the API calls endpoints, of which a persona has the first one or two. */
const endpoints = ['chat', 'embed', 'classify', 'summarize', 'rerank', 'rate', 'generate']

/** `GET /v1/models`. Source: Cohere's API reference, "List Models". */
export function listModels(host: SurfaceHost, { query }: Pick<Exchange, 'query'>): object {
  const endpoint = query.get('endpoint')
  if (endpoint !== null && !endpoints.includes(endpoint)) {
    throw wrongQuery('endpoint', `must be one of ${endpoints.join(', ')}`)
  }
  const byDefault = defaultOf(host)
  const isListed = (persona: PersonaInfo): boolean =>
    (endpoint === null || endpointsOf(persona).includes(endpoint)) &&
    (endpoint === null || query.get('default_only') !== 'true' || persona === byDefault)
  const personas = host.personas().filter(isListed)
  const size = pageSize(query.get('page_size'))
  const first = pageStart(personas, query.get('page_token'))
  const next = personas[first + size]
  return {
    models: personas.slice(first, first + size).map((persona) => encodeModel(persona, persona.name, byDefault)),
    ...(next ? { next_page_token: next.id } : {}),
  }
}

/** `GET /v1/models/{model}`. Unlike a question, a look-up never falls back to the default persona. */
export function getModel(host: SurfaceHost, name: string): object {
  const persona = ifKnown(() => host.find(name))
  return encodeModel(persona ?? notFound(name), name, defaultOf(host))
}

/** @throws RuntimeError `unknown-persona` in Cohere's words. */
export function resolveModel(host: Directory, model: string): PersonaInfo {
  return ifKnown(() => host.resolve(model)) ?? notFound(model)
}

/** No limit of a context is made up, and no features but those that are known. */
function encodeModel(persona: PersonaInfo, name: string, byDefault: PersonaInfo | undefined): object {
  const own = endpointsOf(persona)
  return {
    name,
    is_deprecated: false,
    endpoints: own,
    finetuned: false,
    default_endpoints: persona === byDefault ? own : [],
    features: persona.accepts.includes('image') ? ['vision'] : [],
  }
}

function endpointsOf({ embeds }: PersonaInfo): readonly string[] {
  return embeds ? ['chat', 'embed'] : ['chat']
}

/** Who answers where a request names no model. */
function defaultOf(host: Directory): PersonaInfo | undefined {
  return ifKnown(() => host.resolve(''))
}

function pageSize(given: string | null): number {
  const size = Number(given ?? 20)
  if (size >= 1 && size <= 1000) return Math.floor(size)
  throw wrongQuery('page_size', 'must be a number from 1 to 1000')
}

function pageStart(personas: readonly PersonaInfo[], token: string | null): number {
  if (token === null || token === '') return 0
  const start = personas.findIndex(({ id }) => id === token)
  if (start >= 0) return start
  throw wrongQuery('page_token', 'is not the "next_page_token" of a list of these models')
}

function wrongQuery(name: string, what: string): RuntimeError {
  return new RuntimeError('invalid-request', `"${name}" ${what}.`, { pointer: `/${name}`, problem: 'value' })
}

function notFound(model: string): never {
  const name = model.slice(0, 200)
  const message = `model '${name}' not found, make sure the correct model ID was used and that you have access to the model.`
  throw new RuntimeError('unknown-persona', message)
}
