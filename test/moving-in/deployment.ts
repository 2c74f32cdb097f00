import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import type { Predecessor } from '../../src/config/predecessors.ts'
import type { SettingsFile } from '../../src/config/settings.gen.ts'
import { resolveSettings, type Settings } from '../../src/config/settings.ts'
import { type Runtime, startRuntime } from '../../src/runtime.ts'
import { silentLog } from '../../src/testing/harness.ts'

/** The folder of a deployment of another system, with its own files. */
export interface Deployment {
  readonly folder: string
  settings(env?: NodeJS.ProcessEnv, flags?: SettingsFile): Promise<Settings>
  /** Serves it on a free port, unless `env` says otherwise. */
  start(env?: NodeJS.ProcessEnv, flags?: SettingsFile): Promise<Runtime>
  close(): Promise<void>
}

/** Writes a deployment; objects become JSON or YAML, as the name of the file says. */
export function deploy(as: Predecessor, files: Readonly<Record<string, unknown>>): Deployment {
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-moving-'))
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    const text =
      typeof content === 'string' ? content : /\.ya?ml$/.test(name) ? stringify(content) : JSON.stringify(content)
    writeFileSync(path, text)
  }
  const settings = (env: NodeJS.ProcessEnv = {}, flags: SettingsFile = {}) =>
    resolveSettings({ as, env, flags, workingFolder: folder })
  const running: Runtime[] = []
  return {
    folder,
    settings,
    async start(env = {}, flags = { port: 0 }) {
      const runtime = await startRuntime(await settings(env, flags), silentLog)
      running.push(runtime)
      return runtime
    },
    async close() {
      await Promise.all(running.map((runtime) => runtime.close(0)))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
}

/** Sends a request with a JSON body, and reads JSON. */
export async function send(
  host: Runtime,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const response = await fetch(`${host.url}${path}`, {
    method,
    headers: {
      ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
}
