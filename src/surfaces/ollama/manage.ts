import { type Exchange, ifKnown, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { line } from './answer.ts'
import { nameOfModel } from './catalog.ts'
import { findModel } from './models.ts'
import { parseModel } from './wire.ts'

/**
 * `POST /api/pull`. Source: ollama/ollama, `PullHandler`. A persona that is here has been pulled.
 * @throws RuntimeError `unknown-persona` in Ollama's words for any other.
 */
export async function pullModel(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const body = parseModel(await exchange.json())
  if (!ifKnown(() => findModel(host, nameOfModel(body)))) {
    throw new RuntimeError('unknown-persona', 'pull model manifest: file does not exist')
  }
  if (body.stream === false) return exchange.sendJson(200, { status: 'success' })
  await exchange.stream({ 'content-type': 'application/x-ndjson' }, progress())
}

async function* progress(): AsyncGenerator<string> {
  yield line({ status: 'pulling manifest' })
  yield line({ status: 'success' })
}

/** What Ollama does to its store of models. Here models are persona files, which their owner keeps. */
export const refusals: readonly Route[] = [
  route('POST', '/create', refuse('creates no models; add a persona file instead')),
  route('POST', '/copy', refuse('copies no models; copy the persona file, or give it an alias')),
  route('DELETE', '/delete', refuse('deletes no models; remove the persona file')),
  route('POST', '/push', refuse('pushes no models; share the persona file')),
  route('POST', '/blobs/:digest', refuse('stores no blobs; a persona is a file of settings')),
  route('HEAD', '/blobs/:digest', () => {
    throw new RuntimeError('not-found', 'This host stores no blobs.')
  }),
]

function refuse(what: string): () => never {
  return () => {
    throw new RuntimeError('unsupported', `This host ${what}.`)
  }
}
