import { isRole, type Understood, understand } from 'dramatis/questions'

/** A thing that an encyclopedia may know. */
export interface Asked {
  readonly subject: string
  readonly article: string | undefined
  /** BCP 47 primary subtag. */
  readonly lang: string
  readonly isPerson: boolean
  /** False where the name is all that was said. */
  readonly explicit: boolean
}

/** What a question wants to have looked up, or undefined where the first sentences of an article answer nothing. */
export function lookedFor(question: string, lang: string): Asked | undefined {
  const asked = understand(question, lang)
  if (!asked || !fits(asked)) return undefined
  const { subject, article, lang: understoodIn, explicit } = asked
  return { subject, article, lang: understoodIn, isPerson: asked.kind === 'person', explicit }
}

function fits(asked: Understood): boolean {
  switch (asked.kind) {
    case 'definition':
    case 'what':
      return true
    case 'topic':
      return asked.explicit || isName(asked.subject)
    case 'person':
      return !isRole(asked)
    case 'place':
      return asked.event === undefined
    case 'time':
    case 'isA':
    case 'synonyms':
    case 'antonyms':
    case 'kinds':
    case 'examples':
    case 'parts':
    case 'broader':
      return false
  }
}

/** `Albert Einstein` and `Berlin`, not `sounds good`: people say a lot that asks nothing. */
function isName(subject: string): boolean {
  const [first = '', ...others] = subject.split(' ')
  return (others.length === 0 ? [first] : others).some((word) => /^\p{Lu}/u.test(word))
}
