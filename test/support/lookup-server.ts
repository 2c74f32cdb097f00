import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalServer, startLocalServer } from './local-server.ts'

/** A request as a service saw it. */
export interface Asked {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingHttpHeaders
}

/** What a service says; an object is sent as JSON. */
export interface Said {
  status?: number
  headers?: Readonly<Record<string, string>>
  body?: string | Uint8Array | object
  /** Milliseconds before the first byte. */
  delay?: number
  /** The connection breaks after half of the body; 'silent' leaves it open there. */
  cut?: boolean | 'silent'
}

export interface LookupServer extends LocalServer {
  /** What was asked, oldest first. */
  readonly asked: Asked[]
  /** Requests whose client went away before the answer was complete. */
  readonly left: number
}

/** A local stand-in for a web service. It does not keep the process alive. */
export async function startLookupServer(answer: (asked: Asked) => Said): Promise<LookupServer> {
  const asked: Asked[] = []
  let left = 0
  const server = await startLocalServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const one: Asked = { path: url.pathname, query: Object.fromEntries(url.searchParams), headers: request.headers }
    asked.push(one)
    response.on('close', () => {
      if (!response.writableFinished) left++
    })
    await say(response, answer(one))
  })
  return {
    url: server.url,
    asked,
    get left() {
      return left
    },
    get connections() {
      return server.connections
    },
    close: server.close,
  }
}

async function say(response: ServerResponse, { status = 200, headers = {}, body = '', delay, cut }: Said) {
  if (delay !== undefined) await sleep(delay, undefined, { ref: false })
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const bytes = Buffer.from(isRaw ? body : JSON.stringify(body))
  const type = isRaw ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, 'content-length': bytes.length, ...headers })
  if (cut === undefined || cut === false) return void response.end(bytes)
  response.write(bytes.subarray(0, bytes.length / 2), () => {
    if (cut === true) response.destroy()
  })
}

/** Answers that anything on the web may give instead of what was asked for. */
export const faults = {
  'an error page': { status: 500, body: '<!DOCTYPE html><title>Our servers are currently under maintenance</title>' },
  'a page instead of data': { body: '<!DOCTYPE html><title>Sign in to the wireless network</title>' },
  'JSON of another shape': { body: '[1, "two"]' },
  'half of it': { body: { half: 'of this is missing' }, cut: true },
  'a rate limit': { status: 429, headers: { 'retry-after': '60' }, body: 'Too many requests' },
  silence: { body: { never: 'complete' }, cut: 'silent' },
} as const satisfies Record<string, Said>
