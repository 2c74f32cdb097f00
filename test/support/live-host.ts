import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect } from 'chai'
import type { Log } from 'dramatis'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { type Runtime, startRuntime } from '../../src/runtime.ts'

/** A host over real files in folders of its own, which are there before it starts. */
export interface LiveHost {
  readonly runtime: Runtime
  readonly url: string
  /** The folder of all of it; personas lie in `personas`, plugins in `plugins`. */
  readonly folder: string
  /** What the host has logged, but for the debug level. */
  readonly logged: string[]
  /** Writes a file under the folder: texts as they are, anything else as JSON. */
  write(name: string, content: unknown): Promise<void>
  path(name: string): string
  models(): Promise<readonly string[]>
  ask(model: string, question?: string): Promise<string | undefined>
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Called>
  close(): Promise<void>
}

export interface Called {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** A change has to be in force within this time, in milliseconds. */
export const limit = 1000

export async function openLiveHost(
  files: Record<string, unknown>,
  settings: (path: LiveHost['path']) => SettingsFile = () => ({}),
): Promise<LiveHost> {
  const folder = await mkdtemp(join(tmpdir(), 'dramatis-live-'))
  const path = (name: string): string => join(folder, name)
  const write = async (name: string, content: unknown): Promise<void> => {
    await mkdir(dirname(path(name)), { recursive: true })
    await writeFile(path(name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  await mkdir(path('plugins'))
  for (const [name, content] of Object.entries(files)) await write(name, content)
  const flags = {
    port: 0,
    personas: [path('personas')],
    plugins: [path('plugins')],
    state: 'memory:',
    ...settings(path),
  }
  const logged: string[] = []
  const say =
    (level: string): Log['info'] =>
    (details, message) =>
      void logged.push(`${level}: ${message} ${JSON.stringify(details)}`)
  const log = { debug() {}, info: say('info'), warn: say('warn'), error: say('error') }
  const runtime = await startRuntime(await resolveSettings({ flags, env: {} }), log)
  const { url } = runtime
  return {
    ...{ runtime, url, folder, logged, write, path },
    async models() {
      const response = await fetch(`${url}/openai/v1/models`)
      const { data } = (await response.json()) as { data: { id: string }[] }
      return data.map(({ id }) => id)
    },
    async ask(model, question = 'hello') {
      const body = JSON.stringify({ model, messages: [{ role: 'user', content: question }] })
      const response = await fetch(`${url}/openai/v1/chat/completions`, { method: 'POST', body })
      const { choices } = (await response.json()) as { choices?: { message: { content: string } }[] }
      return choices?.[0]?.message.content
    },
    async api(method, at, body, headers = {}) {
      const isForm = body instanceof FormData
      const sent = body === undefined ? {} : { body: isForm || typeof body === 'string' ? body : JSON.stringify(body) }
      const response = await fetch(`${url}/api/v1${at}`, { method, headers, ...sent })
      const text = await response.text()
      return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) }
    },
    async close() {
      await runtime.close(0)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when something is as expected, which it has to be soon; @throws AssertionError that says what it is instead */
export async function soon<T>(look: () => Promise<T> | T, expected: T): Promise<void> {
  const started = performance.now()
  for (;;) {
    const found = await look()
    if (JSON.stringify(found) === JSON.stringify(expected)) return
    if (performance.now() - started > limit) expect(found).to.deep.equal(expected)
    await setTimeout(10)
  }
}

/** Resolves when something that must not change has had its time to do so. */
export async function still<T>(look: () => Promise<T> | T, expected: T): Promise<void> {
  await setTimeout(limit * 0.6)
  expect(await look()).to.deep.equal(expected)
}

/** A solver in TypeScript that always says the same. */
export function saying(words: string): string {
  return `import { defineSolver } from 'dramatis'
export default defineSolver({ create: (): { solve(): string } => ({ solve: () => ${JSON.stringify(words)} }) })`
}
