import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadCore, repository, scratchFolder, serverCore, sources } from './machine.ts'

/** How to start something that serves chat completions. */
export type Program = (port: number) => Command

export interface Command {
  /** What node is told. */
  words: readonly string[]
  /** Where chat completions are. Default: where Dramatis has OpenAI's. */
  path?: string
  /** Sent with every request. */
  headers?: Readonly<Record<string, string>>
  /** Default: the core of the servers under test. */
  core?: number
}

/** A server under test, in a process of its own on a core of its own. */
export interface Server {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds from its start to its first whole answer. */
  readonly startedIn: number
  memory(): Promise<Memory>
  /** Milliseconds that all its threads have computed so far. */
  processorTime(): Promise<number>
  stop(): Promise<void>
}

/** Resident memory in megabytes: now, and the most that it ever was. */
export interface Memory {
  resident: number
  peak: number
}

export const bare: Program = (port) => ({ words: [ours('servers/bare.js'), String(port)] })
export const bareFrameByFrame: Program = (port) => ({ words: [ours('servers/bare.js'), String(port), 'each'] })
export const express: Program = (port) => ({ words: [ours('servers/express.js'), String(port)] })
/** What stands for a language model's server; it leaves the core of the servers under test to them. */
export const upstream: Program = (port) => ({ words: [ours('servers/upstream.js'), String(port)], core: loadCore })

/** Dramatis as it is built, with its default settings and the fixture plugins. `personas` are files or folders. */
export function dramatis(...personas: readonly string[]): Program {
  const command = [join(repository, 'dist/main.js'), 'serve', ...personas]
  return (port) => ({
    words: [...command, '--port', String(port), '--plugins', join(sources, 'fixtures/plugins')],
  })
}

/** The same server, asked at another path. */
export function at(server: Server, path: string): Server {
  return { ...server, url: new URL(path, server.url).href }
}

/** A persona file of the fixtures. */
export function fixture(name: string): string {
  return join(sources, 'fixtures/personas', `${name}.json`)
}

const ourPath = '/openai/v1/chat/completions'
const patience = 60_000

/** Starts a server and waits for its first answer to `body`. @throws Error where it ends or never answers. */
export async function startServer(program: Program, body: string): Promise<Server> {
  const port = await freePort()
  const started = performance.now()
  const { words, path = ourPath, headers = {}, core = serverCore } = program(port)
  const pinned = ['-c', String(core), process.execPath, ...words]
  const child = spawn('taskset', pinned, {
    cwd: scratchFolder,
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}${path}`
  const exited = once(child, 'exit')
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await exited
  }
  try {
    await firstAnswer(child, url, body, headers)
  } catch (error) {
    await stop()
    throw error
  }
  const startedIn = performance.now() - started
  const proc = `/proc/${child.pid}`
  return { url, headers, startedIn, memory: () => memoryOf(proc), processorTime: () => processorTimeOf(proc), stop }
}

export interface Answer {
  status: number
  /** The names of its headers, sorted. */
  headers: readonly string[]
  text: string
}

/** One answer, whole. @throws Error for any status but 200, and where nobody listens. */
export async function ask(url: string, body: string, headers: Server['headers'] = {}): Promise<Answer> {
  const answer = await send(url, body, headers)
  if (answer.status === 200) return answer
  throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
}

/** Any answer, whole. @throws Error where nobody listens. */
export function send(url: string, body: string, headers: Server['headers'] = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', agent, headers: { 'content-type': 'application/json', ...headers } }
    const sending = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: Object.keys(response.headers).sort(), text })
      })
      response.on('error', reject)
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

const agent = new Agent({ keepAlive: false })

async function firstAnswer(child: ChildProcess, url: string, body: string, headers: Server['headers']): Promise<void> {
  const until = performance.now() + patience
  for (;;) {
    try {
      await ask(url, body, headers)
      return
    } catch (error) {
      const refused = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
      if (!refused) throw error
      if (child.exitCode !== null) throw new Error(`The server of ${url} ended with code ${child.exitCode}.`)
      if (performance.now() > until) throw new Error(`The server of ${url} did not listen within ${patience} ms.`)
    }
    await sleep(2)
  }
}

/** `taskset` becomes the program that it starts, so the process is the server itself. */
async function memoryOf(proc: string): Promise<Memory> {
  const status = await readFile(`${proc}/status`, 'utf8')
  const megabytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024
  return { resident: megabytes('VmRSS'), peak: megabytes('VmHWM') }
}

/** The kernel counts hundredths of a second in user and system mode: the 14th and 15th field, the 2nd in brackets. */
async function processorTimeOf(proc: string): Promise<number> {
  const stat = await readFile(`${proc}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function ours(file: string): string {
  return join(repository, 'bench/dist', file)
}

/** A TCP port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No TCP port is free.')
  return address.port
}
