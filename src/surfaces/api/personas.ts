import { type Exchange, ifKnown, type PersonaInfo, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { type JsonSchema, type PersonaDocument, type PersonaEditor, RuntimeError } from '../../index.ts'
import { isFresh, isMatched } from './etags.ts'
import { readPage, slice } from './paging.ts'
import { uploadedFile } from './persona-upload.ts'
import { toEditable, toListed, toPublic } from './persona-views.ts'

const text: JsonSchema = { type: 'string' }
const listed: JsonSchema = { type: 'object', properties: { id: text, name: text, description: text } }
const anything: JsonSchema = { type: 'object', additionalProperties: true }
const list: JsonSchema = {
  type: 'object',
  properties: { personas: { type: 'array', items: listed }, total: { type: 'integer' }, has_more: { type: 'boolean' } },
}

/** Personas: who there is for everybody, and their files for those who may change them. */
export function personaRoutes(host: SurfaceHost): readonly Route[] {
  const infoOf = (id: string): PersonaInfo | undefined => ifKnown(() => host.find(id))
  const sendDocument = (exchange: Exchange, status: 200 | 201, document: PersonaDocument): void => {
    const headers = { etag: tagOf(document), ...(status === 201 ? { location: locationOf(document, exchange) } : {}) }
    exchange.sendJson(status, toEditable(document, infoOf(document.id)), { ...json, ...headers })
  }

  async function read(exchange: Exchange): Promise<void> {
    const id = idOf(exchange)
    const { editor } = host
    const mayEdit = editor !== undefined && host.mayEdit(exchange)
    const info = mayEdit ? infoOf(id) : host.find(id)
    const document = await editor?.read(info?.id ?? id)
    const view = mayEdit && document ? toEditable(document, info) : toPublic(host.find(id), document)
    const etag = document ? tagOf(document, mayEdit ? '' : '-public') : undefined
    const headers = etag === undefined ? {} : { etag, 'cache-control': 'no-cache' }
    if (etag !== undefined && isFresh(exchange, etag)) return exchange.send(304, headers, '')
    exchange.sendJson(200, view, { ...json, ...headers })
  }

  async function change(exchange: Exchange): Promise<void> {
    const editor = editorFor(host, exchange)
    const patch = await objectIn(exchange)
    sendDocument(exchange, 200, await editor.change(idOf(exchange), patch, knownTo(exchange)))
  }

  const changed = { 200: { description: 'As it is now.', content: anything }, ...refusals }
  return [
    route('GET', '/personas', (exchange) => sendList(exchange, host.personas()), {
      summary: 'The personas; ?limit and ?offset give a part of them',
      responses: { 200: { description: 'In the order of model lists.', content: list } },
    }),
    route(
      'POST',
      '/personas',
      async (exchange) => {
        const editor = editorFor(host, exchange)
        const document = await editor.create(await objectIn(exchange))
        sendDocument(exchange, 201, document)
      },
      {
        summary: 'Makes a persona: what a persona file may hold, with or without an id',
        request: anything,
        responses: { 201: { description: 'It is served.', content: anything }, ...refusals },
      },
    ),
    route(
      'POST',
      '/personas/upload',
      async (exchange) => {
        const editor = editorFor(host, exchange)
        const file = await uploadedFile(exchange)
        const overwrite = exchange.query.get('overwrite') === 'true'
        const { document, isNew } = await editor.upload(file, { overwrite, isKnown: knownTo(exchange) })
        sendDocument(exchange, isNew ? 201 : 200, document)
      },
      {
        summary: 'Takes a persona file (multipart field "file": .json, .yaml or .yml); ?overwrite=true replaces one',
        responses: { 201: { description: 'It is served.', content: anything }, ...refusals },
      },
    ),
    route('GET', '/personas/:id', read, {
      summary: 'A persona; those who may change it see its file, without secrets',
      responses: { 200: { description: 'The persona.', content: anything } },
    }),
    route('PUT', '/personas/:id', change, {
      summary: 'Changes what is given; null takes a field away. The same as PATCH',
      request: anything,
      responses: changed,
    }),
    route('PATCH', '/personas/:id', change, {
      summary: 'Changes what is given (RFC 7396); If-Match keeps two editors apart',
      request: anything,
      responses: changed,
    }),
    route(
      'DELETE',
      '/personas/:id',
      async (exchange) => {
        const id = idOf(exchange)
        await editorFor(host, exchange).remove(id, knownTo(exchange))
        exchange.sendJson(200, { success: true, message: `The persona "${id}" is deleted, and its file with it.` })
      },
      { summary: 'Deletes a persona and its file', responses: refusals },
    ),
    route(
      'GET',
      '/problems',
      (exchange) => {
        requireEditor(host, exchange)
        exchange.sendJson(200, host.editor?.problems() ?? { personas: [], plugins: [] })
      },
      { summary: 'What is wrong with persona files and with plugins, for those who may change them' },
    ),
  ]
}

const json = { 'content-type': 'application/json' }

const refusals = {
  403: { description: 'The caller, or the host, may not write that.' },
  409: { description: 'An id, a name or an alias is taken.' },
  412: { description: 'It has been changed since it was fetched.' },
  422: { description: 'It cannot be used; `problems` lists why. Nothing has been written.' },
}

/** @throws RuntimeError `forbidden` for a caller who may not change personas; `unsupported` where they have no files */
function editorFor(host: SurfaceHost, exchange: Exchange): PersonaEditor {
  requireEditor(host, exchange)
  const editor = host.editorFor(exchange)
  if (editor) return editor
  throw new RuntimeError('unsupported', 'The personas of this host have no files that could be changed.')
}

function requireEditor(host: SurfaceHost, exchange: Exchange): void {
  if (host.mayEdit(exchange)) return
  const without = 'Personas can be changed from this machine alone while no keys are needed; see --require-keys.'
  throw new RuntimeError('forbidden', host.keys.required ? 'The key is not good for changing personas.' : without)
}

function idOf({ params }: Exchange): string {
  return params.id ?? ''
}

function tagOf({ revision }: PersonaDocument, suffix = ''): string {
  return `"${revision}${suffix}"`
}

function knownTo(exchange: Exchange): (revision: string) => boolean {
  return (revision) => isMatched(exchange, `"${revision}"`)
}

async function objectIn(exchange: Exchange): Promise<object> {
  const body = await exchange.json()
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body
  throw new RuntimeError('invalid-request', 'The body must be an object.', { pointer: '', problem: 'type' })
}

/** Where it is found from now on, under whatever prefix the client has made it. */
function locationOf({ id }: PersonaDocument, { path }: Exchange): string {
  return `${path.slice(0, path.lastIndexOf('/personas'))}/personas/${id}`
}

function sendList(exchange: Exchange, personas: readonly PersonaInfo[]): void {
  const { items, has_more } = slice(personas, readPage(exchange.query))
  exchange.sendJson(200, { personas: items.map(toListed), total: personas.length, has_more })
}
