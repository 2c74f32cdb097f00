import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Sha256 } from '@aws-crypto/sha256-js'
import { SignatureV4 } from '@smithy/signature-v4'
import { RuntimeError } from '../core/errors.ts'

/** A signature of AWS, version 4, taken apart. */
export interface Signature {
  readonly accessKeyId: string
  /** `YYYYMMDD` */
  readonly day: string
  readonly region: string
  readonly service: string
  readonly signedHeaders: ReadonlySet<string>
  /** Hexadecimal. */
  readonly signature: string
  readonly signedAt: Date
  /** What the client says of its body: SHA-256, hexadecimal. Not every client does. */
  readonly bodyHash: string | undefined
}

/** A request as it was signed. */
export interface SignedRequest {
  readonly method: string
  /** As it came, with everything encoded. */
  readonly path: string
  readonly search: string
  readonly headers: IncomingHttpHeaders
}

/** How far the clocks may be apart, in milliseconds: as the vendor has it. */
const skew = 5 * 60_000

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]{1,128})\/(\d{8})\/([\w-]{1,64})\/([\w-]{1,64})\/aws4_request, ?SignedHeaders=([\w:;-]{1,4096}), ?Signature=([0-9a-f]{64})$/

/** @throws RuntimeError `unauthorized` for what is no signature, or one of another time */
export function readSignature(authorization: string, headers: IncomingHttpHeaders): Signature {
  const [, accessKeyId, day, region, service, names, signature] = form.exec(authorization) ?? []
  if (!accessKeyId || !day || !region || !service || !names || !signature) {
    throw refusal('The signature cannot be read; it must be AWS4-HMAC-SHA256 with all of its parts.')
  }
  const signedHeaders = new Set(names.split(';'))
  const coversHost = signedHeaders.has('host') || signedHeaders.has(':authority') // as HTTP/2 calls it
  if (!coversHost || !signedHeaders.has('x-amz-date')) {
    throw refusal('The signature must cover the headers "host" and "x-amz-date".')
  }
  const { 'x-amz-date': date, 'x-amz-content-sha256': bodyHash } = headers
  const signedAt = readDate(typeof date === 'string' ? date : '')
  if (!signedAt || !String(date).startsWith(day))
    throw refusal('The header "x-amz-date" is not the time of the signature.')
  if (Math.abs(Date.now() - signedAt.getTime()) > skew) {
    throw refusal('Signature expired: it was made more than five minutes from now. Check the clock of the client.')
  }
  if (bodyHash !== undefined && !/^[0-9a-f]{64}$/.test(String(bodyHash))) {
    throw refusal('The body must be signed, and as a whole: "x-amz-content-sha256" is no SHA-256 of it.')
  }
  const parts = { accessKeyId, day, region, service, signedHeaders, signature, signedAt }
  return { ...parts, bodyHash: bodyHash === undefined ? undefined : String(bodyHash) }
}

/** @throws RuntimeError `unauthorized` where somebody else signed, or where something was changed on the way */
export async function verifySignature(
  given: Signature,
  { method, path, search, headers }: SignedRequest,
  secret: string,
  bodyHash: string,
): Promise<void> {
  const { accessKeyId, region, service, signedHeaders, signedAt, signature } = given
  const hash = 'x-amz-content-sha256'
  const signer = new SignatureV4({
    ...{ service, region, sha256: Sha256, applyChecksum: false },
    credentials: { accessKeyId, secretAccessKey: secret },
  })
  const request = {
    ...{ method, path, query: readQuery(search), protocol: 'http:', hostname: '' },
    headers: { ...only(signedHeaders, headers), [hash]: bodyHash },
  }
  const signed = await signer.sign(request, {
    signingDate: signedAt,
    signableHeaders: new Set(signedHeaders),
    unsignableHeaders: new Set([hash]), // its value counts all the same
  })
  const expected = /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? '')?.[1] ?? ''
  if (!sameText(expected, signature)) {
    const message = 'The signature does not match: another secret made it, or the request was changed on its way.'
    throw refusal(message)
  }
}

/** @throws RuntimeError `unauthorized` for another body than the one that was signed */
export function checkBodyHash(body: Buffer, signed: string): void {
  if (!sameText(hashOf(body), signed)) throw refusal('The body is not the one that was signed.')
}

export function hashOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}

function sameText(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
}

/** Some clients sign the host under its older name, and send it as HTTP/2 wants it. */
function only(names: ReadonlySet<string>, headers: IncomingHttpHeaders): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name of names) {
    const value = headers[name] ?? (name === 'host' ? headers[':authority'] : undefined)
    if (value !== undefined) found[name] = typeof value === 'string' ? value : value.join(',')
  }
  return found
}

function readQuery(search: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = Object.create(null)
  for (const pair of search.split('&')) {
    if (pair === '') continue
    const [name = '', value = ''] = pair.split(/=(.*)/s, 2).map(decoded)
    const known = query[name]
    query[name] = known === undefined ? value : [...[known].flat(), value]
  }
  return query
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal('The query is not encoded as it has to be.')
  }
}

/** `YYYYMMDDTHHMMSSZ` */
function readDate(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!parts) return undefined
  const [, year, month, day, hour, minute, second] = parts
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

function refusal(message: string): RuntimeError {
  return new RuntimeError('unauthorized', message)
}
