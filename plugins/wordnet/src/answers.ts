import type { Reply } from 'dramatis'
import type { Understood } from 'dramatis/questions'
import type { Dictionary } from './dictionary.ts'
import { antonyms, synonyms } from './lexical.ts'
import type { PartOfSpeech, Sense, Synset } from './records.ts'
import { broader, examples, kinds, membership, parts } from './taxonomy.ts'
import { capitalised, common, definitionOf, nameOf, wordIndex } from './wording.ts'

/** Answers from the dictionary with at most `limit` senses, or undefined where it has nothing to say. */
export function answer(dictionary: Dictionary, question: Understood, limit: number): Reply | undefined {
  const found = compose(dictionary, question, limit)
  if (!found) return undefined
  const title = `WordNet ${dictionary.version}`.trimEnd()
  return { ...found, sources: [{ title, url: 'https://wordnet.princeton.edu/' }] }
}

/** What somebody wants a definition of: `define X`, `what is X?`, or nothing but X. */
type Manner = 'explicit' | 'plain' | 'bare'

const confidences: Readonly<Record<Manner, number>> = { explicit: 0.9, plain: 0.75, bare: 0.55 }

function compose(dictionary: Dictionary, question: Understood, limit: number): Reply | undefined {
  switch (question.kind) {
    case 'definition':
      return definition(dictionary, question, 'explicit', limit)
    case 'what':
      return definition(dictionary, question, 'plain', limit)
    case 'topic':
      return definition(dictionary, question, question.explicit ? 'plain' : 'bare', limit)
    case 'person': {
      const somebody = lookUpNoun(dictionary, question).filter((sense) => isPerson(dictionary.synset(sense)))
      return reply(defined(dictionary, somebody.slice(0, 1)), 0.8)
    }
    case 'synonyms':
      return reply(synonyms(dictionary, lookUp(dictionary, question), limit), 0.9)
    case 'antonyms':
      return reply(antonyms(dictionary, lookUp(dictionary, question), limit), 0.9)
    case 'broader':
      return reply(broader(dictionary, dictionary.findNoun(question.subject)), 0.85)
    case 'kinds':
      return reply(kinds(dictionary, dictionary.findNoun(question.subject)), 0.85)
    case 'examples':
      return reply(examples(dictionary, dictionary.findNoun(question.subject)), 0.85)
    case 'parts':
      return reply(parts(dictionary, dictionary.findNoun(question.subject)), 0.85)
    case 'isA': {
      const categories = dictionary.findNoun(question.category)
      return reply(membership(dictionary, common(dictionary.findNoun(question.subject)), categories), 0.8)
    }
    case 'place':
    case 'time':
      return undefined
  }
}

function reply(text: string | undefined, confidence: number): Reply | undefined {
  return text === undefined ? undefined : { text, confidence }
}

function definition(dictionary: Dictionary, question: Understood, manner: Manner, limit: number): Reply | undefined {
  const senses = common(sensesFor(dictionary, question, manner)).slice(0, limit)
  return reply(defined(dictionary, senses), confidences[manner])
}

/** "What is X?" asks for a thing, so that `what is new?` and `what is open?` are none of a dictionary's business. */
function sensesFor(dictionary: Dictionary, question: Understood, manner: Manner): readonly Sense[] {
  if (manner === 'explicit') return lookUp(dictionary, question)
  const senses = manner === 'plain' ? lookUpNoun(dictionary, question) : lookUp(dictionary, question)
  return senses.filter((sense) => !isDescription(sense, dictionary.synset(sense)))
}

function lookUp(dictionary: Dictionary, question: Understood): readonly Sense[] {
  return lookUpWith((phrase) => dictionary.find(phrase), dictionary, question)
}

function lookUpNoun(dictionary: Dictionary, question: Understood): readonly Sense[] {
  return lookUpWith((phrase) => dictionary.findNoun(phrase), dictionary, question)
}

function lookUpWith(
  find: (phrase: string) => readonly Sense[],
  dictionary: Dictionary,
  question: Understood,
): readonly Sense[] {
  for (const name of namesOf(question)) {
    const senses = find(name)
    if (senses.length > 0) return name === name.toLowerCase() ? senses : spelledAlike(dictionary, senses, name)
  }
  return []
}

/** `The Hague` is nothing without its article, `The Moon` nothing with it. */
function namesOf({ subject, article }: Understood): readonly string[] {
  if (article !== undefined) return [subject, `${article} ${subject}`]
  return subject.startsWith('The ') ? [subject, subject.slice('The '.length)] : [subject]
}

/** Whoever writes `Turkey` means the country. */
function spelledAlike(dictionary: Dictionary, senses: readonly Sense[], subject: string): readonly Sense[] {
  const alike = senses.filter((sense) => nameOf(sense, dictionary.synset(sense)) === subject)
  return alike.length > 0 ? alike : senses
}

/** `Light (noun): electromagnetic radiation. Also (adjective): of little weight.` A proper name needs no `(noun)`. */
function defined(dictionary: Dictionary, senses: readonly Sense[]): string | undefined {
  if (senses.length === 0) return undefined
  let spoken: PartOfSpeech | undefined
  return senses
    .map((sense) => {
      const synset = dictionary.synset(sense)
      const name = spoken === undefined ? capitalised(nameOf(sense, synset)) : 'Also'
      const clear = spoken === sense.part || (isInstance(synset) && name === nameOf(sense, synset))
      const label = clear ? name : `${name} (${sense.part})`
      spoken = sense.part
      return `${label}: ${definitionOf(synset)}.`
    })
    .join(' ')
}

const people = 18

/** Somebody in particular: `who is the president?` does not ask what presidents are. */
function isPerson(synset: Synset): boolean {
  return synset.subject === people && isInstance(synset)
}

/**
 * WordNet lists `capital of France` beside `Paris`. Who asks "what is the capital of France?" wants a fact of today,
 * and WordNet's are as old as it is.
 */
function isDescription(sense: Sense, synset: Synset): boolean {
  const index = wordIndex(sense, synset)
  return index > 0 && isInstance(synset) && /^[a-z].*_of_/.test(synset.words[index] ?? '')
}

function isInstance(synset: Synset): boolean {
  return synset.pointers.some((pointer) => pointer.symbol === '@i')
}
