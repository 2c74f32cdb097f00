import { VendorError } from '../../formats/openai/index.ts'
import { type Exchange, refuse } from '../../http/index.ts'
import { encodeList, pageOf, readPage } from './listing.ts'
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
  const items: { id: string }[] = JSON.parse(input) // as `toResources` made them
  const page = pageOf(items, readPage(exchange.query), 'this response')
  exchange.sendJson(
    200,
    encodeList(page, (item) => item),
  )
}

async function find(store: ResponseStore, { params }: Exchange): Promise<StoredResponse> {
  const id = params.id ?? ''
  const stored = await store.get(id)
  if (!stored) throw notFound(id)
  return stored
}
