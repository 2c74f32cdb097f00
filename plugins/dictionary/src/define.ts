import {
  type Dictionary,
  definitionOf,
  examplesOf,
  nameOf,
  type PartOfSpeech,
  type Sense,
  spelled,
} from 'dramatis/wordnet'

export type Kind = PartOfSpeech
export const kinds = ['noun', 'verb', 'adjective', 'adverb'] as const satisfies readonly Kind[]

export interface Entry {
  word: string
  senses: { word: string; partOfSpeech: Kind; definition: string; examples: string[]; synonyms: string[] }[]
}

/** The `most` most common meanings of a word. */
export function define(dictionary: Dictionary, word: string, kind: Kind | undefined, most: number): Entry {
  const senses = find(dictionary, word, kind).slice(0, most)
  return { word, senses: senses.map((sense) => describe(dictionary, sense)) }
}

/** `saw` is a noun and a form of `see`: whoever wants a verb is not helped by the noun. */
function find(dictionary: Dictionary, word: string, kind: Kind | undefined): readonly Sense[] {
  return kind === undefined ? dictionary.find(word) : dictionary.findAs(word, kind)
}

function describe(dictionary: Dictionary, sense: Sense): Entry['senses'][number] {
  const synset = dictionary.synset(sense)
  const name = nameOf(sense, synset)
  return {
    word: name,
    partOfSpeech: sense.part,
    definition: definitionOf(synset),
    examples: examplesOf(synset),
    synonyms: spelled(synset.words).filter((other) => other !== name),
  }
}
