import { RuntimeError } from '../core/errors.ts'
import type { Exchange } from './surface.ts'

/** Fields that a form may have: none has many, and a body full of empty ones would take long to read. */
const mostFields = 50

/**
 * A body of `multipart/form-data`.
 * @throws RuntimeError `invalid-request` for any other, and those of `body`
 */
export async function readForm(exchange: Exchange): Promise<FormData> {
  const type = exchange.request.headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data\b.*;\s*boundary=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(
    type.slice(0, 1000),
  )
  const body = await exchange.body()
  if (!boundary) {
    const message = 'A file is sent as "multipart/form-data" with a boundary, in the field "file".'
    throw new RuntimeError('invalid-request', message, { pointer: '' })
  }
  if (occurs(body, `--${boundary[1] ?? boundary[2] ?? ''}`) > mostFields) {
    throw new RuntimeError('invalid-request', `The form has more than ${mostFields} fields.`, { pointer: '' })
  }
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData()
  } catch (error) {
    throw new RuntimeError('invalid-request', 'The body is no valid form.', { pointer: '', cause: error })
  }
}

/** How often a text occurs, as far as that matters. */
function occurs(body: Buffer, text: string): number {
  let count = 0
  for (let at = body.indexOf(text); at >= 0 && count <= mostFields; at = body.indexOf(text, at + text.length)) count++
  return count
}
