import { defineSurface, problemDetails, route } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'

/** The host's own API: what became of a turn. */
export default defineSurface({
  create: (_config, host) => ({
    prefixes: ['/api/v1'],
    routes: [
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
