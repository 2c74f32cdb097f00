import { defineSurface, problemDetails, route } from '../../http/index.ts'
import { channels } from '../../index.ts'
import type { Metrics } from './metrics.ts'

/** What may happen before the library is loaded. */
type Told = (metrics: Metrics) => void

/**
 * Prometheus: `GET /metrics`. The library that counts is loaded when there is something to count, and what happens
 * meanwhile is not lost: a host that waits for its first question stays small.
 */
export default defineSurface({
  create() {
    let metrics: Metrics | undefined
    let loading: Promise<Metrics> | undefined
    const waiting: Told[] = []
    const load = (): Promise<Metrics> => {
      loading ??= import('./metrics.ts').then(({ createMetrics }) => {
        metrics = createMetrics()
        for (const tell of waiting.splice(0)) tell(metrics)
        return metrics
      })
      return loading
    }
    const tell = (told: Told): void => {
      if (metrics) return told(metrics)
      waiting.push(told)
      void load()
    }
    const unsubscribe = [
      channels.turn.subscribe((trace) => tell((known) => known.turn(trace))),
      channels.tool.subscribe((called) => tell((known) => known.tool(called))),
      channels.request.subscribe((done) => tell((known) => known.request(done))),
    ]
    return {
      prefixes: ['/metrics'],
      routes: [
        route(
          'GET',
          '/metrics',
          async (exchange) => {
            const { contentType, text } = await load()
            exchange.send(200, { 'content-type': contentType }, await text())
          },
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
