/** Looking words up in WordNet, for other plugins: `import { borrowDictionary } from 'dramatis/wordnet'`. */
export type { Dictionary } from './dictionary.ts'
export type { PartOfSpeech, Sense, Synset } from './records.ts'
export { borrowDictionary, dictionarySettings, type Loan } from './shared.ts'
export { definitionOf, examplesOf, nameOf, spelled } from './wording.ts'
