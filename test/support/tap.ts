import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** A way to a host that keeps what the host says, byte by byte. */
export interface Tap {
  readonly url: string
  /** What was said since the last time. */
  take(): string
  close(): Promise<void>
}

export async function openTap(host: string): Promise<Tap> {
  const { hostname, port } = new URL(host)
  const sockets = new Set<Socket>()
  let said: Buffer[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => sockets.delete(socket))
      socket.pipe(other)
    }
    far.on('data', (bytes: Buffer) => said.push(bytes))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the tap has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    take() {
      const text = Buffer.concat(said).toString('latin1')
      said = []
      return text
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
