import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from './config/schemas.ts'
import type { Settings } from './config/settings.ts'
import type { Log } from './core/types.ts'
import * as http from './http/index.ts'
import * as api from './index.ts'
import { PersonaDirectory } from './persona/directory.ts'
import { loadPersonas, personaFiles } from './persona/load.ts'
import type { PersonaProblem } from './persona/problem.ts'
import { Turns } from './persona/turns.ts'
import type { HostModules } from './plugins/import.ts'
import { Registry } from './plugins/registry.ts'
import * as questions from './questions/index.ts'
import * as web from './web/index.ts'

export const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }

/** Plugins and personas, loaded and ready to be asked; without a server. */
export interface Cast {
  readonly registry: Registry
  readonly directory: PersonaDirectory
  readonly turns: Turns
  readonly problems: readonly PersonaProblem[]
  close(): Promise<void>
}

/**
 * Finds the plugins and loads the personas of the settings.
 * @throws RuntimeError `invalid-settings` for folders and files that were named and cannot be read.
 */
export async function loadCast(settings: Settings, log: Log): Promise<Cast> {
  const registry = await Registry.open({
    bundled: join(packageFolder, 'plugins'),
    installed: join(process.cwd(), 'node_modules'),
    folders: settings.plugins,
    modules: hostModules,
    timeout: settings.pluginTimeout,
  })
  const directory = new PersonaDirectory(settings.defaultPersona)
  const problems = await loadPersonas(await personaFiles(settings.personas), registry, directory, log)
  const turns = new Turns(log, { running: settings.maxTurns })
  const close = async (): Promise<void> => {
    await Promise.all(directory.list().map((persona) => persona.close()))
  }
  return { registry, directory, turns, problems, close }
}

/** What a plugin in a folder gets when it imports this package: the running host's own modules. */
const hostModules: HostModules = {
  dramatis: api,
  'dramatis/http': http,
  'dramatis/questions': questions,
  'dramatis/web': web,
}
