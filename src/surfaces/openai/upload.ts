import { type Exchange, missing, readForm, refuse } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import type { Upload } from './library/storage.ts'

const purposes = ['assistants', 'batch', 'fine-tune', 'vision', 'user_data', 'evals']
const day = 24 * 60 * 60
/** The vendor's own rule: the files of batches go by themselves. */
const batchLifetime = 30 * day * 1000

/**
 * The file of a `multipart/form-data` body.
 * @throws RuntimeError `invalid-request`, `body-too-large` and those of `body`
 */
export async function readUpload(exchange: Exchange, fileBytes: number): Promise<Upload> {
  const form = await readForm(exchange)
  const file = form.get('file')
  if (file === null) throw missing('/file')
  if (typeof file === 'string') refuse('/file', 'The file must come with a name: a field of a form is not one.')
  if (file.size > fileBytes) {
    throw new RuntimeError('body-too-large', `The file is larger than the limit of ${fileBytes} bytes.`)
  }
  const purpose = readPurpose(form)
  const lifetime = readLifetime(form) ?? (purpose === 'batch' ? batchLifetime : undefined)
  return { filename: clean(file.name), purpose, lifetime, content: file }
}

function readPurpose(form: FormData): string {
  const purpose = form.get('purpose')
  if (purpose === null) throw missing('/purpose')
  if (typeof purpose === 'string' && purposes.includes(purpose)) return purpose
  return refuse('/purpose', `The purpose must be one of ${purposes.map((each) => `'${each}'`).join(', ')}.`)
}

/** Milliseconds. */
function readLifetime(form: FormData): number | undefined {
  const anchor = form.get('expires_after[anchor]')
  const seconds = form.get('expires_after[seconds]')
  if (anchor === null && seconds === null) return undefined
  if (anchor !== 'created_at') refuse('/expires_after/anchor', "The anchor must be 'created_at'.")
  const given = typeof seconds === 'string' && /^\d{1,7}$/.test(seconds) ? Number(seconds) : 0
  if (given < 3600 || given > 30 * day) {
    refuse('/expires_after/seconds', `The seconds must be an integer from 3600 to ${30 * day}.`)
  }
  return given * 1000
}

/** Without what databases, logs and headers do not take. */
function clean(name: string): string {
  return name.slice(0, 255).replace(/[\p{Cc}\p{Cs}]/gu, '_') || 'file'
}
