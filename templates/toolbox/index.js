// @ts-check
import { defineToolbox } from 'dramatis'

const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** @satisfies {import('dramatis').Tool} */
const countWords = {
  name: 'count_words',
  description: 'Counts the words of a text, and how many of them are different.',
  input: {
    type: 'object',
    properties: {
      text: { description: 'The text.', type: 'string', maxLength: 100_000 },
      ignoreCase: { description: 'Whether "The" and "the" are the same word.', type: 'boolean', default: true },
    },
    required: ['text'],
    additionalProperties: false,
  },
  output: {
    type: 'object',
    properties: { words: { type: 'integer' }, different: { type: 'integer' } },
    required: ['words', 'different'],
  },
  annotations: { readOnly: true, idempotent: true },
  /** @param {{ text: string, ignoreCase: boolean }} input checked already, with its defaults */
  run({ text, ignoreCase }) {
    const words = [...segmenter.segment(ignoreCase ? text.toLowerCase() : text)].filter(({ isWordLike }) => isWordLike)
    return { words: words.length, different: new Set(words.map(({ segment }) => segment)).size }
  },
}

export default defineToolbox({ create: () => ({ tools: [countWords] }) })
