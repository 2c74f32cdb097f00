import { randomUUID } from 'node:crypto'
import {
  type Answer,
  type ChatRequest,
  type Context,
  defineSolver,
  primaryLanguage,
  RuntimeError,
  type SolverEvent,
} from 'dramatis'
import { readSource } from './files.ts'
import { fillAnswer, fillInput } from './fill.ts'
import { type Grammar, type Intent, makeGrammar } from './grammar.ts'
import { match, type Understood } from './match.ts'
import { type Outcome, outcomesOf } from './results.ts'
import { makeStyles, slotReader } from './slots.ts'
import { type Source, sourceProperties } from './source.ts'
import { tokensOf } from './tokens.ts'

/** In UTF-16 code units; a longer text is no command. */
const longestQuestion = 1000

interface Chosen {
  readonly intent: Intent
  readonly understood: Understood
  readonly outcome: Outcome | undefined
}

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...sourceProperties,
      file: {
        description: 'A YAML or JSON file of intents, or several: one for each language.',
        anyOf: [
          { type: 'string', minLength: 1 },
          { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
        ],
      },
    },
    additionalProperties: false,
  },
  create: ({ file = [], ...own }, { baseFolder }) => {
    const grammars = load(own, typeof file === 'string' ? [file] : file, baseFolder)
    const styleOf = makeStyles()
    return {
      uses: ['tools'],
      solve: (request, context) => {
        const { question } = request
        if (question.length > longestQuestion) return undefined
        const tokens = tokensOf(question)
        if (tokens.length === 0) return undefined
        const outcomes = outcomesOf(request)
        const offered = offeredTools(request, context)
        for (const grammar of grammars) {
          if (!speaks(grammar, context.lang)) continue
          const readSlot = slotReader(grammar.lists, tokens, question, styleOf(context.lang))
          const ways = match(grammar.root, tokens, question, readSlot, grammar.skipped)
          const chosen = choose(ways, grammar, offered, outcomes)
          if (chosen) return answer(chosen, context)
        }
        return undefined
      },
    }
  },
})

/** @throws RuntimeError `plugin-failed` that lists every problem of every file */
function load(own: Source, files: readonly string[], baseFolder: string): Grammar[] {
  const problems: string[] = []
  const grammars = own.intents ? [makeGrammar(own, 'settings', problems)] : []
  for (const file of files) {
    const source = readSource(file, baseFolder, problems)
    if (source) grammars.push(makeGrammar(source, file, problems))
  }
  if (problems.length === 0 && grammars.every(({ intents }) => intents.length === 0)) {
    problems.push('there is no intent; write some into "intents", or let "file" name a file that has some')
  }
  if (problems.length === 0) return grammars
  const list = problems.map((problem) => `\n- ${problem}`).join('')
  throw new RuntimeError(
    'plugin-failed',
    `The intents solver cannot use what it was given (paths from ${baseFolder}):${list}`,
  )
}

/** `de` is for `de-AT` too. */
function speaks({ lang }: Grammar, asked: string): boolean {
  return lang === undefined || primaryLanguage(lang) === primaryLanguage(asked)
}

function offeredTools({ toolChoice }: ChatRequest, { tools }: Context): ReadonlySet<string> {
  if (toolChoice === 'none') return new Set()
  if (typeof toolChoice === 'object') return new Set([toolChoice.name])
  return new Set(tools.map(({ name }) => name))
}

/** The best way to understand the sentence whose tool can be called, or has been. */
function choose(
  ways: readonly Understood[],
  { intents }: Grammar,
  offered: ReadonlySet<string>,
  outcomes: ReadonlyMap<string, Outcome>,
): Chosen | undefined {
  for (const understood of ways) {
    for (const accept of understood.accepts) {
      const intent = intents[accept]
      if (!intent) continue
      const outcome = outcomes.get(intent.tool)
      if (outcome || offered.has(intent.tool)) return { intent, understood, outcome }
    }
  }
  return undefined
}

function answer({ intent, understood, outcome }: Chosen, { lang, log }: Context): Answer {
  const { slots, covered } = understood
  if (!outcome) return call(intent, fillInput(intent.input, slots))
  const confidence = covered === 1 ? 1 : 0.5 + covered / 2
  if (outcome.failed) {
    const named = new Map([...slots, ['error', { value: outcome.error, text: outcome.error }] as const])
    return { text: fillAnswer([intent.error], named, { text: '', json: undefined }, lang) ?? outcome.error, confidence }
  }
  const { result } = outcome
  const text = fillAnswer(intent.answers, slots, result, lang)
  if (text !== undefined) return { text, confidence }
  log.warn({ intent: intent.name, tool: intent.tool }, 'No answer of the intent fits what its tool returned.')
  return { text: result.text, confidence }
}

async function* call({ tool }: Intent, input: unknown): AsyncGenerator<SolverEvent> {
  yield { type: 'tool-call', call: { id: `call_${randomUUID().replaceAll('-', '')}`, name: tool, input } }
  yield { type: 'finish', reason: 'tool-calls' }
}
