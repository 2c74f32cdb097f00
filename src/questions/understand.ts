import { type Form, type Grammar, grammarOf } from './grammar.ts'
import { longest, withoutCourtesies } from './plain.ts'
import { subjectOf } from './subject.ts'
import type { Asks } from './table.ts'
import { folded, isDecorated, oneLine, unpunctuated } from './text.ts'
import type { Subject, Understood } from './types.ts'

const mostWords = 4

/**
 * What a text asks and about which thing, or undefined where it asks nothing of the kind, or the language is none of
 * `supportedLanguages`. The first form that fits decides, also when it then declines: `what is it?` is no other
 * question either. `lang` is a BCP 47 tag; a text of more than 300 characters is not understood.
 */
export function understand(text: string, lang: string): Understood | undefined {
  if (text.length > longest) return undefined
  const grammar = grammarOf(lang)
  if (!grammar) return undefined
  const line = oneLine(text)
  const tidy = unpunctuated(line)
  const asked = withoutCourtesies(tidy, grammar)
  for (const form of grammar.forms) {
    const groups = form.pattern.exec(asked)?.groups
    if (groups) return questionOf(form, groups['x'] ?? '', groups['y'] ?? '', grammar)
  }
  return asked === tidy && !line.endsWith('!') && !isDecorated(line) ? bareSubject(tidy, grammar) : undefined
}

/** Whether a person is asked for by an office, as in `who is the president of France`: no text about it says who. */
export function isRole({ kind, article, subject }: Understood): boolean {
  return kind === 'person' && article !== undefined && /^\p{Ll}/u.test(subject)
}

const aboutWords: ReadonlySet<Asks> = new Set<Asks>(['definition', 'meaning', 'synonyms', 'antonyms'])

function questionOf({ asks, event }: Form, x: string, y: string, grammar: Grammar): Understood | undefined {
  const thing = subjectOf(aboutWords.has(asks) ? x.replace(grammar.wordLabel, '') : x, grammar)
  if (!thing) return undefined
  const asked = { ...thing, explicit: true, lang: grammar.lang }
  switch (asks) {
    case 'what':
    case 'topic':
      return isSituation(thing, grammar) ? undefined : { kind: asks, ...asked }
    case 'meaning':
      return grammar.mysteries.has(folded(x)) ? undefined : { kind: 'definition', ...asked }
    case 'isA': {
      const category = subjectOf(y, grammar)
      return category && { kind: 'isA', category: category.subject, ...asked }
    }
    case 'place':
    case 'time':
      return event === undefined ? { kind: asks, ...asked } : { kind: asks, event, ...asked }
    case 'definition':
    case 'synonyms':
    case 'antonyms':
    case 'kinds':
    case 'examples':
    case 'parts':
    case 'broader':
    case 'person':
      return { kind: asks, ...asked }
  }
}

/** `what is the weather like today?` asks for nothing that stands in a book. */
function isSituation({ subject, article }: Subject, { definite, happenings, situations, moments }: Grammar): boolean {
  const name = folded(subject)
  if (name.length < 2) return true
  if (article === undefined) return happenings.has(name)
  if (!definite.has(article)) return false
  const all = name.split(' ')
  while (all.length > 1 && moments.has(all.at(-1) ?? '')) all.pop()
  return situations.has(all.join(' '))
}

function bareSubject(text: string, grammar: Grammar): Understood | undefined {
  const thing = subjectOf(text, grammar)
  if (!thing || thing.subject.length < 2 || !/^\p{Letter}[\p{Letter}\p{Mark}' -]*$/u.test(thing.subject))
    return undefined
  const isQuoted = /^["'`]/.test(text)
  if (!isQuoted && (grammar.chatter.has(folded(thing.subject)) || isSentence(thing.subject, grammar))) return undefined
  return { kind: 'topic', ...thing, explicit: false, lang: grammar.lang }
}

function isSentence(subject: string, grammar: Grammar): boolean {
  const all = folded(subject).split(' ')
  return all.length > mostWords || all.some((word) => isClause(word, grammar))
}

/** A pronoun or a verb, also in `i'm` and `peux-tu`; an article may be spelled like a pronoun without its accent. */
function isClause(word: string, { definite, pointers, verbs }: Grammar): boolean {
  const [stem = word] = word.split("'", 1)
  const [verb = word] = word.split('-', 1)
  return (pointers.has(stem) && !definite.has(word)) || verbs.has(word) || verbs.has(stem) || verbs.has(verb)
}
