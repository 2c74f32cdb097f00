import { mediaOfUrl } from '../../http/index.ts'
import type { Part } from '../../index.ts'
import { RuntimeError } from '../../index.ts'

/**
 * A file that came along with a request: a `data:` URL, or base64 alone.
 * @throws RuntimeError `invalid-request` where it did not: stored files are for searching, not for requests
 */
export function inlineFile(data: string | null | undefined, name: string | null | undefined, pointer: string): Part {
  if (data == null) {
    const message = 'Files are taken inline, as file_data, not by their id.'
    throw new RuntimeError('invalid-request', message, { pointer, problem: 'missing' })
  }
  const url = data.startsWith('data:') ? data : `data:application/octet-stream;base64,${data}`
  return { type: 'file', ...mediaOfUrl(url, pointer, 'application/octet-stream'), ...(name == null ? {} : { name }) }
}
