import { invalidParams } from './failures.ts'

/** Many clients never ask for a second page. */
const pageSize = 1_000

/**
 * A page of a list, in the list's own order. A cursor names the last item of the page before, so that a list which
 * changes in between neither repeats nor skips what stays.
 * @throws ProtocolError for a cursor that names nothing in the list
 */
export function page<T, L>(
  items: readonly T[],
  cursor: string | undefined,
  keyOf: (item: T) => string,
  show: (item: T) => L,
): { items: L[]; nextCursor?: string } {
  const start = cursor === undefined ? 0 : after(items, cursor, keyOf)
  const shown = items.slice(start, start + pageSize)
  const last = shown.at(-1)
  const isLast = last === undefined || start + shown.length >= items.length
  return { items: shown.map(show), ...(isLast ? {} : { nextCursor: Buffer.from(keyOf(last)).toString('base64url') }) }
}

function after<T>(items: readonly T[], cursor: string, keyOf: (item: T) => string): number {
  const key = Buffer.from(cursor, 'base64url').toString()
  const index = items.findIndex((item) => keyOf(item) === key)
  if (index < 0) throw invalidParams('The cursor points at nothing in the list, which may have changed; list it again.')
  return index + 1
}
