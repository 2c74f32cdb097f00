import { type JsonSchema, RuntimeError } from '../../index.ts'

/** Clients that know of no pages get everything, up to this. */
const most = 1_000

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** `?limit=20&offset=40`. @throws RuntimeError `invalid-request` */
export function readPage(query: URLSearchParams): Page {
  return {
    limit: number(query, 'limit', { from: 1, to: most, otherwise: most }),
    offset: number(query, 'offset', { from: 0, to: 999_999_999, otherwise: 0 }),
  }
}

/** One more than a page holds tells whether there is another one. */
export function withOneMore({ limit, offset }: Page): Page {
  return { limit: limit + 1, offset }
}

export function pageOf<T>(items: readonly T[], { limit }: Page): { items: readonly T[]; has_more: boolean } {
  return { items: items.slice(0, limit), has_more: items.length > limit }
}

/** A page of what is all there. */
export function slice<T>(items: readonly T[], { limit, offset }: Page): { items: readonly T[]; has_more: boolean } {
  return { items: items.slice(offset, offset + limit), has_more: items.length > offset + limit }
}

/** The schema of a list under its name. */
export function listSchema(name: string, item: JsonSchema): JsonSchema {
  const properties = { [name]: { type: 'array', items: item }, has_more: { type: 'boolean' } }
  return { type: 'object', properties, required: [name, 'has_more'] }
}

interface Range {
  from: number
  to: number
  otherwise: number
}

function number(query: URLSearchParams, name: string, { from, to, otherwise }: Range): number {
  const text = query.get(name)
  if (text === null) return otherwise
  if (/^\d{1,9}$/.test(text) && Number(text) >= from && Number(text) <= to) return Number(text)
  const message = `The ${name} must be a whole number from ${from} to ${to}.`
  throw new RuntimeError('invalid-request', message, { pointer: `/${name}`, problem: 'value' })
}
