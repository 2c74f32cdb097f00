import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HostMessage } from './parent.ts'

/**
 * Starts a module in a process of its own: `host.ts`, unless another one is given.
 * @throws Error where it ends before it listens.
 */
export async function startFuzzedHost(
  module = import.meta.resolve('./host.ts'),
  words: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<FuzzedHost> {
  const host = new FuzzedHost(module, words, env)
  await host.restart()
  return host
}

export class FuzzedHost {
  readonly #module: string
  readonly #words: readonly string[]
  readonly #env: Readonly<Record<string, string>>
  #child: ChildProcess | undefined
  #url = ''
  #defects: string[] = []
  #ended: string | undefined

  constructor(module: string, words: readonly string[], env: Readonly<Record<string, string>>) {
    this.#module = module
    this.#words = words
    this.#env = env
  }

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
    const child = fork(fileURLToPath(this.#module), this.#words, {
      env: { ...process.env, ...this.#env },
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
