import { Writable } from 'node:stream'
import type { Cast } from '../cast.ts'
import type { Settings } from '../config/settings.ts'
import { surfaceHost } from '../surface-host.ts'
import { withCast, withPersona } from './cast.ts'
import type { Flags } from './flags.ts'
import { createLog } from './log.ts'

/** Serves tools to the MCP client that has started the process, until that closes stdin. */
export function mcp(persona: string | undefined, flags: Flags): Promise<number> {
  const output = takeStdout()
  if (persona === undefined) {
    return withCast({ flags, personas: false }, (cast, { logLevel }) => serve(cast, logLevel, undefined, output))
  }
  const logLevel = flags.logLevel ?? 'error'
  return withPersona(persona, { flags }, (cast, { id }) => serve(cast, logLevel, id, output))
}

async function serve(cast: Cast, logLevel: Settings['logLevel'], persona: string | undefined, output: Writable) {
  const { serveClient } = await import('../surfaces/mcp/stdio.ts')
  const log = createLog(logLevel)
  const host = surfaceHost(cast, log, { url: '', allowedHosts: [] })
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  await serveClient(host, { persona, input: process.stdin, output, signal: stopping.signal, log })
  return 0
}

/** The stream of the protocol. What plugins print goes to stderr from now on: it would be no message. */
function takeStdout(): Writable {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return new Writable({ decodeStrings: false, write: (chunk, encoding, done) => void write(chunk, encoding, done) })
}
