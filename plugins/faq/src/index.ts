import { defineSolver, primaryLanguage, RuntimeError } from 'dramatis'
import { createKnowledge } from './knowledge.ts'
import { readSources } from './sources/read.ts'

const text = { type: 'string', minLength: 1 } as const
const textOrTexts = { anyOf: [text, { type: 'array', items: text, minItems: 1 }] } as const

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      entries: {
        description: 'Questions, each in one wording or several, with their answers.',
        type: 'array',
        items: {
          type: 'object',
          properties: {
            question: { description: 'The wording, or a list of wordings that ask the same.', ...textOrTexts },
            answer: { description: 'What is said, word for word.', ...text },
          },
          required: ['question', 'answer'],
          additionalProperties: false,
        },
        minItems: 1,
      },
      files: {
        description:
          'Files, folders or globs (*, **, ?), relative to the persona file: questions and answers as .json, .yaml, .yml ' +
          'or .csv; documents, which answer by passage, as .md, .markdown or .txt.',
        ...textOrTexts,
      },
      floor: {
        description: 'The solver declines when it is less sure than this, 0 to 1.',
        type: 'number',
        minimum: 0,
        maximum: 1,
        default: 0.35,
      },
      lang: {
        description:
          'Language of the entries (BCP 47). Turns in another language are declined. Absent: any turn is answered, and ' +
          'the language is told by the entries.',
        ...text,
      },
    },
    additionalProperties: false,
  },
  create: async ({ entries, files, floor, lang }, { baseFolder, log }) => {
    if (entries === undefined && files === undefined) {
      throw new RuntimeError(
        'plugin-failed',
        'The faq solver has nothing to answer from; give it "entries" or "files".',
      )
    }
    const find = await createKnowledge(await readSources(entries ?? [], files ?? [], baseFolder), lang, log)
    const language = lang === undefined ? undefined : primaryLanguage(lang)

    return {
      solve: ({ question }, context) => {
        if (language !== undefined && language !== primaryLanguage(context.lang)) return undefined
        const match = find(question)
        if (match === undefined || match.confidence < floor) return undefined
        const { answer, source } = match.entry
        return { text: answer, confidence: match.confidence, sources: source === undefined ? [] : [{ title: source }] }
      },
    }
  },
})
