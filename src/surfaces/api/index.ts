import { defineSurface, problemDetails, route } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

/** The host's own API: whether it lives, and what became of a turn. */
export default defineSurface({
  create: (_config, host) => ({
    prefixes: ['/api/v1', '/health'],
    routes: [
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
        '/api/v1/turns/:id',
        (exchange) => {
          const id = exchange.params.id ?? ''
          const trace = host.turn(id)
          if (!trace) throw new RuntimeError('not-found', `There is no turn "${id}" among the latest.`)
          exchange.sendJson(200, { ...trace, startedAt: new Date(trace.startedAt).toISOString() })
        },
        { summary: 'What became of a turn: who was asked, and why it did not answer' },
      ),
    ],
    error: problemDetails,
  }),
})
