import type { Readable, Writable } from 'node:stream'
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio'
import type { SurfaceHost } from '../../http/index.ts'
import type { Log } from '../../index.ts'
import { isModern } from './caller.ts'
import { Follower, tellServer } from './changes.ts'
import { offerOf } from './persona-offer.ts'
import { identityOf, OfferServer } from './server.ts'

export interface StdioOptions {
  /** The id of the persona whose tools are offered; undefined: those of every toolbox. */
  persona: string | undefined
  input: Readable
  /** Nothing else may be written to it. */
  output: Writable
  /** Ends the service before the client does. */
  signal: AbortSignal
  log: Log
}

/** Serves one client over a pair of streams. Resolves when it has closed its end. */
export async function serveClient(host: SurfaceHost, options: StdioOptions): Promise<void> {
  const { persona, input, output, signal, log } = options
  const failed = (error: unknown): void => log.debug({ err: error }, 'An MCP message could not be served.')
  const offer = offerOf(host, persona)
  const identity = identityOf(host, persona === undefined ? undefined : host.find(persona))
  const memory = host.memory()
  const servers = new Set<OfferServer>()
  const follower = new Follower((what) => {
    for (const server of servers) tellServer(server, what, isModern(server.server))?.catch(failed)
  })
  const open = async (): Promise<OfferServer> => {
    const now = await offer()
    follower.follow(now.toolset)
    const server = new OfferServer(identity, now, { log, memory })
    servers.add(server)
    server.server.onclose = () => servers.delete(server)
    return server
  }
  const transport = new StdioServerTransport(input, output)
  const service = serveStdio(open, { transport, onerror: failed })
  await new Promise<void>((resolve) => {
    const { onclose } = transport
    transport.onclose = () => {
      onclose?.()
      resolve()
    }
    signal.addEventListener('abort', () => void service.close().then(resolve, resolve), { once: true })
  })
  follower.stop()
}
