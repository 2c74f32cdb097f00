import {
  type ClientHttp2Session,
  connect as connectHttp2,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { connect, type Socket } from 'node:net'

/** A TCP connection to a host, and everything that came back over it. */
export interface Line {
  readonly socket: Socket
  readonly received: string
  readonly closed: boolean
  send(bytes: string | Uint8Array): void
  /** Waits until `sign` has come back `times` times. @throws Error after five seconds */
  until(sign: string, times?: number): Promise<string>
  /** Waits until the host has closed the connection. @throws Error after five seconds */
  end(): Promise<string>
}

export async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  let received = ''
  let closed = false
  let changed = (): void => {}
  socket.on('data', (bytes) => {
    received += bytes.toString('latin1')
    changed()
  })
  for (const event of ['end', 'close', 'error'])
    socket.on(event, () => {
      closed = true
      changed()
    })
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  const wait = async (what: string, check: () => boolean): Promise<string> => {
    const late = setTimeout(() => socket.destroy(), 5000)
    while (!check() && !socket.destroyed) await new Promise<void>((resolve) => (changed = resolve))
    clearTimeout(late)
    if (!check()) throw new Error(`${what} never came; received: ${received.slice(0, 500)}`)
    return received
  }
  return {
    socket,
    get received() {
      return received
    },
    get closed() {
      return closed
    },
    send: (bytes) => void socket.write(bytes),
    until: (sign, times = 1) => wait(`"${sign}"`, () => received.split(sign).length > times),
    end: () => wait('the end', () => closed),
  }
}

/** Sends bytes, and gives what came back until the host closed the connection. */
export async function rawExchange(url: string, bytes: string | Uint8Array): Promise<string> {
  const line = await openLine(url)
  line.send(bytes)
  const received = await line.end()
  line.socket.destroy()
  return received
}

/** A POST request as it goes over the wire. */
export function rawPost(path: string, body: string, headers: readonly string[] = []): string {
  const lines = [`POST ${path} HTTP/1.1`, 'Host: localhost', `Content-Length: ${Buffer.byteLength(body)}`, ...headers]
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

export interface Http2Answer {
  status: number | undefined
  headers: IncomingHttpHeaders
  body: string
  /** RFC 9113, 7: 0 where the stream came to a proper end. */
  rstCode: number
}

/** Uses an HTTP/2 connection with prior knowledge, and closes it. */
export async function overHttp2<T>(url: string, use: (session: ClientHttp2Session) => Promise<T>): Promise<T> {
  const session = connectHttp2(url)
  session.on('error', () => undefined) // each request has its own
  try {
    return await use(session)
  } finally {
    session.destroy()
  }
}

export function requestHttp2(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: string | Uint8Array,
): Promise<Http2Answer> {
  return new Promise((resolve) => {
    const stream = session.request(headers, { endStream: body === undefined })
    const answer: Http2Answer = { status: undefined, headers: {}, body: '', rstCode: 0 }
    stream.on('response', (received) => Object.assign(answer, { status: received[':status'], headers: received }))
    stream.setEncoding('utf8').on('data', (text: string) => {
      answer.body += text
    })
    stream.on('error', () => undefined) // `rstCode` tells
    stream.on('close', () => resolve({ ...answer, rstCode: stream.rstCode ?? 0 }))
    if (body !== undefined) stream.end(body)
  })
}
