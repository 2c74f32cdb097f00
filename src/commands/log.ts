import { pino } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { Log } from '../core/types.ts'

/** Fields that hold a secret, wherever a header or a setting of a plugin may bring them into a log line. */
const secrets: ReadonlySet<string> = new Set([
  'authorization',
  'Authorization',
  'cookie',
  'apiKey',
  'api_key',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'apiKeys',
  'awsKeys',
  'token',
])
const depth = 3

/** The log of the process: JSON lines on stderr, since stdout is for people. Secrets are left out of it. */
export function createLog(level: Settings['logLevel']): Log {
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (details) => censored(details, 0) as object as Record<string, unknown>, // an object stays one
      },
      serializers: { err: (error) => censored(pino.stdSerializers.err(error), 1) },
    },
    pino.destination({ dest: 2, sync: true }), // a line that is written late is lost when the process ends
  )
}

/**
 * The same value without its secrets; nothing is copied where there are none. Pino's own redaction takes ten times as
 * long as the rest of a line.
 */
function censored(value: unknown, level: number): unknown {
  if (typeof value !== 'object' || value === null || level > depth || value instanceof Error) return value
  let copy: object | undefined
  for (const [key, inner] of Object.entries(value)) {
    const shown = secrets.has(key) ? '[redacted]' : censored(inner, level + 1)
    if (shown === inner) continue
    copy ??= Array.isArray(value) ? [...value] : { ...value }
    Object.assign(copy, { [key]: shown })
  }
  return copy ?? value
}
