import { defineSolver, primaryLanguage } from 'dramatis'
import { understand } from 'dramatis/questions'
import { answer } from './answers.ts'
import { borrowDictionary, dictionarySettings } from './shared.ts'

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
      ...dictionarySettings,
    },
    additionalProperties: false,
  },
  create: ({ senses, data }, { baseFolder }) => {
    const { dictionary, release } = borrowDictionary(data, baseFolder)
    return {
      solve: ({ question }, { lang }) => {
        if (primaryLanguage(lang) !== 'en') return undefined
        const asked = understand(question, 'en')
        return asked && answer(dictionary, asked, senses)
      },
      close: release,
    }
  },
})
