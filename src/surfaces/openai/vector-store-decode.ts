import { refuse } from '../../http/index.ts'
import type { Wanted } from './library/attached.ts'
import { type Strategy, usualStrategy } from './library/chunks.ts'
import { type Attributes, readFilter } from './library/filters.ts'
import type { Query } from './library/search.ts'
import type { About } from './library/stores.ts'
import {
  type AttachBody,
  type BatchBody,
  parseAttach,
  parseAttributes,
  parseBatch,
  parseCreateStore,
  parseSearch,
  parseUpdateStore,
} from './vector-store-wire.ts'

const day = 24 * 60 * 60 * 1000
const usualResults = 10

/** What each request of the vector stores API means. All of it throws RuntimeError `invalid-request`. */

export function decodeCreate(json: unknown): { about: About; lifetime: number | undefined; wanted: readonly Wanted[] } {
  const { name, description, metadata, expires_after: expiry, file_ids: ids, ...rest } = parseCreateStore(json)
  return {
    about: { name: name ?? '', description: description ?? undefined, metadata: metadata ?? {} },
    lifetime: expiry == null ? undefined : expiry.days * day,
    wanted: alike(ids ?? [], { chunking_strategy: rest.chunking_strategy }),
  }
}

/** What is not sent stays; null empties it. */
export function decodeUpdate(json: unknown): Partial<About> & { readonly lifetime?: number | null } {
  const { name, metadata, expires_after: expiry } = parseUpdateStore(json)
  return {
    ...(name === undefined ? {} : { name: name ?? '' }),
    ...(metadata === undefined ? {} : { metadata: metadata ?? {} }),
    ...(expiry === undefined ? {} : { lifetime: expiry === null ? null : expiry.days * day }),
  }
}

export function decodeAttach(json: unknown): Wanted {
  return toWanted(parseAttach(json), '')
}

/** Ids that share everything, or files each with its own. */
export function decodeBatch(json: unknown): readonly Wanted[] {
  const body = parseBatch(json)
  if ((body.file_ids == null) === (body.files == null)) refuse('/file_ids', 'Send either "file_ids" or "files".')
  const wanted = body.files?.map((each, index) => toWanted(each, `/files/${index}`)) ?? alike(body.file_ids ?? [], body)
  if (wanted.length === 0) refuse('/file_ids', 'A batch has at least one file.')
  return wanted
}

export function decodeAttributes(json: unknown): Attributes {
  return parseAttributes(json).attributes ?? {}
}

/** The ranker and the wish for another wording make no difference: there is one way to rank, and none to reword. */
export function decodeSearch(json: unknown): Query {
  const { query, filters, max_num_results: most, ranking_options: ranking } = parseSearch(json)
  return {
    texts: typeof query === 'string' ? [query] : query,
    matches: filters == null ? () => true : readFilter(filters, '/filters'),
    most: most ?? usualResults,
    leastScore: ranking?.score_threshold ?? 0,
  }
}

function toWanted({ file_id: file, attributes, chunking_strategy: strategy }: AttachBody, at: string): Wanted {
  return { file, attributes: attributes ?? {}, strategy: toStrategy(strategy, `${at}/chunking_strategy`) }
}

function alike(ids: readonly string[], body: Pick<BatchBody, 'attributes' | 'chunking_strategy'>): readonly Wanted[] {
  const strategy = toStrategy(body.chunking_strategy, '/chunking_strategy')
  return ids.map((file) => ({ file, attributes: body.attributes ?? {}, strategy }))
}

function toStrategy(given: AttachBody['chunking_strategy'], pointer: string): Strategy {
  if (given?.type !== 'static') return usualStrategy
  if (!given.static) refuse(`${pointer}/static`, 'The strategy "static" needs its sizes.')
  const { max_chunk_size_tokens: chunkTokens, chunk_overlap_tokens: overlapTokens } = given.static
  if (overlapTokens > chunkTokens / 2) {
    refuse(`${pointer}/static/chunk_overlap_tokens`, 'The overlap may be half of a chunk at most.')
  }
  return { chunkTokens, overlapTokens }
}
