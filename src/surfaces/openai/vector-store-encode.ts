import type { AttachedRow, Status } from './library/attached.ts'
import type { Batch } from './library/attachments.ts'
import type { Found } from './library/search.ts'
import type { StoreView } from './library/stores.ts'

const day = 24 * 60 * 60 * 1000

/** Source: `VectorStoreObject`. */
export function encodeStore({ row, name, description, metadata, counts, bytes, expires }: StoreView) {
  const isInDays = row.lifetime !== null && row.lifetime % day === 0
  return {
    id: row.id,
    object: 'vector_store',
    created_at: Math.floor(row.created / 1_000_000),
    name,
    ...(description === undefined ? {} : { description }),
    usage_bytes: bytes,
    file_counts: counts,
    status: expires <= Date.now() ? 'expired' : counts.in_progress > 0 ? 'in_progress' : 'completed',
    ...(isInDays ? { expires_after: { anchor: 'last_active_at', days: (row.lifetime ?? 0) / day } as const } : {}),
    expires_at: Number.isFinite(expires) ? Math.floor(expires / 1000) : null,
    last_active_at: Math.floor(row.used / 1000),
    metadata,
  } as const
}

/** Source: `VectorStoreFileObject`. */
export function encodeAttached(row: AttachedRow) {
  const { chunk_tokens: max_chunk_size_tokens, overlap_tokens: chunk_overlap_tokens } = row
  return {
    id: row.file,
    object: 'vector_store.file',
    created_at: Math.floor(row.created / 1_000_000),
    vector_store_id: row.store,
    status: row.status,
    last_error: row.error === null ? null : JSON.parse(row.error),
    usage_bytes: row.bytes,
    attributes: JSON.parse(row.attributes),
    chunking_strategy: { type: 'static', static: { max_chunk_size_tokens, chunk_overlap_tokens } },
  } as const
}

/** Source: `VectorStoreFileBatchObject`. */
export function encodeBatch(batch: Batch) {
  return {
    id: batch.id,
    object: 'vector_store.files_batch',
    created_at: Math.floor(batch.created / 1_000_000),
    vector_store_id: batch.store,
    status: statusOfBatch(batch),
    file_counts: batch.counts,
  } as const
}

/** A batch of which every file has failed has failed itself. */
export function statusOfBatch({ cancelled, counts }: Batch): Status {
  if (cancelled) return 'cancelled'
  if (counts.in_progress > 0) return 'in_progress'
  return counts.total > 0 && counts.failed === counts.total ? 'failed' : 'completed'
}

/** Source: `VectorStoreSearchResultsPage`. */
export function encodeFound(queries: readonly string[], found: readonly Found[]) {
  return {
    object: 'vector_store.search_results.page',
    search_query: queries,
    data: found.map(({ file, filename, score, attributes, text }) => ({
      file_id: file,
      filename,
      score,
      attributes,
      content: [{ type: 'text', text }] as const,
    })),
    has_more: false,
    next_page: null,
  } as const
}
