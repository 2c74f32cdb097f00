import { refuse } from '../../../http/index.ts'

/** A page of a list, as a client asks for it. */
export interface Page {
  readonly limit: number
  readonly order: 'asc' | 'desc'
  /** The id of a neighbour: the page ends before it, or begins after it. */
  readonly cursor: { readonly id: string; readonly side: 'after' | 'before' } | undefined
}

/** The rows of a page, and whether there are more in its direction. */
export interface Listed<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

/** What to read from a table for a page: rows beyond a time, by time. */
export interface Slice {
  readonly direction: 'asc' | 'desc'
  readonly limit: number
  readonly beyond: { readonly comparison: '<' | '>'; readonly created: number } | undefined
}

/**
 * `find` tells when the thing with the cursor's id was made, undefined where there is none; `read` reads a slice.
 * @throws RuntimeError `invalid-request` for a cursor that is not there (any more)
 */
export async function listPage<Row>(
  { limit, order, cursor }: Page,
  find: (id: string) => Promise<number | undefined>,
  read: (slice: Slice) => Promise<readonly Row[]>,
): Promise<Listed<Row>> {
  const created = cursor ? await find(cursor.id) : undefined
  if (cursor && created === undefined) refuse(`/${cursor.side}`, `Nothing in this list has the id '${cursor.id}'.`)
  const backwards = cursor?.side === 'before'
  const direction = (order === 'asc') === backwards ? 'desc' : 'asc'
  const comparison = direction === 'asc' ? '>' : '<'
  const beyond = created === undefined ? undefined : ({ comparison, created } as const)
  const found = await read({ direction, limit: limit + 1, beyond })
  const rows = found.slice(0, limit)
  return { rows: backwards ? rows.toReversed() : rows, hasMore: found.length > limit }
}
