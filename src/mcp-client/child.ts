import { type ChildProcess, spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type JSONRPCMessage, ReadBuffer, serializeMessage, type Transport } from '@modelcontextprotocol/client'
import type { McpTransport } from '../config/mcp.ts'
import type { Log } from '../core/types.ts'
import { end, watchOver } from './reaper.ts'

/** A message may be so large, in bytes: images are sent as text. */
const largestMessage = 32 * 1024 * 1024
const longestLine = 2_000
const mostLines = 1_000

/** How long a server that takes no message may take to end, in milliseconds. */
const patience = 2_000

/** All that a server gets of the host's own environment: keys are the host's alone. */
const inherited = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'USER', 'SHELL'],
  ...['SYSTEMROOT', 'COMSPEC', 'PATHEXT', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMFILES'],
]

/** A server that is started here, and that is spoken to over its stdin and stdout. Its stderr goes to the log. */
export class ChildTransport implements Transport {
  onclose?: () => void
  onerror?: (error: Error) => void
  onmessage?: (message: JSONRPCMessage) => void
  readonly #settings: Extract<McpTransport, { type: 'stdio' }>
  readonly #log: Log
  readonly #buffer = new ReadBuffer({ maxBufferSize: largestMessage })
  #child: ChildProcess | undefined
  #isOver = false
  #isUnwanted = false
  #complaint = ''
  #ending: string | undefined

  constructor(settings: Extract<McpTransport, { type: 'stdio' }>, log: Log) {
    this.#settings = settings
    this.#log = log
  }

  /** These two tell the library that this is no HTTP. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  get stderr(): Readable | null {
    return this.#child?.stderr ?? null
  }

  /** How it has ended by itself, with the last line that it has written to stderr; undefined where it has not. */
  get ending(): string | undefined {
    if (this.#ending === undefined) return undefined
    const complaint = this.#complaint.replace(/\.$/, '')
    return `it ended with ${this.#ending}${complaint === '' ? '' : `: ${complaint}`}`
  }

  start(): Promise<void> {
    const { command, args, env, cwd } = this.#settings
    const child = spawn(command, args, {
      cwd,
      env: { ...ownEnvironment(), ...env },
      stdio: 'pipe',
      detached: process.platform !== 'win32', // in a group of its own, so that all of it can be ended
      windowsHide: true,
    })
    this.#child = child
    if (child.pid !== undefined) watchOver(child)
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', (error) => this.onerror?.(error))
    this.#listen(child.stderr)
    child.once('exit', (code, signal) => {
      if (!this.#isUnwanted) this.#ending = signal ?? `code ${code}`
    })
    void read(child).then(() => this.#over())
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', (error) => {
        reject(new Error(`"${command}" cannot be started: ${error.message}`))
        this.#over()
      })
    })
  }

  send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.#child ?? {}
    if (!stdin?.writable) return this.#unsent(new Error('The server has ended.'))
    return new Promise((resolve, reject) => {
      stdin.write(serializeMessage(message), (error) => {
        if (error) this.#unsent(error).catch(reject)
        else resolve()
      })
    })
  }

  async close(): Promise<void> {
    const child = this.#child
    if (child?.exitCode === null && child.signalCode === null) this.#isUnwanted = true
    if (child) await Promise.all([end(child), read(child)])
    this.#over()
  }

  /** Who hears nothing any more is about to end: how, and with which last line, says more than a broken pipe does. */
  async #unsent(error: Error): Promise<never> {
    const late = pause(patience, undefined, { ref: false })
    if (this.#child && !this.#isOver) await Promise.race([read(this.#child), late])
    throw error
  }

  #read(chunk: Buffer): void {
    try {
      this.#buffer.append(chunk)
    } catch (error) {
      this.#log.warn({ err: error }, 'An MCP server has sent more than a message may have; it is ended.')
      void this.close()
      return
    }
    for (;;) {
      try {
        const message = this.#buffer.readMessage()
        if (message === null) return
        this.onmessage?.(message)
      } catch (error) {
        this.#log.debug({ err: error }, 'An MCP server has written something that is no message.')
      }
    }
  }

  /** It is read to its end, or the server would have to wait; what is kept of it is bounded. */
  #listen(stderr: Readable): void {
    let count = 0
    let rest = ''
    const hear = (line: string): void => {
      const text = line.trim().slice(0, longestLine)
      if (text === '') return
      this.#complaint = text.slice(0, 200)
      if (++count <= mostLines) this.#log.debug({ text }, 'An MCP server has written to stderr.')
    }
    stderr.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = (lines.pop() ?? '').slice(0, longestLine)
      for (const line of lines) hear(line)
    })
    stderr.once('end', () => hear(rest))
  }

  #over(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#buffer.clear()
    for (const stream of [this.#child?.stdin, this.#child?.stdout, this.#child?.stderr]) stream?.destroy()
    this.onclose?.()
  }
}

/** Resolves when a child has ended and all that it has said is read: but whoever it has started may say more. */
async function read(child: ChildProcess): Promise<void> {
  if (child.pid === undefined) return
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
  })
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
    })
  }
  await Promise.race([closed, pause(100)])
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(
    inherited.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}
