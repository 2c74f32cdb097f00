import { refuse, VendorError } from '../../formats/openai/index.ts'
import type { Exchange } from '../../http/index.ts'
import { notFound } from './recall.ts'
import type { ResponseStore, StoredResponse } from './store.ts'

/** `GET /responses/{id}` */
export async function getResponse(store: ResponseStore, exchange: Exchange): Promise<void> {
  const { response } = await find(store, exchange)
  if (exchange.query.get('stream') === 'true') {
    refuse(
      '/stream',
      'Only a response that was made in the background can be streamed again, and none is made so here.',
    )
  }
  exchange.send(200, { 'content-type': 'application/json' }, response)
}

/** `DELETE /responses/{id}` */
export async function deleteResponse(store: ResponseStore, exchange: Exchange): Promise<void> {
  const id = exchange.params.id ?? ''
  if (!(await store.delete(id))) throw notFound(id)
  exchange.sendJson(200, { id, object: 'response', deleted: true })
}

/** `POST /responses/{id}/cancel`: whoever waits for a response cancels it by leaving. */
export async function cancelResponse(store: ResponseStore, exchange: Exchange): Promise<void> {
  await find(store, exchange)
  throw new VendorError('invalid-request', null, 'Cannot cancel a synchronous response.')
}

/** `GET /responses/{id}/input_items`: the response's own input, without that of earlier ones. */
export async function listInput(store: ResponseStore, exchange: Exchange): Promise<void> {
  const { input } = await find(store, exchange)
  const { after, limit, order } = readPage(exchange.query)
  const items = JSON.parse(input) as { id: string }[] // as `toResources` made them
  if (order === 'desc') items.reverse()
  const start = after === null ? 0 : items.findIndex(({ id }) => id === after) + 1
  if (after !== null && start === 0) refuse('/after', `No item of this response has the id '${after}'.`)
  const data = items.slice(start, start + limit)
  exchange.sendJson(200, {
    object: 'list',
    data,
    first_id: data[0]?.id ?? '',
    last_id: data.at(-1)?.id ?? '',
    has_more: start + limit < items.length,
  })
}

async function find(store: ResponseStore, { params }: Exchange): Promise<StoredResponse> {
  const id = params.id ?? ''
  const stored = await store.get(id)
  if (!stored) throw notFound(id)
  return stored
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
