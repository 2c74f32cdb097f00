import { type Cast, version } from './cast.ts'
import { boundToCaller, currentCaller } from './core/caller.ts'
import type { TurnTrace } from './core/trace.ts'
import type { Log } from './core/types.ts'
import { noKeys } from './http/gate.ts'
import { hostOf, isFromHere } from './http/hosts.ts'
import { originCheck } from './http/origins.ts'
import type { Asking, PersonaInfo, SurfaceHost } from './http/surface.ts'
import { VisiblePersonas } from './keys/personas.ts'
import { visibleTools } from './keys/tools.ts'
import { CharacterEditor } from './persona/character-editor.ts'
import { memoryOf } from './persona/conversation.ts'
import { embed } from './persona/embed.ts'
import type { Persona } from './persona/persona.ts'
import type { OpenStore } from './state/index.ts'

/** Where the host is reached. */
export interface Address {
  readonly url: string
  /** What the operator calls it. */
  readonly publicUrl?: string | undefined
  readonly allowedHosts: readonly string[]
  /** Whether only this machine can reach it. */
  readonly isLocal?: boolean
  /** Whether those without a key may manage it from other machines too. */
  readonly isOpen?: boolean | undefined
  readonly grpc?: SurfaceHost['grpc']
  /** Absent: nobody needs one. */
  readonly keys?: SurfaceHost['keys'] | undefined
  readonly facts?: SurfaceHost['facts']
  /** Whether the host has been told to close. */
  readonly closing?: boolean
}

/** What surfaces see of the cast. */
export function surfaceHost(
  { registry, directory, store, conversations, turns, toolkit, live }: Cast,
  log: Log,
  address: Address,
): SurfaceHost {
  const infos = new WeakMap<Persona, PersonaInfo>()
  const personas = new WeakMap<PersonaInfo, Persona>()
  const info = (persona: Persona): PersonaInfo => {
    const known = infos.get(persona)
    if (known) return known
    const made = describe(persona)
    infos.set(persona, made)
    personas.set(made, persona)
    return made
  }
  const visible = new VisiblePersonas(directory)
  const personaOf = (given: PersonaInfo): Persona => {
    const persona = personas.get(given) ?? directory.resolve(given.id)
    return currentCaller().mayAsk(persona) ? persona : visible.get(given.id)
  }
  const askers = new WeakMap<Readonly<TurnTrace>, string>()
  const isOurs = (trace: Readonly<TurnTrace>): boolean => {
    const { id, mayManage, mayAsk } = currentCaller()
    return (
      (askers.get(trace) ?? '') === id || (mayManage && mayAsk(directory.find(trace.persona) ?? { id: trace.persona }))
    )
  }
  const isTrusted = (asking: Asking): boolean =>
    address.keys?.required ? currentCaller().mayManage : address.isLocal === true && isFromHere(asking)
  return {
    baseFolder: process.cwd(),
    log,
    version,
    get publicUrl() {
      return address.url
    },
    urlFor: (exchange) => address.publicUrl ?? `http://${hostOf(exchange)}`,
    allowedHosts: address.allowedHosts,
    personas: () => visible.list().map(info),
    find: (name) => info(visible.get(name)),
    resolve: (model) => info(visible.resolve(model)),
    ask(persona, requests, waiting) {
      const { trace, events } = turns.begin(personaOf(persona), requests, waiting)
      const { id } = currentCaller()
      if (id !== '') askers.set(trace, id)
      return { trace, events: boundToCaller(events) }
    },
    embed(persona, request, waiting) {
      const found = personaOf(persona)
      return turns.uses.during(found, () => embed(found, request, waiting, log))
    },
    async tools(persona) {
      const toolset = persona ? personaOf(persona).toolset : await toolkit()
      await toolset.ready?.()
      return visibleTools(toolset)
    },
    memory: (conversation) => (conversation === undefined ? memoryOf(new Map()) : conversations.memory(conversation)),
    conversations,
    grpc: address.grpc,
    facts: address.facts ?? { defaultModel: undefined, corsOrigins: [], keyHeader: '' },
    keys: address.keys ?? noKeys,
    editor: live?.editor,
    editorFor: (asking) => (live && !isTrusted(asking) ? new CharacterEditor(live.editor) : live?.editor),
    mayEdit(asking) {
      if (address.keys?.required) return currentCaller().mayManage
      const { origin, host } = asking.request.headers
      const named = (address.facts?.corsOrigins ?? []).filter((allowed) => allowed !== '*')
      if (origin !== undefined && !originCheck(named, address.url)(origin, host)) return false
      return address.isOpen === true || isTrusted(asking)
    },
    onChange: (listener) => live?.onChange(listener) ?? (() => {}),
    unready: async () => [...(address.closing ? ['the host is closing'] : []), ...(await stateProblems(store, log))],
    store,
    turn(id) {
      const trace = turns.trace(id)
      return trace && isOurs(trace) ? trace : undefined
    },
    turns: () => turns.latest().filter(isOurs),
    plugins: () => registry.entries,
  }
}

async function stateProblems(store: OpenStore, log: Log): Promise<readonly string[]> {
  try {
    await store.check()
    return []
  } catch (error) {
    log.error({ err: error }, 'The state cannot be reached.')
    return ['the state cannot be reached']
  }
}

function describe({ id, name, description, aliases, modifiedAt, links, domains, voice }: Persona): PersonaInfo {
  return {
    id,
    name,
    description,
    aliases,
    modifiedAt,
    solvers: links.map((link) => link.id),
    accepts: [...new Set(links.flatMap((link) => [...link.accepts]))],
    uses: [...new Set(links.flatMap(({ solver }) => solver.uses ?? []))],
    embeds: links.some(({ solver }) => solver.embed !== undefined),
    domains,
    voice: voice.prompt,
  }
}
