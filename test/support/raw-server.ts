import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A request as it came. */
export interface RawCall {
  /** Which of the requests of its connection, from 1. */
  readonly nth: number
  readonly socket: Socket
}

export interface RawServer {
  /** Without a path. */
  readonly url: string
  /** Requests that came, and connections that were opened. */
  readonly calls: number
  readonly connections: number
  close(): Promise<void>
}

/** A server that answers with bytes, whether they are HTTP or not. It does not keep the process alive. */
export async function startRawServer(answer: (call: RawCall) => void): Promise<RawServer> {
  const sockets = new Set<Socket>()
  let calls = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    let nth = 0
    let heard = ''
    socket.on('error', () => undefined) // whoever asks may leave
    socket.on('data', (data) => {
      heard += data.toString('latin1')
      for (let end = endOf(heard); end !== undefined; end = endOf(heard)) {
        heard = heard.slice(end)
        calls++
        answer({ nth: ++nth, socket })
      }
    })
  })
  server.unref()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on a port
    get calls() {
      return calls
    },
    get connections() {
      return sockets.size
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Where the first request ends, once it is complete. */
function endOf(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const [, length = '0'] = /content-length: (\d+)/i.exec(text.slice(0, head)) ?? []
  const end = head + 4 + Number(length)
  return text.length >= end ? end : undefined
}
