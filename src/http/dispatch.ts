import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import cors from 'cors'
import createRouter from 'find-my-way'
import { channels } from '../core/channels.ts'
import { messageOf, RuntimeError, toRuntimeError } from '../core/errors.ts'
import type { Tracing } from '../core/tracing.ts'
import type { Log, MaybePromise } from '../core/types.ts'
import { endEarly } from './body.ts'
import { HttpExchange } from './exchange.ts'
import { behind, type Gate, type Place } from './gate.ts'
import { writeHead } from './headers.ts'
import { originCheck } from './origins.ts'
import { problemDetails } from './problem.ts'
import { RequestWatch } from './request-watch.ts'
import type { CallLine, Method, Route, Surface } from './surface.ts'

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

export interface DispatchOptions {
  /** By id. */
  surfaces: ReadonlyMap<string, Surface>
  bodyLimit: number
  corsOrigins: readonly string[]
  publicUrl: string
  /** Who may call; absent: everybody. */
  gate?: Gate | undefined
  log: Log
  /** Whether every request is logged, not only those that fail in the host. */
  logRequests: boolean
  tracing?: Tracing | undefined
  /** What no surface knows, over HTTP/1.1: documentation pages and handlers that SDKs supply for Express. */
  otherwise: (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void
}

/** A call as the log has it: with the id of its key, when that is known. */
interface Call extends CallLine {
  key?: string
}

/** A route, and whose it is. */
interface Served {
  readonly id: string
  readonly surface: Surface
  readonly route: Route
  readonly place: Place
}

/** The route that failed: whose it is, and what it has told so far. */
interface At {
  surface: Surface
  exchange: HttpExchange
}

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']
const exposed = [
  'x-request-id',
  'x-dramatis-persona',
  'x-dramatis-solver',
  'x-dramatis-turn',
  'x-dramatis-shortened',
  'retry-after',
  'x-should-retry',
  'ratelimit',
  'ratelimit-policy',
  'mcp-session-id',
  'etag',
  'location',
]

/** Takes every request of the server: to the surface that has a route for it, or to whatever stands behind them. */
export class Dispatch {
  readonly #router = createRouter({ ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 1000 })
  /** Longest prefixes first: a surface may live under the prefix of another. */
  readonly #owners: readonly { prefix: string; surface: Surface }[]
  readonly #options: DispatchOptions
  readonly #allows: (origin: string, host?: string) => boolean
  readonly #cors: ReturnType<typeof cors>

  /** @throws RuntimeError `conflict` where two surfaces have the same route. */
  constructor(options: DispatchOptions) {
    this.#options = options
    const surfaces = [...options.surfaces.values()]
    this.#owners = surfaces
      .flatMap((surface) => surface.prefixes.map((prefix) => ({ prefix, surface })))
      .sort((one, other) => other.prefix.length - one.prefix.length)
    const ids = surfaces.flatMap(({ requestIdHeader }) => requestIdHeader ?? [])
    this.#cors = cors({ origin: true, exposedHeaders: [...exposed, ...ids], maxAge: 600 })
    this.#allows = originCheck(options.corsOrigins, options.publicUrl)
    for (const [id, surface] of options.surfaces) for (const route of surface.routes) this.#add({ id, surface, route })
  }

  readonly handle = (request: Request, response: Response): void => {
    const { path, search } = splitUrl(request.url ?? '/')
    const call: Call = { method: request.method ?? 'GET', path, requestId: requestIdOf(request) }
    if (request.httpVersionMajor > 1) response.on('error', this.#left) // HTTP/1.1 tells the connection
    if (this.#options.logRequests) this.#logWhenDone(call, response)
    const { origin } = request.headers
    if (origin === undefined) return this.#route(request, response, call, search)
    if (!this.#allows(origin, request.headers.host)) {
      const message = `Pages of ${origin.slice(0, 100)} may not call this host; allow it with --cors-origin.`
      return this.#fail(new RuntimeError('forbidden', message), request, response, call)
    }
    this.#cors(request as IncomingMessage, response as ServerResponse, () =>
      // both kinds have what cors touches
      this.#route(request, response, call, search),
    )
  }

  readonly #left = (error: Error): void => this.#options.log.debug({ err: error }, 'A client left.')

  #add({ id, surface, route }: Omit<Served, 'place'>): void {
    try {
      const place = { surface: id, open: route.open ?? false }
      this.#router.on(route.method, route.path, () => undefined, { id, surface, route, place } satisfies Served)
    } catch (error) {
      const message = `Two surfaces have the route ${route.method} ${route.path}: ${messageOf(error)}`
      throw new RuntimeError('conflict', message, { cause: error })
    }
  }

  #route(request: Request, response: Response, call: Call, search: string): void {
    const found = this.#find(call.method, call.path)
    if (!found) {
      if (channels.request.hasSubscribers) new RequestWatch(call.method).settle(response)
      return this.#unknown(request, response, call, search)
    }
    const { id, place, route, surface } = found.store as Served // what `#add` stored
    const { bodyLimit, gate, tracing } = this.#options
    const watch = channels.request.hasSubscribers ? new RequestWatch(call.method, id, route.path) : undefined
    const exchange = new HttpExchange(request, response, call, search, found.params, bodyLimit, watch)
    if (surface.requestIdHeader) exchange.header(surface.requestIdHeader, call.requestId)
    const at = { surface, exchange }
    try {
      const handled = gate || tracing ? this.#guarded(exchange, place, call, route) : route.handle(exchange)
      if (handled instanceof Promise) {
        handled.then(watch && (() => watch.settle(response)), (error) => {
          this.#fail(error, request, response, call, at)
          watch?.settle(response)
        })
      } else watch?.settle(response)
    } catch (error) {
      this.#fail(error, request, response, call, at)
      watch?.settle(response)
    }
  }

  /** Behind the keys, and as a part of the client's trace, where there are such. */
  #guarded(exchange: HttpExchange, place: Place, call: Call, route: Route): MaybePromise<void> {
    const { gate, tracing } = this.#options
    const run = () =>
      gate ? behind(gate, exchange, place, call, () => route.handle(exchange)) : route.handle(exchange)
    return tracing ? tracing.request(exchange.request.headers, run) : run()
  }

  /** What answers GET answers HEAD too, without a body. */
  #find(method: string, path: string) {
    const found = this.#router.find(method as Method, path)
    return found ?? (method === 'HEAD' ? this.#router.find('GET', path) : null)
  }

  #ownerOf(path: string): Surface | undefined {
    return this.#owners.find(({ prefix }) => isUnder(path, prefix))?.surface
  }

  #unknown(request: Request, response: Response, call: Call, search: string): void {
    const allowed = methods.filter((method) => this.#find(method, call.path))
    const surface = this.#ownerOf(call.path)
    if (allowed.length > 0) {
      response.setHeader('allow', allowed.join(', '))
      const message = `${call.path} does not take ${call.method}; it takes ${allowed.join(' and ')}.`
      return this.#fail(new RuntimeError('method-not-allowed', message), request, response, call)
    }
    const overHttp2 = request.httpVersionMajor > 1
    const hint = overHttp2 && !surface ? ' over HTTP/2; the documentation pages need HTTP/1.1' : ''
    const message = `There is nothing at ${call.method} ${call.path.slice(0, 200)}${hint}.`
    const notFound = new RuntimeError('not-found', message)
    if (surface || overHttp2) return this.#fail(notFound, request, response, call)
    response.setHeader('x-request-id', call.requestId)
    const next = (error: unknown): void => this.#fail(error ?? notFound, request, response, call)
    const { bodyLimit, gate, otherwise } = this.#options
    const show = (): void => otherwise(request as IncomingMessage, response as ServerResponse, next)
    if (!gate) return show()
    const exchange = new HttpExchange(request, response, call, search, {}, bodyLimit)
    const guarded = async (): Promise<void> => await behind(gate, exchange, { open: true }, call, show)
    guarded().catch(next)
  }

  #fail(thrown: unknown, request: Request, response: Response, call: CallLine, at?: At): void {
    const error = toRuntimeError(thrown)
    if (error.code === 'internal' || error.code === 'state-failed')
      this.#options.log.error({ ...call, err: error.cause }, 'A request failed in the host.')
    if (response.headersSent || response.destroyed || error.code === 'cancelled') {
      response.destroy()
      return
    }
    const surface = at?.surface ?? this.#ownerOf(call.path)
    const answer = (surface?.error ?? problemDetails)(error, call)
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
    const headers: Record<string, string> = {
      'content-type': typeof answer.body === 'string' ? 'text/plain; charset=utf-8' : 'application/json',
      ...(error.permanent ? { 'x-should-retry': 'false' } : {}),
      ...(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) }),
      ...answer.headers,
      'content-length': String(Buffer.byteLength(body)),
    }
    if (answer.status === 401) headers['www-authenticate'] ??= 'Bearer realm="dramatis"' // RFC 9110, 15.5.2
    const told = at?.exchange.headers ?? requestIds(call, surface)
    writeHead(response, answer.status, [...told, ...Object.entries(headers).flat()])
    endEarly(request, response, call.method === 'HEAD' ? '' : body)
  }

  #logWhenDone(call: Call, response: Response): void {
    const started = performance.now()
    response.once('close', () => {
      const milliseconds = Math.round(performance.now() - started)
      this.#options.log.debug({ ...call, status: response.statusCode, milliseconds }, 'A request is done.')
    })
  }
}

/** Clients that take the host for a proxy send the whole URL: RFC 9112, 3.2.2. */
function splitUrl(given: string): { path: string; search: string } {
  const url = given.startsWith('/') ? given : given.replace(/^https?:\/\/[^/?]*/i, '')
  const end = url.indexOf('?')
  if (end < 0) return { path: withoutDoubles(url), search: '' }
  return { path: withoutDoubles(url.slice(0, end)), search: url.slice(end + 1) }
}

/** Some SDKs put their path behind the slash that a base URL ends with. */
function withoutDoubles(path: string): string {
  return path.includes('//') ? path.replace(/\/{2,}/g, '/') : path
}

function requestIdOf(request: Request): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : randomUUID()
}

function requestIds({ requestId }: CallLine, surface: Surface | undefined): readonly string[] {
  const own = surface?.requestIdHeader
  return ['x-request-id', requestId, ...(own ? [own, requestId] : [])]
}

function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`)
}
