import type { Clause } from './clauses.ts'
import type { Span } from './pattern.ts'

/** Words of the user as we would say them: "you hate my dog" becomes "I hate your dog". */
export function reflect({ words, shown }: Clause, { from, to }: Span): string {
  let text = ''
  for (let at = from; at < to; at++) text += `${at === from ? '' : ' '}${reflectWord(words, at) ?? shown[at] ?? ''}`
  return text
}

const swaps: ReadonlyMap<string, string> = new Map([
  ['i', 'you'],
  ['me', 'you'],
  ['my', 'your'],
  ['mine', 'yours'],
  ['myself', 'yourself'],
  ["i'm", "you're"],
  ["i've", "you've"],
  ["i'll", "you'll"],
  ["i'd", "you'd"],
  ['your', 'my'],
  ['yours', 'mine'],
  ['yourself', 'myself'],
  ["you're", "I'm"],
  ["you've", "I've"],
  ["you'll", "I'll"],
  ["you'd", "I'd"],
  ['am', 'are'],
])

function reflectWord(words: readonly string[], at: number): string | undefined {
  const word = words[at] ?? ''
  switch (word) {
    case 'you':
      return isSubject(words, at) ? 'I' : 'me'
    case 'are':
      return beLongsTo(words, at, 'you') ? 'am' : undefined
    case "aren't":
      return owner(words, at, 'you') === 'before' ? 'am not' : undefined
    case 'was':
      return beLongsTo(words, at, 'i') ? 'were' : undefined
    case "wasn't":
      return beLongsTo(words, at, 'i') ? "weren't" : undefined
    case 'were':
      return beLongsTo(words, at, 'you') && !isWish(words, at) ? 'was' : undefined
    case "weren't":
      return beLongsTo(words, at, 'you') && !isWish(words, at) ? "wasn't" : undefined
    default:
      return swaps.get(word)
  }
}

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

const adverbs = set('always never really just also still often only probably not already even actually sometimes')
const auxiliaries = set(
  "are aren't were weren't do don't did didn't can can't cannot could couldn't will won't would wouldn't should " +
    "shouldn't may might must have haven't had hadn't",
)
/** Verbs that only a subject stands before. */
const finite = set(
  "are aren't were weren't can can't cannot could couldn't will won't would wouldn't should shouldn't may might must " +
    "have haven't had hadn't don't didn't never",
)
/** Verbs that often follow a subject, and the word before decides. */
const verbs = set(
  'do did say said think thought know knew want wanted like liked love loved hate hated need needed feel felt look ' +
    'mean meant see saw tell told get got make made go went come came call called',
)
const causatives = set(
  'make makes made making let lets letting help helps helped helping see sees saw watch watched hear heard',
)
/** Words that a clause of its own follows, unless the clause ends there. */
const leaders = set(
  'that if because when whenever while since until unless whether and or as than what why how where who which think ' +
    'thinks thought know knows knew believe believes guess suppose wish hope hoped said say says mean feel felt bet ' +
    'dream dreamed dreamt imagine remember notice noticed understand realize realized realise realised swear promise ' +
    'way time things thing everything something anything nothing all moment day reason',
)
/** Words after which a clause's verb can no longer come. */
const closers = set(
  'a an the my your his her our their this these those some to for with about of from at by on in into and or but ' +
    'because when if so too very again anymore much more most better well enough as than like until while alone',
)

/** Whether the "you" here does something ("you left") or has it done to it ("I left you"). */
function isSubject(words: readonly string[], at: number): boolean {
  const before = words[at - 1]
  const next = words[at + 1]
  if (before === undefined || (next !== undefined && finite.has(next))) return true
  if (next === undefined && pronouns.has(words[at - 2] ?? '')) return false
  if (auxiliaries.has(before)) return true
  if (next === undefined || closers.has(next) || causatives.has(before)) return false
  if (before === 'like') return seeming.has(words[at - 2] ?? '')
  if (adverbs.has(next)) return at + 2 < words.length && !closers.has(words[at + 2] ?? '')
  return leaders.has(before) || (verbs.has(next) && !prepositions.has(before))
}

const prepositions = set('to for with about of from at by on in between without around towards against beside')
/** "If I were you" has its subject already; "where were you" has not. */
const pronouns = set('i he she it we they')
const seeming = set('feel feels felt seem seems look looks sound sounds act')

/** Where the subject of a form of "be" stands, if it is this pronoun: before it or, in a question, after it. */
function owner(words: readonly string[], at: number, pronoun: 'i' | 'you'): 'before' | 'after' | undefined {
  let before = at - 1
  while (before > 0 && adverbs.has(words[before] ?? '')) before--
  if (words[before] === pronoun) return 'before'
  return words[at + 1] === pronoun ? 'after' : undefined
}

function beLongsTo(words: readonly string[], at: number, pronoun: 'i' | 'you'): boolean {
  return owner(words, at, pronoun) !== undefined
}

/** "If I were you" keeps its "were". */
function isWish(words: readonly string[], at: number): boolean {
  return words.slice(Math.max(0, at - 3), at).some((word) => word === 'if' || word === 'wish')
}
