import { VendorError } from '../../formats/openai/index.ts'
import type { Exchange, Route, SurfaceHost } from '../../http/index.ts'
import { isRuntimeError } from '../../index.ts'
import { fileRoutes } from './file-routes.ts'
import { Attachments } from './library/attachments.ts'
import { Embedder } from './library/embedder.ts'
import { Indexer } from './library/indexer.ts'
import { Indexes } from './library/indexes.ts'
import { Search } from './library/search.ts'
import type { FileSettings } from './library/settings.ts'
import { FilesState } from './library/state.ts'
import { FileStorage } from './library/storage.ts'
import { VectorStores } from './library/stores.ts'
import { vectorStoreRoutes } from './vector-store-routes.ts'

/** Files and vector stores. */
export interface Library {
  readonly routes: readonly Route[]
  close(): Promise<void>
}

/**
 * Files and vector stores: kept in the host's store, apart for each caller.
 * @throws RuntimeError `invalid-settings`
 */
export function openLibrary(host: SurfaceHost, settings: FileSettings): Library {
  const embedder = new Embedder(host, settings.embedder)
  const state = new FilesState(host, () => indexer.wake())
  const storage = new FileStorage(state, settings)
  const stores = new VectorStores(state, settings)
  const indexer = new Indexer(state, storage, embedder, settings, host.log)
  const attachments = new Attachments(state, stores)
  const search = new Search(state, stores, new Indexes(state, settings.indexBytes), embedder, host.log)
  const routes = [
    ...fileRoutes(host, storage, settings),
    ...vectorStoreRoutes({ host, stores, attachments, storage, indexer, search }),
  ]
  return {
    routes: routes.map((route) => ({ ...route, handle: (exchange) => inVendorsWords(route, exchange) })),
    async close() {
      await indexer.close()
      state.close()
    },
  }
}

/** A thing that is not there has no code in this API; a path that is not there has one. */
async function inVendorsWords({ handle }: Route, exchange: Exchange): Promise<void> {
  try {
    await handle(exchange)
  } catch (error) {
    if (!isRuntimeError(error) || error.code !== 'not-found') throw error
    const where = error.pointer === undefined ? {} : { pointer: error.pointer }
    throw new VendorError('not-found', null, error.message, where)
  }
}
