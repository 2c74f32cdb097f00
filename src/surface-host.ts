import { LRUCache } from 'lru-cache'
import { type Cast, version } from './cast.ts'
import type { Json, Log } from './core/types.ts'
import { hostOf } from './http/hosts.ts'
import type { PersonaInfo, SurfaceHost } from './http/surface.ts'
import { memoryOf } from './persona/conversation.ts'
import { embed } from './persona/embed.ts'
import type { Persona } from './persona/persona.ts'

/** Where the host is reached. */
export interface Address {
  readonly url: string
  /** What the operator calls it. */
  readonly publicUrl?: string | undefined
  readonly allowedHosts: readonly string[]
  readonly grpc?: SurfaceHost['grpc']
}

/** What surfaces see of the cast. */
export function surfaceHost({ directory, store, turns, toolkit }: Cast, log: Log, address: Address): SurfaceHost {
  const memories = new LRUCache<string, Map<string, Json>>({ max: 10_000 })
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
  const personaOf = (given: PersonaInfo): Persona => personas.get(given) ?? directory.resolve(given.id)
  return {
    baseFolder: process.cwd(),
    log,
    version,
    get publicUrl() {
      return address.url
    },
    urlFor: (exchange) => address.publicUrl ?? `http://${hostOf(exchange)}`,
    allowedHosts: address.allowedHosts,
    personas: () => directory.list().map(info),
    find: (name) => info(directory.get(name)),
    resolve: (model) => info(directory.resolve(model)),
    ask: (persona, requests, waiting) => turns.begin(personaOf(persona), requests, waiting),
    embed: (persona, request, waiting) => embed(personaOf(persona), request, waiting, log),
    tools: async (persona) => (persona ? personaOf(persona).toolset : await toolkit()),
    memory(conversation) {
      if (conversation === undefined) return memoryOf(new Map())
      const values = memories.get(conversation) ?? new Map<string, Json>()
      memories.set(conversation, values)
      return memoryOf(values)
    },
    grpc: address.grpc,
    store,
    turn: (id) => turns.trace(id),
  }
}

function describe({ id, name, description, aliases, modifiedAt, links, voice }: Persona): PersonaInfo {
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
    voice: voice.prompt,
  }
}
