import { type Exchange, type Route, refuse, requireListable, route, type SurfaceHost } from '../../http/index.ts'
import type { FileSettings } from './library/settings.ts'
import type { FileRow, FileStorage } from './library/storage.ts'
import { encodeList, readPage } from './listing.ts'
import { readUpload } from './upload.ts'

/** The Files API. Source: openai/openai-openapi, `createFile` and those after it. */
export function fileRoutes(host: SurfaceHost, storage: FileStorage, settings: FileSettings): readonly Route[] {
  return [
    route('POST', '/files', (exchange) => create(storage, settings, exchange), { summary: 'Upload a file' }),
    route('GET', '/files', (exchange) => list(host, storage, exchange), { summary: 'List the files' }),
    route('GET', '/files/:id', (exchange) => get(storage, exchange), { summary: 'One file' }),
    route('DELETE', '/files/:id', (exchange) => remove(storage, exchange), { summary: 'Delete a file' }),
    route('GET', '/files/:id/content', (exchange) => content(storage, exchange), { summary: 'What a file holds' }),
  ]
}

async function create(storage: FileStorage, { fileBytes }: FileSettings, exchange: Exchange): Promise<void> {
  exchange.sendJson(200, encode(await storage.create(await readUpload(exchange, fileBytes))))
}

async function list(host: SurfaceHost, storage: FileStorage, exchange: Exchange): Promise<void> {
  requireListable(host, exchange)
  const page = readPage(exchange.query, { usual: 10_000, most: 10_000 })
  const purpose = exchange.query.get('purpose')
  if (purpose && !/^[\w-]{1,40}$/.test(purpose)) refuse('/purpose', 'That is no purpose.')
  exchange.sendJson(200, encodeList(await storage.list(page, purpose), encode))
}

async function get(storage: FileStorage, exchange: Exchange): Promise<void> {
  exchange.sendJson(200, encode(await storage.get(idOf(exchange))))
}

async function remove(storage: FileStorage, exchange: Exchange): Promise<void> {
  const id = idOf(exchange)
  await storage.delete(id)
  exchange.sendJson(200, { id, object: 'file', deleted: true })
}

async function content(storage: FileStorage, exchange: Exchange): Promise<void> {
  const { id, bytes, filename } = await storage.get(idOf(exchange))
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes),
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(filename).replace(/['()*]/g, percentEncode)}`,
  }
  await exchange.stream(headers, storage.pieces(id))
}

/** What `encodeURIComponent` leaves and RFC 8187 does not. */
function percentEncode(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

function idOf({ params }: Exchange): string {
  return params.id ?? ''
}

/** Source: `OpenAIFile`. */
function encode({ id, bytes, created, expires, filename, purpose }: FileRow) {
  return {
    id,
    object: 'file',
    bytes,
    created_at: Math.floor(created / 1_000_000),
    ...(expires === null ? {} : { expires_at: Math.floor(expires / 1000) }),
    filename,
    purpose,
    status: 'processed',
  } as const
}
