import { textOfHtml } from './html.ts'

/** Why a file has no text, in the vendor's words for it. */
export interface NoText {
  readonly code: 'unsupported_file' | 'invalid_file'
  readonly message: string
}

/** What formats begin with that are mostly ASCII, and yet no text. */
const signatures = ['%PDF-', '{\\rtf', '%!PS']

const unsupported: NoText = {
  code: 'unsupported_file',
  message:
    'The file type is not supported: only text can be indexed, such as Markdown, JSON, CSV, HTML or source code.',
}

/** What can be read in a file. It is told by its content: a name promises nothing. */
export function textOfFile(bytes: Buffer, filename: string): string | NoText {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
  const isOther = signatures.some((signature) => bytes.subarray(0, signature.length).toString('latin1') === signature)
  if (isOther || (encoding === 'utf-8' && bytes.includes(0))) return unsupported
  const text = decode(bytes, encoding)
  if (text === undefined) return { code: 'invalid_file', message: 'The file is no text in UTF-8 or UTF-16.' }
  if (text.includes('\0')) return unsupported
  const readable = /\.x?html?$/i.test(filename) ? textOfHtml(text) : text
  return readable.trim() === '' ? { code: 'invalid_file', message: 'The file is empty.' } : readable
}

function decode(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined // what is no text throws
  }
}
