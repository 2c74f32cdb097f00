import type { Exchange, Method, OperationDocs, Route } from './surface.ts'

/** A route of one method and path. */
export function route(method: Method, path: string, handle: Route['handle'], docs?: OperationDocs): Route {
  return { method, path, handle, ...(docs ? { docs } : {}) }
}

/** The same routes under a prefix. */
export function mount(prefix: string, routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({ ...route, path: prefix + route.path }))
}

/** The same routes, for callers without a key too. */
export function unlocked(routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({ ...route, open: true }))
}

/** When paths at the root gave way to those under a vendor's prefix: RFC 9745 wants a date. */
const deprecatedSince = '@1767225600'

/** The same routes under an older prefix, with headers that point at their successors (RFC 9745, RFC 8288). */
export function mountDeprecated(prefix: string, successor: string, routes: readonly Route[]): readonly Route[] {
  return routes.map((route) => ({
    ...route,
    path: prefix + route.path,
    ...(route.docs ? { docs: { ...route.docs, deprecated: true } } : {}),
    handle(exchange: Exchange) {
      exchange.header('deprecation', deprecatedSince)
      const path = exchange.path.slice(prefix.length).replace(/[<>]/g, encodeURIComponent)
      exchange.header('link', `<${successor}${path}>; rel="successor-version"`)
      return route.handle(exchange)
    },
  }))
}
