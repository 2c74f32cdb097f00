import { defineSolver } from 'dramatis'
import { apologies } from './apologies.ts'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      replies: {
        description: 'What to say, by language tag; "*" is for every language that is not listed.',
        type: 'object',
        additionalProperties: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
      },
    },
    additionalProperties: false,
  },
  create: ({ replies }) => ({
    solve: ({ messages }, { lang }) => {
      const choices = inLanguage(replies, lang) ?? replies?.['*'] ?? inLanguage(apologies, lang) ?? apologies.en
      return { text: choices[Math.floor(messages.length / 2) % choices.length] ?? '', confidence: 0, weak: true }
    },
  }),
})

/** The replies for `de-AT` are those of `de-AT`, else those of `de`. */
function inLanguage(replies: Readonly<Record<string, readonly string[]>> | undefined, lang: string) {
  const tag = lang.toLowerCase()
  return replies?.[tag] ?? replies?.[tag.split('-')[0] ?? tag]
}
