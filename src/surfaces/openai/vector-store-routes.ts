import { type Exchange, type Route, refuse, requireListable, route, type SurfaceHost } from '../../http/index.ts'
import { type Status, statuses } from './library/attached.ts'
import type { Attachments } from './library/attachments.ts'
import type { Indexer } from './library/indexer.ts'
import type { Search } from './library/search.ts'
import type { FileStorage } from './library/storage.ts'
import type { VectorStores } from './library/stores.ts'
import { textOfFile } from './library/text.ts'
import { encodeList, readPage } from './listing.ts'
import {
  decodeAttach,
  decodeAttributes,
  decodeBatch,
  decodeCreate,
  decodeSearch,
  decodeUpdate,
} from './vector-store-decode.ts'
import { encodeAttached, encodeBatch, encodeFound, encodeStore, statusOfBatch } from './vector-store-encode.ts'
import {
  attachSchema,
  attributesSchema,
  batchSchema,
  createStoreSchema,
  searchSchema,
  updateStoreSchema,
} from './vector-store-wire.ts'

interface Parts {
  readonly host: SurfaceHost
  readonly stores: VectorStores
  readonly attachments: Attachments
  readonly storage: FileStorage
  readonly indexer: Indexer
  readonly search: Search
}

/** When a client should ask again whether a file is indexed, in milliseconds; without it, the SDKs wait five seconds. */
const pollAfter = '250'

/** The vector stores API. Source: openai/openai-openapi, `createVectorStore` and those after it. */
export function vectorStoreRoutes(parts: Parts): readonly Route[] {
  return [...storeRoutes(parts), ...attachedRoutes(parts), ...batchRoutes(parts)]
}

function storeRoutes({ host, stores, indexer, search }: Parts): readonly Route[] {
  const create = async (exchange: Exchange): Promise<void> => {
    const { about, lifetime, wanted } = decodeCreate(await exchange.json())
    const created = await stores.create(about, lifetime, wanted)
    indexer.wake()
    exchange.sendJson(200, encodeStore(created))
  }
  const list = async (exchange: Exchange): Promise<void> => {
    requireListable(host, exchange)
    exchange.sendJson(200, encodeList(await stores.list(readPage(exchange.query)), encodeStore))
  }
  const get = async (exchange: Exchange): Promise<void> => {
    exchange.sendJson(200, encodeStore(await stores.view(param(exchange, 'id'))))
  }
  const update = async (exchange: Exchange): Promise<void> => {
    const changes = decodeUpdate(await exchange.json())
    exchange.sendJson(200, encodeStore(await stores.update(param(exchange, 'id'), changes)))
  }
  const remove = async (exchange: Exchange): Promise<void> => {
    const id = param(exchange, 'id')
    await stores.delete(id)
    exchange.sendJson(200, { id, object: 'vector_store.deleted', deleted: true })
  }
  const find = async (exchange: Exchange): Promise<void> => {
    const query = decodeSearch(await exchange.json())
    const found = await search.run(param(exchange, 'id'), query, exchange.signal)
    exchange.sendJson(200, encodeFound(query.texts, found))
  }
  const all = '/vector_stores'
  const one = `${all}/:id`
  return [
    route('POST', all, create, { summary: 'Make a vector store', request: createStoreSchema }),
    route('GET', all, list, { summary: 'List the vector stores' }),
    route('GET', one, get, { summary: 'One vector store' }),
    route('POST', one, update, { summary: 'Change a vector store', request: updateStoreSchema }),
    route('DELETE', one, remove, { summary: 'Delete a vector store; its files stay' }),
    route('POST', `${one}/search`, find, { summary: 'Search a vector store', request: searchSchema }),
  ]
}

function attachedRoutes({ attachments, indexer, storage }: Parts): readonly Route[] {
  const attach = async (exchange: Exchange): Promise<void> => {
    const wanted = decodeAttach(await exchange.json())
    const row = await attachments.attach(param(exchange, 'id'), wanted)
    indexer.wake()
    exchange.sendJson(200, encodeAttached(row))
  }
  const list = async (exchange: Exchange): Promise<void> => {
    const which = { status: readStatus(exchange.query) }
    const listed = await attachments.list(param(exchange, 'id'), readPage(exchange.query), which)
    exchange.sendJson(200, encodeList(listed, encodeAttached))
  }
  const get = async (exchange: Exchange): Promise<void> => {
    const row = await attachments.get(param(exchange, 'id'), param(exchange, 'file'))
    askAgain(exchange, row.status)
    exchange.sendJson(200, encodeAttached(row))
  }
  const update = async (exchange: Exchange): Promise<void> => {
    const attributes = decodeAttributes(await exchange.json())
    const row = await attachments.setAttributes(param(exchange, 'id'), param(exchange, 'file'), attributes)
    exchange.sendJson(200, encodeAttached(row))
  }
  const detach = async (exchange: Exchange): Promise<void> => {
    const id = param(exchange, 'file')
    await attachments.detach(param(exchange, 'id'), id)
    exchange.sendJson(200, { id, object: 'vector_store.file.deleted', deleted: true })
  }
  const content = async (exchange: Exchange): Promise<void> => {
    const { file } = await attachments.get(param(exchange, 'id'), param(exchange, 'file'))
    const { filename } = await storage.get(file)
    const text = textOfFile(await storage.content(file), filename)
    const data = typeof text === 'string' ? [{ type: 'text', text }] : []
    exchange.sendJson(200, { object: 'vector_store.file_content.page', data, has_more: false, next_page: null })
  }
  const all = '/vector_stores/:id/files'
  const one = `${all}/:file`
  return [
    route('POST', all, attach, { summary: 'Put a file into a vector store', request: attachSchema }),
    route('GET', all, list, { summary: 'List the files of a vector store' }),
    route('GET', one, get, { summary: 'One file of a vector store' }),
    route('POST', one, update, { summary: "Change a file's attributes", request: attributesSchema }),
    route('DELETE', one, detach, { summary: 'Take a file out of a vector store; it is not deleted' }),
    route('GET', `${one}/content`, content, { summary: 'What can be read in a file of a vector store' }),
  ]
}

function batchRoutes({ attachments, indexer }: Parts): readonly Route[] {
  const create = async (exchange: Exchange): Promise<void> => {
    const wanted = decodeBatch(await exchange.json())
    const batch = await attachments.createBatch(param(exchange, 'id'), wanted)
    indexer.wake()
    exchange.sendJson(200, encodeBatch(batch))
  }
  const get = async (exchange: Exchange): Promise<void> => {
    const batch = await attachments.getBatch(param(exchange, 'id'), param(exchange, 'batch'))
    askAgain(exchange, statusOfBatch(batch))
    exchange.sendJson(200, encodeBatch(batch))
  }
  const cancel = async (exchange: Exchange): Promise<void> => {
    exchange.sendJson(200, encodeBatch(await attachments.cancelBatch(param(exchange, 'id'), param(exchange, 'batch'))))
  }
  const list = async (exchange: Exchange): Promise<void> => {
    const which = { status: readStatus(exchange.query), batch: param(exchange, 'batch') }
    const listed = await attachments.list(param(exchange, 'id'), readPage(exchange.query), which)
    exchange.sendJson(200, encodeList(listed, encodeAttached))
  }
  const all = '/vector_stores/:id/file_batches'
  const one = `${all}/:batch`
  return [
    route('POST', all, create, { summary: 'Put several files into a vector store', request: batchSchema }),
    route('GET', one, get, { summary: 'One batch of files' }),
    route('POST', `${one}/cancel`, cancel, { summary: 'Cancel a batch of files' }),
    route('GET', `${one}/files`, list, { summary: 'List the files of a batch' }),
  ]
}

function param({ params }: Exchange, name: 'id' | 'file' | 'batch'): string {
  return params[name] ?? ''
}

/** @throws RuntimeError `invalid-request` */
function readStatus(query: URLSearchParams): Status | undefined {
  const given = query.get('filter')
  if (!given) return undefined
  return (
    statuses.find((status) => status === given) ??
    refuse('/filter', `The filter must be one of ${statuses.join(', ')}.`)
  )
}

function askAgain(exchange: Exchange, status: Status): void {
  if (status === 'in_progress') exchange.header('openai-poll-after-ms', pollAfter)
}
