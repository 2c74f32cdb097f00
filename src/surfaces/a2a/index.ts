import {
  defineSurface,
  type Exchange,
  type PersonaInfo,
  type Route,
  route,
  type SurfaceHost,
} from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { baseOf, Cards } from './cards.ts'
import { agentList, aiCatalog } from './catalog.ts'
import { encodeError } from './errors.ts'
import type { GrpcServer } from './grpc.ts'
import { type RestOperation, restPaths } from './rest-routes.ts'
import type { A2aService } from './service.ts'
import { settingsSchema } from './settings.ts'
import type { Version } from './version.ts'

/**
 * The A2A protocol: each persona is an agent at `/a2a/{persona}`, and the host is one at `/a2a/`, over JSON-RPC,
 * HTTP+JSON and gRPC, in the versions 1.0 and 0.3. Cards need nothing; the rest of it is loaded when somebody calls, or
 * when an earlier process has left tasks behind.
 */
export default defineSurface({
  config: settingsSchema,
  create(settings, host) {
    const cards = new Cards(host, settings)
    let service: Promise<A2aService> | undefined
    let grpc: GrpcServer | undefined
    const load = (): Promise<A2aService> => {
      service ??= import('./service.ts').then(({ A2aService }) => new A2aService(host, cards, settings))
      return service
    }
    const answerJsonRpc: Route['handle'] = async (exchange) => await (await load()).jsonRpc(exchange)
    const answerRest =
      (operation: RestOperation, version: Version): Route['handle'] =>
      async (exchange) =>
        await (await load()).rest(exchange, operation, version)
    const rest = (base: string, version: Version): readonly Route[] =>
      restPaths.map(([method, path, operation]) => route(method, base + path, answerRest(operation, version)))
    /** Tasks of an earlier process end here, and those who wait for them are told. */
    const finishWhatWasLeft = async (): Promise<void> => {
      try {
        if (await host.store.exists()) await (await load()).ready()
      } catch (error) {
        host.log.error({ err: error }, 'Tasks of A2A that may be left from before cannot be looked after.')
      }
    }
    let later: NodeJS.Timeout | undefined
    return {
      prefixes: ['/a2a'],
      routes: [
        ...discovery(host, cards).map((route) => ({ ...route, open: true })),
        route('POST', '/a2a', answerJsonRpc, { summary: 'The default persona as an A2A agent, over JSON-RPC' }),
        route('POST', '/a2a/:persona', answerJsonRpc, { summary: 'A persona as an A2A agent, over JSON-RPC' }),
        ...['/a2a', '/a2a/:persona'].flatMap((base) => [
          ...rest(base, '1.0'),
          ...rest(`${base}/v1`, '0.3'),
          route('GET', `${base}/extendedAgentCard`, answerRest('card', '1.0')),
          route('GET', `${base}/v1/card`, answerRest('card', '0.3')),
        ]),
        // Clients put the tenant of a card between its address and the operation.
        ...rest('/a2a/:persona/:tenant', '1.0'),
        route('GET', '/a2a/:persona/:tenant/extendedAgentCard', answerRest('card', '1.0')),
      ],
      error: encodeError,
      async start() {
        if (host.grpc) {
          const { serveGrpc } = await import('./grpc.ts')
          grpc = await serveGrpc(host.grpc, host.keys, await load())
          cards.grpcPort = grpc.port
        }
        // The store and the library take longer to load than the host: whoever waits for the host comes first.
        later = setTimeout(finishWhatWasLeft, afterStart).unref()
      },
      async stop() {
        clearTimeout(later)
        ;(await service)?.stop()
        await grpc?.stop()
      },
      async close() {
        grpc?.close()
        await (await service)?.close()
      },
    }
  },
})

/** Milliseconds. */
const afterStart = 1_000
const cardNames = ['agent-card.json', 'agent.json'] as const

/** What clients read before they call, and without a key. */
function discovery(host: SurfaceHost, cards: Cards): readonly Route[] {
  const send = (exchange: Exchange, persona?: PersonaInfo): Promise<void> =>
    cards.send(exchange, persona, baseOf(host, exchange))
  const ofHost: Route['handle'] = (exchange) => send(exchange)
  const ofPersona: Route['handle'] = (exchange) => send(exchange, host.find(exchange.params.persona ?? ''))
  return [
    ...cardNames.flatMap((name) => [
      route('GET', `/.well-known/${name}`, ofHost, { summary: 'The agent card of the host' }),
      route('GET', `/a2a/.well-known/${name}`, ofHost),
      route('GET', `/a2a/:persona/.well-known/${name}`, ofPersona, { summary: 'The agent card of a persona' }),
    ]),
    route('GET', '/.well-known/ai-catalog.json', (exchange) => {
      const catalog = aiCatalog(host.personas(), host.version, baseOf(host, exchange))
      exchange.sendJson(200, catalog, { 'content-type': 'application/ai-catalog+json' })
    }),
    route('GET', '/.well-known/jwks.json', (exchange) => {
      if (!cards.signer) throw new RuntimeError('not-found', 'Agent cards are not signed here: no key is set.')
      exchange.sendJson(200, cards.signer.publicKeys, { 'content-type': 'application/jwk-set+json' })
    }),
    route('GET', '/a2a/personas', (exchange) => {
      exchange.sendJson(200, agentList(host.personas(), baseOf(host, exchange)))
    }),
  ]
}
