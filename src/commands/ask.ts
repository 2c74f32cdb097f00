import { isRuntimeError } from '../core/errors.ts'
import type { TurnTrace } from '../core/trace.ts'
import type { ChatRequest } from '../core/types.ts'
import type { Persona } from '../persona/persona.ts'
import { withPersona } from './cast.ts'
import { explain, whyNot } from './explain.ts'
import type { Flags } from './flags.ts'
import { sourceLines, type Told, tell } from './tell.ts'
import { complain, print, printForeign, printJson } from './terminal.ts'

export interface AskFlags extends Flags {
  explain?: boolean
  json?: boolean
  lang?: string
}

const interrupted = 130

/** Puts one question to a persona and prints the answer as it comes. Resolves with 1 where it has none. */
export function ask(name: string, words: readonly string[], flags: AskFlags): Promise<number> {
  const { explain: explains = false, json = false, lang, ...rest } = flags
  return withPersona(name, { flags: rest, logLevel: explains ? 'warn' : 'error' }, async ({ turns }, persona) => {
    const waiting = new AbortController()
    process.once('SIGINT', () => waiting.abort())
    const { events, trace } = turns.begin(persona, [requestOf(words.join(' '), lang)], waiting)
    const told = await tell(events, json ? () => undefined : printForeign)
    await (json ? printJson(report(told, persona, trace)) : finish(told))
    if (explains && !json) process.stderr.write(explain(trace, process.stderr))
    if (waiting.signal.aborted) return interrupted
    if (told.error === undefined) return 0
    complain(whyNot(told.error) + (explains || json ? '' : ' Add --explain to see who was asked.'))
    return 1
  })
}

/** A request of one user message; the rest of its conversation, if any, is kept under the id. */
export function requestOf(question: string, lang?: string, conversation?: string): ChatRequest {
  return {
    question,
    messages: [{ role: 'user', parts: [{ type: 'text', text: question }] }],
    ...(lang === undefined ? {} : { lang }),
    ...(conversation === undefined ? {} : { conversation }),
  }
}

/** Ends the line that the answer stands on, and names its sources. */
export async function finish({ answer, sources }: Told): Promise<void> {
  if (answer !== '' && !answer.endsWith('\n')) await print('\n')
  await printForeign(sourceLines(sources))
}

function report(told: Told, persona: Persona, trace: Readonly<TurnTrace>): object {
  const { answer, solver, finish, usage, sources, error } = told
  const failure = isRuntimeError(error) ? { error: { code: error.code, message: error.message } } : {}
  return { ...failure, answer, persona: persona.id, solver, finish, usage, sources, trace }
}
