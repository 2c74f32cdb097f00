import { type Asks, closing, forms, openings } from './question-forms.ts'
import { chatter, happenings, mysteries, pointers, situations } from './small-talk.ts'

/** What somebody wants to know about a word or a phrase, in English. */
export type WordQuestion = Subject &
  (
    | { readonly kind: 'definition'; readonly manner: Manner }
    | { readonly kind: 'person' | 'synonyms' | 'antonyms' | 'broader' | 'kinds' | 'examples' | 'parts' }
    | { readonly kind: 'membership'; readonly category: string }
  )

/** `explicit`: "define X"; `plain`: "what is X?"; `bare`: nothing but the word. */
export type Manner = 'explicit' | 'plain' | 'bare'

export interface Subject {
  /** As it was typed, without its article and quotation marks. */
  readonly subject: string
  /** The article that stood before it, in lower case; some names need it. */
  readonly article?: string
}

const longest = 300
const mostWords = 4

/**
 * The question about a word that a text asks, or undefined where it asks none. The first form that fits decides, also
 * when it then declines: `what is it?` is no other question either.
 */
export function parseWordQuestion(text: string): WordQuestion | undefined {
  if (text.length > longest) return undefined
  const tidy = tidied(text)
  const asked = withoutCourtesies(tidy)
  for (const { asks, pattern } of forms) {
    const groups = pattern.exec(asked)?.groups
    if (groups) return questionOf(asks, groups['x'] ?? '', groups['y'] ?? '')
  }
  return asked === tidy && !text.trimEnd().endsWith('!') ? bareWord(tidy) : undefined
}

function questionOf(asks: Asks, x: string, y: string): WordQuestion | undefined {
  const found = subjectOf(aboutWords.has(asks) ? x.replace(wordLabel, '') : x)
  if (!found) return undefined
  switch (asks) {
    case 'plain':
      return isSituation(found) ? undefined : { kind: 'definition', manner: 'plain', ...found }
    case 'meaning':
      return mysteries.has(x.toLowerCase()) ? undefined : { kind: 'definition', manner: 'explicit', ...found }
    case 'explicit':
      return { kind: 'definition', manner: 'explicit', ...found }
    case 'membership': {
      const category = subjectOf(y)
      return category && { kind: 'membership', category: category.subject, ...found }
    }
    case 'person':
    case 'synonyms':
    case 'antonyms':
    case 'broader':
    case 'kinds':
    case 'examples':
    case 'parts':
      return { kind: asks, ...found }
  }
}

function isSituation({ subject, article }: Subject): boolean {
  const name = subject.toLowerCase()
  if (name.length < 2) return true
  return article === undefined ? happenings.has(name) : article === 'the' && situations.has(name)
}

function bareWord(text: string): WordQuestion | undefined {
  const found = subjectOf(text)
  if (!found || found.subject.length < 2 || found.subject.split(' ').length > mostWords) return undefined
  if (!/^\p{Letter}[\p{Letter}\p{Mark}' -]*$/u.test(found.subject)) return undefined
  const isQuoted = /^["'`]/.test(text)
  if (!isQuoted && chatter.has(found.subject.toLowerCase())) return undefined
  return { kind: 'definition', manner: 'bare', ...found }
}

const aboutWords: ReadonlySet<Asks> = new Set<Asks>(['explicit', 'meaning', 'synonyms', 'antonyms'])
/** In a question about a word, `the word order` is `order`; `what is the word order?` is no such question. */
const wordLabel = /^the (?:english )?(?:word|term|phrase|expression|noun|verb|adjective|adverb):? (?:of )?/i
const label = /^(?:the )?(?:(?:concept|notion|idea) of |(?:word|term|phrase|expression),? (?=["'`]))/i

/** The word or phrase that a form has caught. Quotation marks let it be any word at all. */
function subjectOf(raw: string): Subject | undefined {
  const named = raw.replace(label, '').trim()
  const quoted = /^(?:an? |the )?(["'`])(.+)\1$/.exec(named)?.[2]?.trim()
  if (quoted !== undefined) return quoted === '' ? undefined : { subject: quoted }
  const [, article, subject = named] = /^(an?|the|some|any) (.+)$/i.exec(named) ?? []
  if (!/[\p{Letter}\p{Number}]/u.test(subject) || pointers.has(subject.toLowerCase())) return undefined
  return article === undefined ? { subject } : { subject, article: article.toLowerCase() }
}

/** One line, plain quotation marks, no punctuation at its end. */
function tidied(text: string): string {
  return text
    .replace(/[‘’ʼ]/g, "'")
    .replace(/[“”„«»]/g, '"')
    .replace(/\s+/g, ' ')
    .replace(/[ ?!.,;:…]+$/, '')
    .replace(/[ ?!.,;:…]+(["'])$/, '$1')
    .trim()
}

/** `hey, could you please tell me what a quark is, thanks` is asked as `what a quark is`. */
function withoutCourtesies(text: string): string {
  let rest = text
  for (let before = ''; before !== rest; ) {
    before = rest
    for (const opening of openings) rest = rest.replace(opening, '')
    rest = rest.replace(closing, '').replace(/[ ?!.,;:…]+$/, '')
  }
  return rest
}
