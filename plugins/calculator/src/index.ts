import { defineTool, defineToolbox } from 'dramatis'
import { type Answered, longestSum, makeCalculator, type Reason } from 'dramatis/arithmetic'

const figures = { type: 'integer', minimum: 1, maximum: 50 } as const

export default defineToolbox({
  config: {
    type: 'object',
    properties: {
      digits: { ...figures, description: 'Significant figures of a result that has to be rounded.', default: 12 },
      unitDigits: { ...figures, description: 'The same for a result with a unit.', default: 5 },
      lang: { description: 'The language (BCP 47) where a call names none.', type: 'string', default: 'en' },
    },
    additionalProperties: false,
  },
  create: ({ digits, unitDigits, lang: usual }) => {
    const calculate = makeCalculator(digits, unitDigits)
    return {
      tools: [
        defineTool({
          name: 'calculate',
          title: 'Calculator',
          description:
            'Works a sum out exactly: + - * / ^ mod ! √ π, brackets, percentages, average, smallest, largest, and ' +
            'units such as "12 km in miles" or "5 ft 10 in to cm".',
          input: {
            type: 'object',
            properties: {
              expression: {
                description: 'The sum, such as "15% of 80", "(2 + 3)^2" or "100 °F in °C".',
                type: 'string',
                minLength: 1,
                maxLength: longestSum,
              },
              lang: {
                description: `Language tag (BCP 47) of words and figures: "1.000,5" is German. Default: ${usual}.`,
                type: 'string',
                maxLength: 100,
              },
            },
            required: ['expression'],
            additionalProperties: false,
          },
          output: {
            type: 'object',
            properties: {
              sum: { type: 'string', description: 'The sum as it was understood.' },
              result: { type: 'string' },
              exact: { type: 'boolean', description: 'False where the result is rounded.' },
            },
            required: ['sum', 'result', 'exact'],
            additionalProperties: false,
          },
          annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
          run({ expression, lang = usual }): Answered {
            const worked = calculate(expression, lang)
            if ('reason' in worked) throw new Error(sentences[worked.reason](expression))
            return worked
          },
        }),
      ],
    }
  },
})

const sentences: Record<Reason, (expression: string) => string> = {
  'no-sum': (expression) =>
    `"${expression}" is no sum that can be worked out; write it with figures, signs and units, like "(2 + 3) * 4".`,
  'division-by-zero': () => 'Division by zero has no result.',
  'not-real': () => 'The result is no real number.',
  'too-large': () => 'The numbers are too large to work with.',
}
