import { type Cast, version } from './cast.ts'
import type { Log } from './core/types.ts'
import type { PersonaInfo, SurfaceHost } from './http/surface.ts'
import { embed } from './persona/embed.ts'
import type { Persona } from './persona/persona.ts'

/** What surfaces see of the cast. */
export function surfaceHost({ directory, turns }: Cast, log: Log, address: { readonly url: string }): SurfaceHost {
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
    personas: () => directory.list().map(info),
    find: (name) => info(directory.get(name)),
    resolve: (model) => info(directory.resolve(model)),
    ask: (persona, requests, waiting) => turns.begin(personaOf(persona), requests, waiting),
    embed: (persona, request, waiting) => embed(personaOf(persona), request, waiting, log),
    turn: (id) => turns.trace(id),
  }
}

function describe({ id, name, description, aliases, modifiedAt, links }: Persona): PersonaInfo {
  return {
    id,
    name,
    description,
    aliases,
    modifiedAt,
    solvers: links.map((link) => link.id),
    accepts: [...new Set(links.flatMap((link) => [...link.accepts]))],
    embeds: links.some(({ solver }) => solver.embed !== undefined),
  }
}
