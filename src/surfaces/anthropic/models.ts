import type { Exchange, PersonaInfo, SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

const longestPage = 1000
const usualPage = 20

/** `GET /models`, a page at a time. Source: `ModelListParams` and `Page` of the vendor's SDK. */
export function listModels(host: SurfaceHost, exchange: Exchange): void {
  const { models, more } = pageOf(host.personas(), exchange.query)
  const data = models.map(encodeModel)
  const ends = { first_id: models.at(0)?.name ?? null, last_id: models.at(-1)?.name ?? null }
  exchange.sendJson(200, { data, has_more: more, ...ends })
}

/** `GET /models/{id}`. Unlike a question, a look-up never falls back to the default persona. */
export function getModel(host: SurfaceHost, exchange: Exchange): void {
  exchange.sendJson(200, encodeModel(host.find(exchange.params['*'] ?? '')))
}

function encodeModel({ name, modifiedAt }: PersonaInfo): object {
  return {
    type: 'model',
    id: name,
    display_name: name,
    created_at: modifiedAt,
    lifecycle: 'active',
    line: null,
    deprecated_at: null,
    retires_at: null,
    max_input_tokens: null,
    max_tokens: null,
    capabilities: null,
  }
}

/** The personas after or before the one that the query names; those before it are the ones next to it. */
function pageOf(
  all: readonly PersonaInfo[],
  query: URLSearchParams,
): { models: readonly PersonaInfo[]; more: boolean } {
  const size = pageSize(query.get('limit'))
  const [after, before] = [query.get('after_id'), query.get('before_id')]
  if (after && before) throw wrong('before_id', 'Send either before_id or after_id.')
  if (before) {
    const end = position(all, 'before_id', before)
    return { models: all.slice(Math.max(0, end - size), end), more: end > size }
  }
  const start = after ? position(all, 'after_id', after) + 1 : 0
  return { models: all.slice(start, start + size), more: start + size < all.length }
}

function pageSize(limit: string | null): number {
  if (limit === null || limit === '') return usualPage
  const size = Number(limit)
  if (!Number.isInteger(size)) throw wrong('limit', 'Input should be a valid integer')
  if (size < 1) throw wrong('limit', 'Input should be greater than or equal to 1')
  if (size > longestPage) throw wrong('limit', `Input should be less than or equal to ${longestPage}`)
  return size
}

function position(all: readonly PersonaInfo[], field: string, name: string): number {
  const found = all.findIndex((persona) => persona.name === name)
  if (found < 0) throw wrong(field, `There is no model "${name.slice(0, 100)}" to page from.`)
  return found
}

function wrong(field: string, message: string): RuntimeError {
  return new RuntimeError('invalid-request', message, { pointer: `/${field}`, problem: 'value' })
}
