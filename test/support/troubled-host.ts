import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import type { PluginProblem } from '../../src/plugins/discover.ts'
import { startRuntime } from '../../src/runtime.ts'

export interface TroubledHost {
  readonly url: string
  /** Ids of those that are served. */
  readonly personas: readonly string[]
  readonly pluginProblems: readonly PluginProblem[]
  /** The problems of one persona file, each as `level pointer: message`. */
  problemsOf(file: string): readonly string[]
  close(): Promise<void>
}

/** A real host with persona files, given as file names and what is in them, and with folders of plugins. */
export async function startTroubledHost(
  files: Readonly<Record<string, object>>,
  plugins: readonly string[],
  pluginTimeout = '10s',
): Promise<TroubledHost> {
  const folder = await mkdtemp(join(tmpdir(), 'dramatis-troubled-'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), JSON.stringify(content))
  const flags = { port: 0, personas: [folder], plugins: [...plugins], pluginTimeout }
  const host = await startRuntime(await resolveSettings({ flags, env: {} }), silentLog)
  return {
    url: host.url,
    personas: host.personas.map(({ id }) => id),
    pluginProblems: host.problems.plugins,
    problemsOf: (file) =>
      host.problems.personas
        .filter((problem) => problem.file === join(folder, file))
        .map(({ level, pointer, message }) => `${level} ${pointer}: ${message}`),
    async close() {
      await host.close(0)
      await rm(folder, { recursive: true })
    },
  }
}
