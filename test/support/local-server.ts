import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LocalServer {
  /** Without a path. */
  readonly url: string
  /** How many have been opened so far. */
  readonly connections: number
  close(): Promise<void>
}

/** A server on a port of its own. It does not keep the process alive. */
export async function startLocalServer(handle: RequestListener): Promise<LocalServer> {
  let connections = 0
  const server = createServer(handle).unref()
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
