import { type Exchange, missing, readForm } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

/** No persona file may be larger, in bytes. */
const limit = 5 * 1024 * 1024

/**
 * The file of a form.
 * @throws RuntimeError `invalid-request` for a body that is no form, or has no file; `body-too-large`
 */
export async function uploadedFile(exchange: Exchange): Promise<{ name: string; text: string }> {
  const form = await readForm(exchange)
  const file = form.get('file')
  if (!(file instanceof File)) throw missing('/file')
  if (file.size > limit) throw new RuntimeError('body-too-large', 'A persona file has 5 MB at the most.')
  try {
    return { name: file.name, text: new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer()) }
  } catch (error) {
    throw new RuntimeError('invalid-request', 'The file is no text in UTF-8.', { cause: error, pointer: '/file' })
  }
}
