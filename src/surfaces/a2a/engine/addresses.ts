import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { RequestMalformedError } from '@a2a-js/sdk/errors'
import ipaddr from 'ipaddr.js'

/** How long the check of a new address waits for its name, in milliseconds; it is checked again when it is used. */
const lookupTimeout = 2_000

/** An address that notifications must not go to. */
export class Forbidden extends Error {}

/**
 * An address that notifications may be sent to. A name that cannot be resolved now may be one later.
 * @throws RequestMalformedError for what is no address on the web, and for private ones unless they are allowed
 */
export async function requirePublicUrl(given: string, allowPrivate: boolean): Promise<void> {
  const refuse = (why: string) => new RequestMalformedError(`The push notification URL ${why}.`)
  if (!URL.canParse(given)) throw refuse('cannot be read')
  const url = new URL(given)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('is neither https nor http')
  if (url.username !== '' || url.password !== '') throw refuse('carries a password: use "authentication" for it')
  if (allowPrivate) return
  const host = hostOf(url)
  const addresses = isIP(host) > 0 ? [host] : await resolved(host)
  if (/(^|\.)localhost\.?$/i.test(host) || addresses.some((address) => !isPublic(address))) {
    throw refuse('leads into a private network, which the settings of this host do not allow')
  }
}

/**
 * Resolves names for a connection, and gives public addresses alone: what has been checked is what is connected to.
 * Literal addresses are not looked up: check them with `requirePublicUrl`.
 */
export const lookupPublic: LookupFunction = (name, options, done) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, [])
    const allowed = addresses.filter(({ address }) => isPublic(address))
    const [first] = allowed
    if (!first) return done(new Forbidden(`${name} leads into a private network.`), [])
    if (options.all) done(null, allowed)
    else done(null, first.address, first.family)
  })
}

/** Whether an address is one of the public internet: not private, local, link-local, shared, reserved or multicast. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast' && !(parsed.kind() === 'ipv6' && parsed.match(...older))
}

/** IPv4 inside IPv6 as it was before RFC 4291 gave it up: `::127.0.0.1`. */
const older = ipaddr.parseCIDR('::/96')

/** As a URL has it, without the brackets of IPv6. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

function resolved(host: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve([]), lookupTimeout)
    lookup(host, { all: true }, (_error, addresses = []) => {
      clearTimeout(late)
      resolve(addresses.map(({ address }) => address))
    })
  })
}
