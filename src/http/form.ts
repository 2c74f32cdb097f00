import { RuntimeError } from '../core/errors.ts'
import type { Exchange } from './surface.ts'

/** Fields that a form may have: none has many, and a body full of empty ones would take long to read. */
const mostFields = 50
/** Characters of the headers of one field. */
const longestHead = 4096

/**
 * A body of `multipart/form-data`, as all kinds of clients write it: RFC 7578. What the platform has for it reads what
 * browsers write, and nothing else.
 * @throws RuntimeError `invalid-request` for any other, and those of `body`
 */
export async function readForm(exchange: Exchange): Promise<FormData> {
  const type = exchange.request.headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(
    type.slice(0, 1000),
  )
  const body = await exchange.body()
  if (!boundary) throw wrong('A file is sent as "multipart/form-data" with a boundary, in the field "file".')
  const fields: Field[] = []
  for (const field of fieldsOf(body, `--${boundary[1] ?? boundary[2] ?? ''}`)) {
    if (fields.push(field) > mostFields) throw wrong(`The form has more than ${mostFields} fields.`)
  }
  const form = new FormData()
  for (const { head, content } of fields) {
    const { name, filename } = dispositionOf(head)
    if (filename === undefined) form.append(name, content.toString())
    else form.append(name, new Blob([content]), filename)
  }
  return form
}

/** A field with the text of its headers. */
interface Field {
  readonly head: string
  readonly content: Buffer
}

/** What stands between the boundaries. */
function* fieldsOf(body: Buffer, boundary: string): Generator<Field> {
  const next = `\r\n${boundary}`
  const first = body.indexOf(next)
  let at = body.indexOf(boundary) === 0 ? 0 : first + 2
  if (at > 0 && first < 0) throw noForm()
  for (;;) {
    at += Buffer.byteLength(boundary)
    if (body.toString('latin1', at, at + 2) === '--') return
    const lineEnd = body.indexOf('\r\n', at)
    const headEnd = body.indexOf('\r\n\r\n', lineEnd)
    const end = body.indexOf(next, lineEnd)
    const isWhole = lineEnd >= 0 && headEnd >= 0 && headEnd < end && headEnd - at <= longestHead
    if (!isWhole || body.toString('latin1', at, lineEnd).trim() !== '') throw noForm()
    yield { head: body.toString('utf8', lineEnd, headEnd), content: body.subarray(headEnd + 4, end) }
    at = end + 2
  }
}

function dispositionOf(head: string): { name: string; filename: string | undefined } {
  const parameters = new Map<string, string>()
  const line = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(head)?.[1] ?? ''
  // Not everybody puts quotes around names: .NET does not.
  for (const [, key = '', quoted, bare = ''] of `;${line}`.matchAll(
    /;\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g,
  )) {
    parameters.set(key.toLowerCase(), quoted === undefined ? bare : unescaped(quoted))
  }
  const name = parameters.get('name')
  if (name === undefined) throw noForm()
  return { name, filename: extended(parameters.get('filename*')) ?? parameters.get('filename') }
}

/** Some escape with backslashes, browsers with percent signs. */
function unescaped(text: string): string {
  return text.replace(/\\(["\\])/g, '$1').replace(/%(?:0A|0D|22)/gi, decodeURIComponent)
}

/** RFC 8187. Undefined where there is nothing that can be read. */
function extended(value: string | undefined): string | undefined {
  const encoded = /^utf-8'[^']*'(.*)$/i.exec(value ?? '')?.[1]
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded)
  } catch {
    return undefined // the plain name is there too
  }
}

function noForm(): RuntimeError {
  return wrong('The body is no valid form.')
}

function wrong(message: string): RuntimeError {
  return new RuntimeError('invalid-request', message, { pointer: '' })
}
