import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLlmConfig } from './config/llm.ts'
import { packageFolder } from './config/schemas.ts'
import type { Settings } from './config/settings.ts'
import type { AskPersona } from './core/host.ts'
import type { Tracing } from './core/tracing.ts'
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
import { createStore, type OpenStore } from './state/index.ts'
import { openTracing } from './telemetry/index.ts'
import { rulesOf } from './toolbox/rules.ts'
import { loadToolkit, type ToolboxPolicies, type Toolkit, wantedToolboxes } from './toolbox/toolkit.ts'
import * as upstream from './upstream/index.ts'
import * as web from './web/index.ts'

export const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }

/** Plugins and personas, loaded and ready to be asked; without a server. */
export interface Cast {
  readonly registry: Registry
  readonly directory: PersonaDirectory
  readonly turns: Turns
  readonly tracing?: Tracing | undefined
  /** Opened by whoever first needs it, and closed with the cast. */
  readonly store: OpenStore
  readonly problems: readonly PersonaProblem[]
  /** The tools of every toolbox. They are loaded at the first call. */
  toolkit(): Promise<Toolkit>
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
  const store = createStore(settings.state ?? 'memory:')
  const directory = new PersonaDirectory(settings.defaultPersona)
  const tracing = await openTracing(version)
  const turns = new Turns(log, { running: settings.maxTurns, tracing })
  const askPersona: AskPersona = (name, request, waiting) => turns.begin(directory.get(name), [request], waiting).events
  const llm = settings.llmConfig === undefined ? undefined : await readLlmConfig(settings.llmConfig)
  const toolRules = rulesOf(settings)
  const toolPolicies = policiesOf(settings)
  const files = await personaFiles(settings.personas)
  const problems = await loadPersonas(files, directory, { registry, log, askPersona, llm, toolRules, toolPolicies })
  const toolkit = lazyToolkit(registry, settings, log)
  const close = async (): Promise<void> => {
    await Promise.all([...directory.list().map((persona) => persona.close()), toolkit.close()])
    await store.close()
  }
  return { registry, directory, store, turns, tracing, problems, toolkit: toolkit.open, close }
}

function lazyToolkit(registry: Registry, settings: Settings, log: Log) {
  let opening: Promise<Toolkit> | undefined
  const load = async (): Promise<Toolkit> => {
    const { wanted, problems } = wantedToolboxes(registry, policiesOf(settings))
    const host = { baseFolder: process.cwd(), log }
    const toolkit = await loadToolkit(registry, host, wanted, rulesOf(settings), problems)
    for (const { id, message } of toolkit.problems) log.warn({ toolbox: id }, message)
    return toolkit
  }
  return {
    open: (): Promise<Toolkit> => {
      opening ??= load()
      return opening
    },
    close: async (): Promise<void> => await (await opening)?.close(),
  }
}

function policiesOf({ toolboxes }: Settings): ToolboxPolicies {
  return Object.fromEntries(
    Object.entries(toolboxes).map(([id, { settings: config, timeout, concurrency, maxResultBytes, ...policy }]) => {
      const rules = Object.entries({ timeout, concurrency, maxResultBytes }).filter(([, value]) => value !== undefined)
      return [id, { ...policy, config, rules: Object.fromEntries(rules) }]
    }),
  )
}

/** What a plugin in a folder gets when it imports this package: the running host's own modules. */
const hostModules: HostModules = {
  dramatis: api,
  'dramatis/http': http,
  'dramatis/questions': questions,
  'dramatis/upstream': upstream,
  'dramatis/web': web,
}
