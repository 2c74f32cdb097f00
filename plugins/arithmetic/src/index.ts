import { type Answer, defineSolver } from 'dramatis'
import { plain } from 'dramatis/questions'
import { type Locale, makeLocales } from './locales.ts'
import { NoResult } from './no-result.ts'
import { readQuestion } from './question.ts'
import { answerTo } from './render.ts'

/** In UTF-16 code units; a longer text is no sum. */
const longestQuestion = 300

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      digits: {
        description: 'Significant figures of a result that has to be rounded.',
        type: 'integer',
        minimum: 1,
        maximum: 50,
        default: 12,
      },
      unitDigits: {
        description: 'The same for a result with a unit.',
        type: 'integer',
        minimum: 1,
        maximum: 50,
        default: 5,
      },
    },
    additionalProperties: false,
  },
  create: ({ digits, unitDigits }) => {
    const localeOf = makeLocales(digits, unitDigits)
    return {
      solve: ({ question }, { lang }) => {
        if (question.length > longestQuestion) return undefined
        return answer(plain(question, lang), localeOf(lang))
      },
    }
  },
})

function answer(question: string, { vocabulary, style, refusals }: Locale): Answer {
  try {
    const sum = readQuestion(question, vocabulary)
    return sum && answerTo(sum, style)
  } catch (error) {
    if (!(error instanceof NoResult)) throw error
    if (error.reason === 'no-sum' || !refusals) return undefined
    // Others may be able to work out what is too large here.
    return { text: refusals[error.reason], weak: error.reason === 'too-large' }
  }
}
