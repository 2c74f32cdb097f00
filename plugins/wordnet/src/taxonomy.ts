import type { Dictionary } from './dictionary.ts'
import type { Sense, Synset } from './records.ts'
import { bestKnown, capitalised, listed, nameOf, spelled, withArticle } from './wording.ts'

/** How many members of a large class are weighed before the best known are named. */
const mostWeighed = 300
/** How many steps below a class its examples may lie: an apple is an edible fruit, which is a fruit. */
const deepest = 3

/** What the most common sense is a kind or an instance of. */
export function broader(dictionary: Dictionary, [sense]: readonly Sense[]): string | undefined {
  if (!sense) return undefined
  const synset = dictionary.synset(sense)
  const name = capitalised(nameOf(sense, synset))
  const above = spelled(firstWords(dictionary.related(synset, '@')))
  if (above.length > 0) return `${name} is a kind of ${listed(above)}.`
  const classes = spelled(firstWords(dictionary.related(synset, '@i')))
  return classes.length > 0 ? `${name} is ${listed(classes.map(withArticle))}.` : undefined
}

/** What lies directly below the most common sense that has anything below it, the best known first. */
export function kinds(dictionary: Dictionary, senses: readonly Sense[]): string | undefined {
  return inventory(dictionary, senses, 'Kinds', (synset) => dictionary.related(synset, '~', '~i').slice(0, mostWeighed))
}

/** What lies below it and has nothing below itself. */
export function examples(dictionary: Dictionary, senses: readonly Sense[]): string | undefined {
  return inventory(dictionary, senses, 'Examples', (synset) => {
    const found: Synset[] = []
    let level = [synset]
    for (let depth = 0; depth < deepest; depth++) {
      level = level.flatMap((above) => dictionary.related(above, '~', '~i')).slice(0, mostWeighed)
      found.push(...level.filter((below) => !below.pointers.some(({ symbol }) => symbol === '~' || symbol === '~i')))
    }
    return found
  })
}

/** Parts, substances and members of the most common sense that has any. */
export function parts(dictionary: Dictionary, senses: readonly Sense[]): string | undefined {
  return inventory(dictionary, senses, 'Parts', (synset) => dictionary.related(synset, '%p', '%s', '%m'))
}

/**
 * `Yes` with the way up from a sense of the subject to the category. Nothing where there is no such way: that WordNet
 * does not say so proves no `no`.
 */
export function membership(
  dictionary: Dictionary,
  subjects: readonly Sense[],
  categories: readonly Sense[],
): string | undefined {
  const goals = new Map(categories.map((category) => [category.offset, category]))
  for (const subject of subjects) {
    const way = wayUp(dictionary, subject, goals)
    if (way !== undefined) return `Yes: ${way}.`
  }
  return undefined
}

/** The shortest way, in words. */
function wayUp(dictionary: Dictionary, subject: Sense, goals: ReadonlyMap<number, Sense>): string | undefined {
  const start = dictionary.synset(subject)
  const ways: { synset: Synset; words: string }[] = [{ synset: start, words: nameOf(subject, start) }]
  const seen = new Set([start.offset])
  for (const { synset, words } of ways) {
    for (const { symbol, part, offset } of synset.pointers) {
      if ((symbol !== '@' && symbol !== '@i') || seen.has(offset)) continue
      seen.add(offset)
      const above = dictionary.synset({ part, offset })
      const goal = goals.get(offset)
      const name = goal ? nameOf(goal, above) : spelled(above.words.slice(0, 1)).join()
      const link = `${synset === start ? '' : ', which'} is ${symbol === '@i' ? withArticle(name) : `a kind of ${name}`}`
      if (goal) return words + link
      ways.push({ synset: above, words: words + link })
    }
  }
  return undefined
}

function inventory(
  dictionary: Dictionary,
  senses: readonly Sense[],
  title: string,
  members: (synset: Synset) => readonly Synset[],
): string | undefined {
  for (const sense of senses) {
    const synset = dictionary.synset(sense)
    const words = spelled(bestKnown(dictionary, members(synset)))
    if (words.length > 0) return `${title} of ${nameOf(sense, synset)}: ${listed(words)}.`
  }
  return undefined
}

function firstWords(synsets: readonly Synset[]): string[] {
  return synsets.flatMap((synset) => synset.words.slice(0, 1))
}
