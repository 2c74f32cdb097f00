import { primaryLanguage } from 'dramatis'
import { isRole, understand } from 'dramatis/questions'

export interface Asked {
  readonly subject: string
  /** Of what in a life the date is asked for; undefined where it is the subject itself. */
  readonly event: 'birth' | 'death' | undefined
  readonly isDefinition: boolean
}

/** What an English question wants to have looked up, or undefined where instant answers do not help. */
export function lookedFor(question: string, lang: string): Asked | undefined {
  if (primaryLanguage(lang) !== 'en') return undefined
  const asked = understand(question, lang)
  if (!asked?.explicit) return undefined
  const { subject } = asked
  switch (asked.kind) {
    case 'definition':
      return { subject, event: undefined, isDefinition: true }
    case 'what':
    case 'topic':
      return { subject, event: undefined, isDefinition: false }
    case 'person':
      return isRole(asked) ? undefined : { subject, event: undefined, isDefinition: false }
    case 'place':
      return asked.event === undefined ? { subject, event: undefined, isDefinition: false } : undefined
    case 'time':
      return asked.event === 'birth' || asked.event === 'death'
        ? { subject, event: asked.event, isDefinition: false }
        : undefined
    case 'isA':
    case 'synonyms':
    case 'antonyms':
    case 'kinds':
    case 'examples':
    case 'parts':
    case 'broader':
      return undefined
  }
}
