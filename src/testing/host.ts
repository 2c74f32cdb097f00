import { version } from '../cast.ts'
import type { SettingsFile } from '../config/settings.gen.ts'
import { resolveSettings } from '../config/settings.ts'
import { DurableConversations } from '../conversations/conversations.ts'
import type { Toolbox } from '../core/toolbox.ts'
import type { Log, Solver } from '../core/types.ts'
import type { SurfaceDefinition } from '../http/surface.ts'
import { PersonaDirectory } from '../persona/directory.ts'
import { readLinkSettings, toLink } from '../persona/link.ts'
import type { Fallthrough, Persona } from '../persona/persona.ts'
import { Turns } from '../persona/turns.ts'
import type { Voice } from '../persona/voice.ts'
import { Registry } from '../plugins/registry.ts'
import { type Runtime, serveCast } from '../runtime.ts'
import { createStore } from '../state/index.ts'
import { openTracing } from '../telemetry/index.ts'
import { rulesOf } from '../toolbox/rules.ts'
import { silentLog } from './harness.ts'
import { toolkitOf } from './toolbox.ts'

export interface TestPersona {
  name: string
  /** Each with its link settings, as they stand in a persona file. */
  chain: readonly { id: string; solver: Solver; settings?: object }[]
  aliases?: readonly string[]
  deadline?: number
  fallthroughOn?: readonly Fallthrough[]
  voice?: Partial<Voice>
  restyle?: boolean
  domains?: Readonly<Record<string, readonly string[]>>
  maxToolRounds?: number
  toolbox?: Toolbox
  lang?: string
  timezone?: string
}

export interface TestHostOptions {
  personas: readonly TestPersona[]
  surfaces?: Readonly<Record<string, SurfaceDefinition>>
  /** By id. */
  toolboxes?: Readonly<Record<string, Toolbox>>
  settings?: SettingsFile
  log?: Log
}

/** A real host on a free port of 127.0.0.1, whose personas are made of solvers at hand instead of files. */
export async function startTestHost({
  personas,
  surfaces,
  toolboxes = {},
  settings,
  log = silentLog,
}: TestHostOptions): Promise<Runtime> {
  const resolved = await resolveSettings({ flags: { port: 0, personas: [], plugins: [], ...settings }, env: {} })
  const directory = new PersonaDirectory(resolved.defaultPersona)
  for (const persona of personas) directory.add(createTestPersona(persona))
  const registry = await Registry.open({ bundled: '', installed: '', folders: [], modules: {} })
  const store = createStore(resolved.state ?? 'memory:')
  const conversations = new DurableConversations(store, log, resolved.conversations)
  const kit = toolkitOf(toolboxes, rulesOf(resolved))
  const close = async (): Promise<void> => {
    await Promise.all([...directory.list().map((persona) => persona.close()), kit.close()])
    conversations.close()
    await store.close()
  }
  const tracing = await openTracing(version)
  const turns = new Turns(log, { running: resolved.maxTurns, tracing, conversations })
  const cast = {
    registry,
    directory,
    store,
    conversations,
    turns,
    tracing,
    problems: [],
    pluginProblems: [],
    toolkit: async () => kit,
    close,
  }
  return await serveCast(cast, resolved, log, surfaces)
}

const defaultFallthrough: readonly Fallthrough[] = [
  'declined',
  'timeout',
  'rate-limit',
  'quota',
  'server-error',
  'failure',
]

/** A persona made of solvers at hand. */
export function createTestPersona(given: TestPersona): Persona {
  const links = given.chain.map(({ id, solver, settings = {} }) => {
    const read = readLinkSettings(settings)
    if (!read.settings) throw new Error(`Link settings of "${id}": ${JSON.stringify(read.problems)}`)
    return toLink(id, solver, read.settings)
  })
  const toolset = toolkitOf(given.toolbox ? { test: given.toolbox } : {})
  return {
    id: given.name.toLowerCase(),
    name: given.name,
    description: '',
    aliases: given.aliases ?? [],
    lang: given.lang ?? 'en',
    timezone: given.timezone ?? 'UTC',
    deadline: given.deadline ?? 60_000,
    fallthroughOn: new Set(given.fallthroughOn ?? defaultFallthrough),
    voice: { prompt: undefined, strategy: 'ignore', ...given.voice },
    restyle: given.restyle ?? false,
    domains: given.domains ?? {},
    maxToolRounds: given.maxToolRounds ?? 10,
    tools: toolset.tools,
    toolset,
    links,
    modifiedAt: '2026-01-01T00:00:00.000Z',
    close: async () => {
      await Promise.all(links.map(({ solver }) => solver.close?.()))
    },
  }
}
