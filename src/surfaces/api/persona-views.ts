import type { PersonaInfo } from '../../http/index.ts'
import type { PersonaDocument } from '../../index.ts'

/** What everybody may see of a persona's file: who it is, and nothing of how it is done. */
const publicKeys = [
  'aliases',
  'lang',
  'timezone',
  'personal_background',
  'language_style',
  'knowledge_domains',
  'interaction_samples',
]

export function toListed({ id, name, description }: PersonaInfo): object {
  return { id, name, description }
}

/** For those who may ask it. */
export function toPublic({ id, name, description, aliases }: PersonaInfo, document?: PersonaDocument): object {
  const shown = document ? Object.entries(document.value).filter(([key]) => publicKeys.includes(key)) : []
  return { id, name, description, aliases, ...Object.fromEntries(shown) }
}

/** For those who may change it: what can be sent back, with what is wrong with it. */
export function toEditable({ id, value, problems }: PersonaDocument, info: PersonaInfo | undefined): object {
  const named = { id, name: info?.name ?? id, description: info?.description ?? '' }
  return { ...named, ...value, id, ...(problems.length > 0 ? { problems } : {}) }
}
