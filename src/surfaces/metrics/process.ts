import { performance } from 'node:perf_hooks'
import { Gauge, type Meter } from './meters.ts'

/** The process itself, under the names that Prometheus' own clients use. */
export function processMeters(): readonly Meter[] {
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }
  return [
    new Gauge('process_cpu_seconds_total', 'Time that the process has computed.', cpu, 'counter'),
    new Gauge('process_start_time_seconds', 'When it was started, since 1970.', () => performance.timeOrigin / 1000),
    new Gauge('process_resident_memory_bytes', 'Resident memory.', () => process.memoryUsage.rss()),
    new Gauge('nodejs_heap_size_used_bytes', 'Memory of objects.', () => process.memoryUsage().heapUsed),
    new Gauge(
      'nodejs_eventloop_utilization',
      'How much of the time the event loop has been busy, 0 to 1.',
      () => performance.eventLoopUtilization().utilization,
    ),
  ]
}
