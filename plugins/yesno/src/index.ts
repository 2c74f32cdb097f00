import { type ChatRequest, defineSolver } from 'dramatis'
import { utteranceOf } from './asked.ts'
import { judge, type Verdict } from './judge.ts'
import { type Language, languageOf } from './language.ts'

export { yesOrNo } from './judge.ts'

const wording = { type: 'string', minLength: 1 } as const

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      bare: {
        description: 'Whether to judge every utterance that says yes, no or maybe, not only those it is asked about.',
        type: 'boolean',
        default: false,
      },
      replies: {
        description: "What to say. Default: the word of the question's language.",
        type: 'object',
        properties: { yes: wording, no: wording, unsure: wording },
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  },
  create: ({ bare, replies }) => ({
    solve: (request, { lang }) => {
      const language = languageOf(lang)
      const found = language && verdictOf(request, lang, language, bare)
      if (!found) return undefined
      const { verdict, confidence } = found
      return { text: replies?.[verdict] ?? language.replies[verdict], confidence }
    },
  }),
})

interface Found {
  readonly verdict: Verdict
  readonly confidence: number
}

/** An utterance that nobody asked about must speak for itself; one that somebody did may as well say nothing. */
function verdictOf(request: ChatRequest, lang: string, language: Language, bare: boolean): Found | undefined {
  const utterance = utteranceOf(request, lang, language)
  if (utterance !== undefined) {
    const verdict = judge(utterance, language) ?? 'unsure'
    return { verdict, confidence: verdict === 'unsure' ? 0.5 : 0.9 }
  }
  const verdict = bare ? judge(request.question, language) : undefined
  return verdict && { verdict, confidence: verdict === 'unsure' ? 0.5 : 0.7 }
}
