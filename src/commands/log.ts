import { pino } from 'pino'
import type { Settings } from '../config/settings.ts'
import type { Log } from '../core/types.ts'

/** Fields that hold a secret, wherever a header or a setting of a plugin may bring them into a log line. */
const secrets = [
  'authorization',
  'Authorization',
  'cookie',
  'apiKey',
  'api_key',
  'x-api-key',
  'x-goog-api-key',
  'token',
]
const depth = 3

/** The log of the process: JSON lines on stderr, since stdout is for people. Secrets are left out of it. */
export function createLog(level: Settings['logLevel']): Log {
  const paths = secrets.flatMap((name) =>
    Array.from({ length: depth + 1 }, (_, above) => `${'*.'.repeat(above)}["${name}"]`.replace('.[', '[')),
  )
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: '[redacted]' },
    },
    pino.destination({ dest: 2, sync: true }), // a line that is written late is lost when the process ends
  )
}
