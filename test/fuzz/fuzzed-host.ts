import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { HostMessage } from './host.ts'

/** Starts `host.ts` in a process of its own. @throws Error where it ends before it listens. */
export async function startFuzzedHost(): Promise<FuzzedHost> {
  const host = new FuzzedHost()
  await host.restart()
  return host
}

export class FuzzedHost {
  #child: ChildProcess | undefined
  #url = ''
  #defects: string[] = []
  #ended: string | undefined

  get url(): string {
    return this.#url
  }

  /** How it ended, where it has. */
  get ended(): string | undefined {
    return this.#ended
  }

  /** What it logged as a defect of its own since it was asked last. */
  takeDefects(): readonly string[] {
    return this.#defects.splice(0)
  }

  /** Starts it anew: one that ended or hangs tells nothing about the next body. */
  async restart(): Promise<void> {
    await this.close()
    this.#defects = []
    this.#ended = undefined
    const child = fork(join(import.meta.dirname, 'host.ts'), {
      execArgv: ['--conditions=dramatis-source', '--import=tsx'],
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    })
    this.#child = child
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000)
    })
    this.#url = await new Promise((resolve, reject) => {
      child.on('message', (message: HostMessage) => {
        if ('url' in message) resolve(message.url)
        else this.#defects.push(message.defect)
      })
      child.once('exit', (code, signal) => {
        this.#ended = `The host ended with ${code ?? signal}: ${complaint}`
        reject(new Error(this.#ended))
      })
    })
  }

  async close(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
}
