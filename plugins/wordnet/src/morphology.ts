import { irregularAdjectives, irregularNouns, irregularVerbs } from './irregular.ts'
import type { PartOfSpeech } from './records.ts'

export interface BaseForm {
  readonly lemma: string
  readonly part: PartOfSpeech
}

/** The ways in which WordNet may spell a phrase: `E-mail` is `e_mail`, `e-mail` or `email`. */
export function spellings(phrase: string): string[] {
  const lemma = phrase
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .trim()
    .replace(/\s+/g, '_')
  const forms = [lemma, lemma.replaceAll('_', '-'), lemma.replaceAll('-', '_'), lemma.replaceAll('-', '')]
  if (lemma.includes('.')) forms.push(`${lemma}.`, lemma.replaceAll('.', ''))
  return [...new Set(forms)].filter((form) => plain.test(form))
}

/**
 * What an inflected form may come from. Many of these are no words: the dictionary is the judge. In a phrase the last
 * word is inflected (`black holes`) or the first (`ran away`, `attorneys general`).
 */
export function baseForms(lemma: string): BaseForm[] {
  const first = lemma.indexOf('_')
  if (first === -1) return basesOf(lemma)
  const last = lemma.lastIndexOf('_') + 1
  return [
    ...basesOf(lemma.slice(last)).map(({ lemma: base, part }) => ({ lemma: lemma.slice(0, last) + base, part })),
    ...basesOf(lemma.slice(0, first)).map(({ lemma: base, part }) => ({ lemma: base + lemma.slice(first), part })),
  ]
}

/** What WordNet's lemmas are made of, and at least one letter or digit among it. */
const plain = /^[!-~]*[a-z0-9][!-~]*$/

interface Rules {
  readonly irregular: ReadonlyMap<string, readonly string[]>
  /** Endings and what stands in their place in the base form. */
  readonly endings: readonly (readonly [string, string])[]
  /** Endings before which a consonant may be doubled: `running`, `bigger`. */
  readonly doubling: readonly string[]
}

const rules: Readonly<Record<'noun' | 'verb' | 'adjective', Rules>> = {
  noun: {
    irregular: irregularNouns,
    endings: [
      ['s', ''],
      ['es', ''],
      ['ies', 'y'],
      ['ves', 'f'],
      ['ves', 'fe'],
      ['men', 'man'],
      ["'s", ''],
    ],
    doubling: [],
  },
  verb: {
    irregular: irregularVerbs,
    endings: [
      ['s', ''],
      ['es', ''],
      ['ies', 'y'],
      ['ed', ''],
      ['ed', 'e'],
      ['ied', 'y'],
      ['ing', ''],
      ['ing', 'e'],
      ['ying', 'ie'],
      ['cked', 'c'],
      ['cking', 'c'],
    ],
    doubling: ['ed', 'ing'],
  },
  adjective: {
    irregular: irregularAdjectives,
    endings: [
      ['er', ''],
      ['er', 'e'],
      ['ier', 'y'],
      ['est', ''],
      ['est', 'e'],
      ['iest', 'y'],
    ],
    doubling: ['er', 'est'],
  },
}

function basesOf(word: string): BaseForm[] {
  return (['noun', 'verb', 'adjective'] as const).flatMap((part) => {
    const { irregular, endings, doubling } = rules[part]
    const bases = irregular.get(word) ?? [...regularBases(word, endings), ...undoubled(word, doubling)]
    return bases.map((lemma) => ({ lemma, part }))
  })
}

function regularBases(word: string, endings: Rules['endings']): string[] {
  return endings
    .filter(([ending]) => word.length > ending.length + 1 && word.endsWith(ending))
    .map(([ending, base]) => word.slice(0, word.length - ending.length) + base)
}

function undoubled(word: string, endings: readonly string[]): string[] {
  return endings
    .filter((ending) => word.endsWith(ending))
    .map((ending) => word.slice(0, word.length - ending.length))
    .filter((stem) => stem.length > 2 && stem.at(-1) === stem.at(-2))
    .map((stem) => stem.slice(0, -1))
}
