import dns from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { isPublic } from './addresses.ts'

/** Why a page is not read, in a sentence for the caller. */
export class Refused extends Error {}

/**
 * Resolves names for sockets, at the moment when they connect: what a name meant before does not count. A name is
 * refused where any of its addresses is not public, since which of them is tried first is up to others.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublic(address))) return callback(refusal(hostname), '', 0)
    if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}

/** An address in a URL is never looked up. @throws Refused */
export function checkLiteral({ hostname }: URL): void {
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) !== 0 && !isPublic(address)) throw refusal(hostname)
}

function refusal(hostname: string): Refused {
  return new Refused(`"${hostname}" is not on the public internet, and is not read; the setting "allow" can list it.`)
}
