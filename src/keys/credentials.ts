import type { IncomingHttpHeaders } from 'node:http'
import { RuntimeError } from '../core/errors.ts'

/** What a client has brought along to say who it is. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'key'; readonly text: string }
  /** A signature of AWS, version 4: the value of `authorization`. */
  | { readonly kind: 'signature'; readonly authorization: string }

const none: Credentials = { kind: 'none' }

/** Where the clients of vendors put their keys, beside `authorization`. */
const vendorHeaders = ['x-api-key', 'x-goog-api-key', 'api-key']

/**
 * The key of a request, wherever its client puts it: `Authorization: Bearer` (or the password of `Basic`), the header
 * that the settings name, a vendor's own header, or `inQuery`, which only one vendor's clients send.
 * @throws RuntimeError `unauthorized` where there are several that are not the same
 */
export function credentialsOf(headers: IncomingHttpHeaders, ownHeader: string, inQuery: string | null): Credentials {
  const { authorization } = headers
  const isSigned = authorization?.startsWith('AWS4-HMAC-SHA256 ')
  let key = authorization === undefined || isSigned ? undefined : keyOf(authorization)
  for (const name of vendorHeaders) key = sameKey(key, headers[name])
  key = sameKey(sameKey(key, headers[ownHeader]), inQuery ?? undefined)
  if (isSigned && authorization !== undefined) {
    if (key !== undefined) throw disagreement()
    return { kind: 'signature', authorization }
  }
  return key === undefined ? none : { kind: 'key', text: key }
}

/** An empty key is none: some clients send the header whether they have one or not. */
function sameKey(known: string | undefined, given: string | readonly string[] | undefined): string | undefined {
  const key = (typeof given === 'string' ? given : given?.join(',')) || undefined
  if (known === undefined || key === undefined) return known ?? key
  if (known !== key) throw disagreement()
  return known
}

function keyOf(authorization: string): string | undefined {
  const space = authorization.indexOf(' ')
  const [scheme, rest] = [authorization.slice(0, space).toLowerCase(), authorization.slice(space + 1).trim()]
  if (space < 0) return authorization.toLowerCase() === 'bearer' ? undefined : authorization
  if (scheme !== 'basic') return rest || undefined
  const pair = Buffer.from(rest, 'base64').toString()
  const colon = pair.indexOf(':')
  return pair.slice(colon + 1) || pair.slice(0, Math.max(colon, 0)) || undefined
}

function disagreement(): RuntimeError {
  return new RuntimeError('unauthorized', 'The request brings several keys that are not the same; send one.')
}
