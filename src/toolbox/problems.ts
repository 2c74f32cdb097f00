import type { Problem } from '../core/schema.ts'

/** How many problems of one value are told: a caller must not choose how many there are to write down. */
const told = 5

/** What is wrong with a value, in sentences. */
export function inSentences(problems: readonly Problem[]): string {
  const sentences = problems.slice(0, told).map(({ pointer, message }) => {
    const sentence = `${pointer === '' ? 'it' : pointer} ${message}`
    return /[.?!]$/.test(sentence) ? sentence : `${sentence}.`
  })
  const rest = problems.length - sentences.length
  return sentences.join(' ') + (rest > 0 ? ` And ${rest} more.` : '')
}
