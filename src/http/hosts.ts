import { isIP } from 'node:net'
import { RuntimeError } from '../core/errors.ts'
import { matchesPattern } from '../core/text.ts'
import type { Asking, Route, SurfaceHost } from './surface.ts'

type Names = Pick<SurfaceHost, 'publicUrl' | 'allowedHosts'>

/**
 * The same routes, for clients that reach them under a name that is known to be this host's: any other name may have
 * been pointed here by the page that asks (DNS rebinding). Addresses need no name, and pages of other origins have been
 * turned away before. They throw `forbidden`, and say which flag allows the name.
 */
export function guardHosts(host: Names, routes: readonly Route[]): readonly Route[] {
  const known = new Set<string>()
  return routes.map((route) => ({
    ...route,
    handle(exchange) {
      const name = hostOf(exchange)
      if (!known.has(name)) {
        requireHost(name, host)
        if (known.size < 100) known.add(name)
      }
      return route.handle(exchange)
    },
  }))
}

/** What the client calls the host, with its port. HTTP/1.0 has no such header, and no page can speak it. */
export function hostOf({ request: { headers } }: Asking): string {
  const { host, ':authority': authority } = headers
  return host ?? (typeof authority === 'string' ? authority : 'localhost')
}

/** Whether an address can be reached from this machine alone. */
export function isLoopback(address: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/i.test(address)
}

/** Headers that proxies add. A program of this machine that sends one is taken for a proxy. */
const forwarding = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']

/**
 * Whether a request to a loopback address is of this machine itself: a proxy brings anybody's along, and a page may have
 * pointed its name here.
 */
export function isFromHere({ request }: Asking): boolean {
  if (forwarding.some((name) => request.headers[name] !== undefined)) return false
  return isKnownHost(hostOf({ request }), { publicUrl: '', allowedHosts: [] })
}

/** Whether a host is for this machine alone: a public URL of another name says that a proxy stands before it. */
export function isOnlyHere({ host, publicUrl }: { host: string; publicUrl?: string | undefined }): boolean {
  if (!isLoopback(host)) return false
  if (publicUrl === undefined) return true
  return URL.canParse(publicUrl) && isLoopback(new URL(publicUrl).hostname.replace(/^\[|\]$/g, ''))
}

/** Whether a client uses a name that is known to be this host's. */
function isKnownHost(given: string, { publicUrl, allowedHosts }: Names): boolean {
  const name = given
    .replace(/:\d*$/, '')
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  if (isIP(name) > 0 || name === 'localhost' || name.endsWith('.localhost')) return true
  if (URL.canParse(publicUrl) && new URL(publicUrl).hostname === name) return true
  return allowedHosts.some((pattern) => matchesPattern(name, pattern.toLowerCase()))
}

function requireHost(given: string, names: Names): void {
  if (isKnownHost(given, names)) return
  const shown = given.slice(0, 100)
  const message = `Tools may not be reached under the name "${shown}"; allow it with --allowed-host or --public-url.`
  throw new RuntimeError('forbidden', message)
}
