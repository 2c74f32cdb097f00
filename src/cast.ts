import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLlmConfig } from './config/llm.ts'
import { readMcpConfig } from './config/mcp.ts'
import { packageFolder } from './config/schemas.ts'
import type { Settings } from './config/settings.ts'
import { DurableConversations } from './conversations/conversations.ts'
import { ending } from './core/ending.ts'
import type { AskPersona } from './core/host.ts'
import type { Tracing } from './core/tracing.ts'
import type { Log } from './core/types.ts'
import * as http from './http/index.ts'
import * as api from './index.ts'
import { LiveCast } from './live-cast.ts'
import { borrowed, openServers } from './mcp-client/servers.ts'
import { PersonaDirectory } from './persona/directory.ts'
import { Ensemble } from './persona/ensemble.ts'
import { personaFiles, presentFiles } from './persona/load.ts'
import type { Persona } from './persona/persona.ts'
import type { PersonaProblem } from './persona/problem.ts'
import { Turns } from './persona/turns.ts'
import type { Workshop } from './persona/workshop.ts'
import type { PluginProblem } from './plugins/discover.ts'
import type { HostModules } from './plugins/import.ts'
import { Registry } from './plugins/registry.ts'
import * as questions from './questions/index.ts'
import { createStore, type OpenStore } from './state/index.ts'
import { openTracing } from './telemetry/index.ts'
import { refreshToolkit, type Stamps, stampsOf } from './toolbox/refresh.ts'
import { rulesOf } from './toolbox/rules.ts'
import { loadToolkit, type ToolboxPolicies, type Toolkit, wantedToolboxes } from './toolbox/toolkit.ts'
import type { Box } from './toolbox/toolset.ts'
import * as upstream from './upstream/index.ts'
import * as web from './web/index.ts'

export const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }

/** Plugins and personas, loaded and ready to be asked; without a server. */
export interface Cast {
  readonly registry: Registry
  readonly directory: PersonaDirectory
  readonly turns: Turns
  readonly tracing?: Tracing | undefined
  /** Of language models, where a setting or a file names one for all personas. */
  readonly defaultModel?: string | undefined
  /** Opened by whoever first needs it, and closed with the cast. */
  readonly store: OpenStore
  readonly conversations: DurableConversations
  /** Of personas, and of the file of MCP servers. */
  readonly problems: readonly PersonaProblem[]
  /** Of plugins, and of settings for some that are not there. */
  readonly pluginProblems: readonly PluginProblem[]
  /** What personas are made with; absent where they are not made of files. */
  readonly workshop?: Workshop | undefined
  /** Where personas come from that have files; none where they are made otherwise. */
  readonly live?: LiveCast | undefined
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
  const conversations = new DurableConversations(store, log, settings.conversations)
  const turns = new Turns(log, { running: settings.maxTurns, tracing, conversations })
  const askPersona: AskPersona = (name, request, waiting) => turns.begin(directory.get(name), [request], waiting).events
  const llm = await readLlmConfig(settings)
  const toolRules = rulesOf(settings)
  const toolPolicies = policiesOf(settings)
  const mcp = await mcpServers(settings, log)
  const servers = mcp.boxes.map(borrowed)
  await personaFiles(settings.personas) // whatever was named has to be there at the start
  const { promptStrategy, defaultSolvers } = settings
  const workshop = {
    registry,
    log,
    askPersona,
    llm,
    promptStrategy,
    defaultSolvers,
    toolRules,
    toolPolicies,
    servers,
    version,
  }
  const idle = async (persona: Persona): Promise<void> => {
    // Clients of its tools go over to those of whoever has come in its place, as soon as these are there.
    if (persona.tools.length > 0) await directory.find(persona.id)?.toolset.ready?.()
    await turns.uses.idle(persona)
    await persona.toolset.settled()
  }
  const files = () => presentFiles(settings.personas)
  const ensemble = new Ensemble({ files, directory, workshop, idle })
  await ensemble.refresh()
  const toolkit = lazyToolkit(registry, settings, log, servers)
  const live = new LiveCast({ ensemble, registry, directory, log, workshop, toolkit, paths: settings.personas })
  const close = async (): Promise<void> => {
    await Promise.all([
      ending('A persona', log, () => ensemble.close()),
      ending('A toolbox', log, () => toolkit.close()),
    ])
    await Promise.all(mcp.boxes.map(({ toolbox }) => ending('An MCP server', log, () => toolbox.close?.())))
    conversations.close()
    await store.close()
  }
  return {
    ...{
      registry,
      directory,
      store,
      conversations,
      turns,
      tracing,
      live,
      workshop,
      defaultModel: llm?.defaultModel,
      toolkit: toolkit.open,
      close,
    },
    get problems() {
      return [...mcp.problems, ...ensemble.problems]
    },
    get pluginProblems() {
      return [...registry.problems, ...wantedToolboxes(registry, policiesOf(settings)).problems]
    },
  }
}

/** The servers of the host, which nobody has reached yet: they serve all its tools, and the personas that name them. */
async function mcpServers(settings: Settings, log: Log) {
  const { mcpConfig: file } = settings
  if (file === undefined) return { boxes: [], problems: [] }
  const { servers, problems } = await readMcpConfig(file)
  const boxes = openServers(servers, { version, log, rules: rulesOf(settings) })
  return { boxes, problems: problems.map((problem): PersonaProblem => ({ ...problem, file })) }
}

function lazyToolkit(registry: Registry, settings: Settings, log: Log, servers: readonly Box[]) {
  let opening: Promise<Toolkit> | undefined
  let stamps: Stamps = new Map()
  const host = { baseFolder: process.cwd(), log }
  const load = async (): Promise<Toolkit> => {
    const { wanted, problems } = wantedToolboxes(registry, policiesOf(settings))
    stamps = stampsOf(wanted, registry)
    const toolkit = await loadToolkit(registry, host, wanted, rulesOf(settings), problems, servers)
    for (const { id, message } of toolkit.problems) log.warn({ toolbox: id }, message)
    return toolkit
  }
  return {
    open: (): Promise<Toolkit> => {
      opening ??= load()
      return opening
    },
    /** Follows the plugins, where somebody has asked for tools already. */
    refresh: async (): Promise<void> => {
      if (!opening) return
      const { wanted } = wantedToolboxes(registry, policiesOf(settings))
      await refreshToolkit(await opening, stamps, { registry, wanted, host, rules: rulesOf(settings) })
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
