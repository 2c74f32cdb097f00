import type { PersonaInfo } from '../../http/index.ts'
import { describe, pathOf, skillsOf } from './card.ts'

/** Every persona by the address of its card: `/.well-known/ai-catalog.json`. */
export function aiCatalog(personas: readonly PersonaInfo[], version: string, base: string): object {
  const authority = encodeURIComponent(new URL(base).hostname)
  return {
    specVersion: '1.0',
    entries: personas.map((persona) => ({
      identifier: `urn:ai:${authority}:dramatis:${persona.id}`,
      displayName: persona.name,
      mediaType: 'application/a2a-agent-card+json',
      url: `${base}${pathOf(persona)}/.well-known/agent-card.json`,
      description: describe(persona),
      tags: ['persona', ...Object.keys(persona.domains)],
      version,
      updatedAt: persona.modifiedAt,
    })),
  }
}

/** The same in few words: `/a2a/personas`, as older hosts of personas have it. */
export function agentList(personas: readonly PersonaInfo[], base: string): object {
  return {
    agents: personas.map((persona) => ({
      persona_id: persona.id,
      name: persona.name,
      description: describe(persona),
      url: `${base}${pathOf(persona)}/`,
      skills: skillsOf(persona).length,
    })),
  }
}
