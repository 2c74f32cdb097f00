import type { Tracing } from '../core/tracing.ts'

/** Where an SDK of OpenTelemetry leaves itself for the API, of which every 1.x reads the same place. */
const registered = Symbol.for('opentelemetry.js.api.1')

/**
 * Spans for the SDK that has been registered before the host starts (`node --import ./otel.mjs ...`). Without one the
 * API would do nothing at a cost of 10 MB of memory, and is not loaded.
 */
export async function openTracing(version: string): Promise<Tracing | undefined> {
  if (!(registered in globalThis)) return undefined
  const { otelTracing } = await import('./tracing.ts')
  return otelTracing(version)
}
