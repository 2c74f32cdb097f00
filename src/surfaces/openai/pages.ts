import { refuse } from '../../formats/openai/index.ts'

/** A page of items that are given oldest first, as the client's query wants it. */
export function pageOf(items: readonly { readonly id: string }[], query: URLSearchParams, whose: string): object {
  const { after, limit, order } = readPage(query)
  const ordered = order === 'desc' ? items.toReversed() : items
  const start = after === null ? 0 : ordered.findIndex(({ id }) => id === after) + 1
  if (after !== null && start === 0) refuse('/after', `No item of ${whose} has the id '${after}'.`)
  const data = ordered.slice(start, start + limit)
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? '',
    last_id: data.at(-1)?.id ?? '',
    has_more: start + limit < ordered.length,
  }
}

function readPage(query: URLSearchParams): { after: string | null; limit: number; order: 'asc' | 'desc' } {
  const limit = query.get('limit') ?? '20'
  if (!/^\d{1,3}$/.test(limit) || Number(limit) < 1 || Number(limit) > 100) {
    refuse('/limit', 'The limit must be an integer from 1 to 100.')
  }
  const order = query.get('order') ?? 'desc'
  if (order !== 'asc' && order !== 'desc') refuse('/order', 'The order must be "asc" or "desc".')
  return { after: query.get('after'), limit: Number(limit), order }
}
