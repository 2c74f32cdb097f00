import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import { messageOf, RuntimeError } from '../core/errors.ts'
import type { Log } from '../core/types.ts'

export interface ServerOptions {
  host: string
  /** 0 takes a free one. */
  port: number
  log: Log
  /** Milliseconds that a connection may stay silent before its first bytes. Default: 10,000. */
  firstBytesWithin?: number
  /** Milliseconds that a connection without requests is kept open. Default: 72,000. */
  keepAlive?: number
  handle(request: IncomingMessage | Http2ServerRequest, response: ServerResponse | Http2ServerResponse): void
}

export interface RunningServer {
  readonly host: string
  readonly port: number
  /** Stops listening, lets what is under way finish for `grace` milliseconds, then closes every connection. */
  close(grace?: number): Promise<void>
}

/** The first bytes of every HTTP/2 connection with prior knowledge: RFC 9113, 3.4. */
const preface = Buffer.from('PRI * HTTP/2.0')

/** Requests of one connection at the same time: without a limit one connection could take all the memory there is. */
const maxConcurrentStreams = 1_000

/**
 * One port for HTTP/1.1 and for HTTP/2 with prior knowledge, told apart by a connection's first bytes.
 * @throws RuntimeError `conflict` for an address that is in use, `invalid-settings` for one that cannot be had.
 */
export async function listen(options: ServerOptions): Promise<RunningServer> {
  const { host, port, log, handle, firstBytesWithin = 10_000, keepAlive = 72_000 } = options
  const http1 = createServer({ keepAliveTimeout: keepAlive }, handle)
  const http2 = createHttp2Server({ settings: { maxConcurrentStreams } }, handle)
  const sessions = new Set<ServerHttp2Session>()
  http2.on('session', (session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    session.setTimeout(keepAlive, () => session.close()) // streams that are still open go on
    session.on('error', (error) => log.debug({ err: error }, 'An HTTP/2 session failed.'))
  })
  const silent = new Set<Socket>()
  const [serveHttp1] = http1.listeners('connection')
  http1.removeAllListeners('connection')
  http1.on('connection', (socket: Socket) => {
    socket.on('error', (error) => log.debug({ err: error }, 'A connection failed.'))
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
    tellProtocol(socket, firstBytesWithin, (isHttp2) => {
      silent.delete(socket)
      if (isHttp2) {
        socket.allowHalfOpen = false // a client that closes its half has left, and its streams with it
        http2.emit('connection', socket) // it reads what is buffered itself
        return
      }
      serveHttp1?.call(http1, socket)
      socket.resume()
    })
  })
  await start(http1, host, port)
  const address = http1.address() as AddressInfo // it listens on TCP
  return {
    host: address.address,
    port: address.port,
    close: (grace = 5_000) => stop(http1, sessions, silent, grace),
  }
}

function tellProtocol(socket: Socket, within: number, found: (isHttp2: boolean) => void): void {
  const waiting = setTimeout(() => socket.destroy(), within)
  socket.once('close', () => clearTimeout(waiting))
  let seen: Buffer = Buffer.alloc(0)
  const look = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk])
    const length = Math.min(seen.length, preface.length)
    const alike = preface.compare(seen, 0, length, 0, length) === 0
    if (alike && length < preface.length) return
    clearTimeout(waiting)
    socket.off('data', look)
    socket.pause()
    socket.unshift(seen)
    found(alike)
  }
  socket.on('data', look)
}

function start(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      const taken = error.code === 'EADDRINUSE'
      const message = taken
        ? `Port ${port} on ${host} is in use; stop the other program, or choose another with --port.`
        : `The address ${host}:${port} cannot be used: ${messageOf(error)}.`
      reject(new RuntimeError(taken ? 'conflict' : 'invalid-settings', message, { cause: error }))
    }
    server.once('error', failed)
    server.listen({ host, port, backlog: 4096 }, () => {
      server.off('error', failed)
      resolve()
    })
  })
}

async function stop(
  server: Server,
  sessions: ReadonlySet<ServerHttp2Session>,
  silent: ReadonlySet<Socket>,
  grace: number,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  // A connection that is kept alive becomes idle when its answer is complete, and nothing tells of that.
  const idle = setInterval(() => server.closeIdleConnections(), 50)
  server.closeIdleConnections()
  for (const socket of silent) socket.destroy()
  for (const session of sessions) session.close()
  const force = setTimeout(() => {
    server.closeAllConnections()
    for (const session of sessions) session.destroy()
  }, grace)
  await closed
  clearInterval(idle)
  clearTimeout(force)
}
