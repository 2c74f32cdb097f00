import { defineSurface, problemDetails, route } from '../../http/index.ts'
import { channels } from '../../index.ts'
import { Metrics } from './metrics.ts'

/** Prometheus: `GET /metrics`. */
export default defineSurface({
  create() {
    const metrics = new Metrics()
    const unsubscribe = [
      channels.turn.subscribe((trace) => metrics.turn(trace)),
      channels.tool.subscribe((called) => metrics.tool(called)),
      channels.request.subscribe((done) => metrics.request(done)),
    ]
    return {
      prefixes: ['/metrics'],
      routes: [
        route(
          'GET',
          '/metrics',
          (exchange) =>
            exchange.send(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }, metrics.text()),
          { summary: 'What the host has done, for Prometheus' },
        ),
      ],
      error: problemDetails,
      close() {
        for (const stop of unsubscribe) stop()
      },
    }
  },
})
