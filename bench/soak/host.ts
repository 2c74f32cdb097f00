import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../server.ts'
import { keys, type Stage } from './stage.ts'

/** How long it may take to start, and to stop, in milliseconds. */
const patience = 60_000
/** What it is given to finish answers in, in milliseconds. */
export const grace = 10_000

/** What a process holds. */
export interface Figures {
  /** Megabytes. */
  resident: number
  descriptors: number
  children: number
}

/** When something began: whether the host has been stopped or killed since can be told from it. */
export interface Moment {
  readonly life: number
  readonly up: boolean
}

/** The host under test, in a process of its own that is ended and started again. */
export class Host {
  readonly #stage: Stage
  readonly #main: string
  #child: ChildProcess | undefined
  #port = 0
  #up = false
  #killed = new Set<number>()
  /** How often it has been started. */
  life = 0

  /** `build` is a folder with a built `dist`. */
  constructor(stage: Stage, build: string) {
    this.#stage = stage
    this.#main = join(build, 'dist/main.js')
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  now(): Moment {
    return { life: this.life, up: this.#up }
  }

  /** Whether it was up all the time since then. */
  wasUpSince({ life, up }: Moment): boolean {
    return up && this.#up && this.life === life
  }

  /** Whether that life came to an end that nothing could survive. */
  wasKilled({ life }: Moment): boolean {
    return this.#killed.has(life)
  }

  /** Milliseconds from its start until it is ready. @throws Error where it ends, or never is */
  async start(): Promise<number> {
    this.#port ||= await freePort()
    this.life++
    const log = createWriteStream(this.#stage.path('host.log'), { flags: 'a' })
    const started = performance.now()
    const words = [this.#main, 'serve', 'personas', '--port', String(this.#port), '--plugins', 'plugins']
    const child = spawn(process.execPath, [...words, '--shutdown-grace', `${grace}ms`], {
      cwd: this.#stage.folder,
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        DRAMATIS_REQUIRE_KEYS: 'true',
        DRAMATIS_API_KEYS: keys.join(','),
        DRAMATIS_STATE: 'file:state/state.db',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr?.pipe(log)
    this.#child = child
    for (;;) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`It ended at its start:\n${this.#log()}`)
      if (performance.now() - started > patience) throw new Error(`It is not ready after ${patience} ms.`)
      if (await isReady(this.url)) break
      await sleep(5)
    }
    this.#up = true
    return performance.now() - started
  }

  /** Ends it as an operator does. @throws Error where it does not end with code 0 within its grace and a second. */
  async stop(): Promise<number> {
    const child = this.#running()
    const exited = once(child, 'exit')
    const asked = performance.now()
    this.#up = false
    child.kill('SIGTERM')
    const limit = setTimeout(() => child.kill('SIGKILL'), patience)
    const [code, signal] = await exited
    clearTimeout(limit)
    const took = performance.now() - asked
    if (code !== 0) throw new Error(`It ended with ${code ?? signal} after ${took.toFixed(0)} ms.`)
    if (took > grace + 1_000) throw new Error(`It took ${took.toFixed(0)} ms to end.`)
    return took
  }

  /** Ends it as a power failure does. */
  async kill(): Promise<void> {
    const child = this.#running()
    const exited = once(child, 'exit')
    this.#killed.add(this.life)
    this.#up = false
    child.kill('SIGKILL')
    await exited
  }

  figures(): Figures {
    const { pid } = this.#running()
    const resident = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return {
      resident: Number(resident) / 1024,
      descriptors: readdirSync(`/proc/${pid}/fd`).length,
      children: childrenOf(pid),
    }
  }

  #log(): string {
    return readFileSync(this.#stage.path('host.log'), 'utf8').slice(-2_000)
  }

  #running(): ChildProcess {
    if (!this.#child) throw new Error('The host was not started.')
    return this.#child
  }
}

/** Not every kernel lists them: each process knows its parent, in the second field after its name in brackets. */
function childrenOf(pid: number | undefined): number {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid).length
}

function parentOf(process: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${process}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // it has ended meanwhile
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(1_000) })
    await response.arrayBuffer()
    return response.status === 200
  } catch {
    return false // nobody listens yet
  }
}
