import { defineSurface, problemDetails, route, unlocked } from '../../http/index.ts'

/** For whoever watches over the process: whether it lives, and whether it may be sent requests. */
export default defineSurface({
  create: (_config, host) => ({
    prefixes: ['/health', '/ready'],
    routes: unlocked([
      route(
        'GET',
        '/health',
        (exchange) => {
          const { version } = host
          exchange.sendJson(200, { status: 'ok', version, personas: host.personas().length })
        },
        { summary: 'Whether the host lives' },
      ),
      route(
        'GET',
        '/ready',
        async (exchange) => {
          const reasons = await host.unready()
          if (reasons.length === 0) return exchange.sendJson(200, { status: 'ready' })
          exchange.sendJson(503, { status: 'not ready', reasons })
        },
        {
          summary: 'Whether the host can answer: it is not closing, and its state can be written',
          responses: { 503: { description: 'It cannot; `reasons` says why.' } },
        },
      ),
    ]),
    error: problemDetails,
  }),
})
