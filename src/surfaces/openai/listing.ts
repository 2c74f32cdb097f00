import { refuse } from '../../formats/openai/index.ts'
import type { Listed, Page } from './library/paging.ts'

/** @throws RuntimeError `invalid-request` */
export function readPage(query: URLSearchParams, { usual, most }: { usual: number; most: number }): Page {
  const limit = query.get('limit') || String(usual)
  if (!/^\d{1,5}$/.test(limit) || Number(limit) < 1 || Number(limit) > most) {
    refuse('/limit', `The limit must be an integer from 1 to ${most}.`)
  }
  const order = query.get('order') || 'desc'
  if (order !== 'asc' && order !== 'desc') refuse('/order', 'The order must be "asc" or "desc".')
  const [after, before] = [query.get('after'), query.get('before')]
  if (after && before) refuse('/before', 'A page is "after" something or "before" something, not both.')
  const place = { limit: Number(limit), order } as const
  if (after) return { ...place, cursor: { id: after, side: 'after' } }
  return { ...place, cursor: before ? { id: before, side: 'before' } : undefined }
}

/** A page as the vendor's lists are. */
export function encodeList<Row>({ rows, hasMore }: Listed<Row>, encode: (row: Row) => { readonly id: string }): object {
  const data = rows.map(encode)
  return {
    object: 'list',
    data,
    first_id: data[0]?.id ?? '',
    last_id: data.at(-1)?.id ?? '',
    has_more: hasMore,
  }
}
