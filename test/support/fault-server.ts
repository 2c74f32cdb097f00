import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type LocalServer, startLocalServer } from './local-server.ts'

type Bytes = string | Uint8Array

/** A call as the server saw it. */
export interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** The body, read as JSON where it is some. */
  readonly body: unknown
  /** When the client went away before the answer was complete; a time of `performance.now()`. */
  left: number | undefined
}

/** What the server says, byte by byte. */
export interface Said {
  /** Default: 200. */
  status?: number
  headers?: Readonly<Record<string, string>>
  /** Each is written alone. */
  frames?: readonly Bytes[]
  /** Milliseconds before each frame. */
  pause?: number
  /** After the frames the connection breaks, or stays open without a word. Default: a proper end. */
  ending?: 'proper' | 'cut' | 'silent'
}

export interface FaultServer extends LocalServer {
  /** Oldest first. */
  readonly calls: readonly Call[]
}

/** A server of a language model that says what it is told to. It does not keep the process alive. */
export async function startFaultServer(answer: (call: Call) => Said): Promise<FaultServer> {
  const calls: Call[] = []
  const server = await startLocalServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk))
    request.on('end', () => {
      const body = readable(Buffer.concat(chunks).toString())
      const call: Call = { path: request.url ?? '/', headers: request.headers, body, left: undefined }
      calls.push(call)
      response.on('close', () => {
        if (!response.writableFinished) call.left = performance.now()
      })
      void say(response, answer(call))
    })
  })
  return Object.assign(server, { calls })
}

async function say(response: ServerResponse, { status = 200, headers, frames = [], pause, ending }: Said) {
  response.writeHead(status, headers).flushHeaders()
  for (const frame of frames) {
    if (pause !== undefined) await sleep(pause, undefined, { ref: false })
    if (response.destroyed) return
    await new Promise((resolve) => response.write(frame, resolve))
  }
  if (ending === 'cut') response.destroy()
  else if (ending !== 'silent') response.end()
}

function readable(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
