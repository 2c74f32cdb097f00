import { refuse } from '../../http/index.ts'
import type { Listed, Page } from './library/paging.ts'

/** Items of most lists in a page: where nothing is asked for, and at the most. */
const pages = { usual: 20, most: 100 }

/** @throws RuntimeError `invalid-request` */
export function readPage(query: URLSearchParams, { usual, most } = pages): Page {
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

/** A page of items that are all there, the oldest first. @throws RuntimeError `invalid-request` */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  { limit, order, cursor }: Page,
  whose: string,
): Listed<Item> {
  const ordered = order === 'desc' ? items.toReversed() : items
  const at = cursor ? ordered.findIndex(({ id }) => id === cursor.id) : -1
  if (cursor && at < 0) refuse(`/${cursor.side}`, `No item of ${whose} has the id '${cursor.id}'.`)
  if (cursor?.side === 'before') return { rows: ordered.slice(Math.max(0, at - limit), at), hasMore: at > limit }
  const rows = ordered.slice(at + 1, at + 1 + limit)
  return { rows, hasMore: at + 1 + limit < ordered.length }
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
