import { nestsTooDeep } from '../../http/index.ts'

const prefix = 'dramatis.'

/**
 * What a solver wants back unread, as a client carries it: `encrypted_content` is text, and what solvers have may be any
 * JSON value.
 */
export function encodeOpaque(opaque: unknown): string {
  return prefix + Buffer.from(JSON.stringify(opaque)).toString('base64url')
}

/** Text that was not made here, such as the vendor's own, is passed on as it is. */
export function decodeOpaque(text: string): unknown {
  if (!text.startsWith(prefix)) return text
  const json = Buffer.from(text.slice(prefix.length), 'base64url')
  if (nestsTooDeep(json)) return text
  try {
    return JSON.parse(json.toString())
  } catch {
    return text // somebody else's, after all
  }
}
