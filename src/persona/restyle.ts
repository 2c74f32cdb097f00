import { textOf } from '../core/text.ts'
import type { ChatRequest, SolverEvent } from '../core/types.ts'
import { ask, type Spoken } from './ask.ts'
import type { ChainTurn } from './chain.ts'

/**
 * An answer of rules or knowledge in the persona's own words: asks the first language model of the chain to say it
 * again. Where none can be reached the answer stays as it is; a call or a medium is never said again.
 * @throws whatever hearing the answer to its end throws; `cancelled` where the client leaves
 */
export async function restyled(
  spoken: Spoken,
  request: ChatRequest,
  turn: ChainTurn,
  hear: (spoken: Spoken) => Promise<readonly SolverEvent[]>,
): Promise<Spoken> {
  const model = turn.persona.links.find(({ solver }) => solver.uses?.includes('voice'))
  if (!model || spoken.outcome === 'weak' || spoken.link.solver.uses?.includes('voice')) return spoken
  const events = await hear(spoken)
  const said: Spoken = { ...spoken, opening: events, rest: undefined }
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
  if (text.trim() === '' || !events.every(isRetold)) return said
  const asked = await ask(model, retelling(text, request), turn, { retelling: true })
  if ('end' in asked && asked.end?.code === 'cancelled') throw asked.end
  if (asked.outcome !== 'answered') return said
  if (asked.opening.some(({ type }) => type === 'finish')) {
    asked.rest?.close()
    return said
  }
  const sources = events.flatMap((event) => (event.type === 'source' ? [withoutPlace(event)] : []))
  return { ...asked, found: spoken.link, opening: [...sources, ...asked.opening] }
}

function isRetold({ type }: SolverEvent): boolean {
  return type === 'text-delta' || type === 'source' || type === 'status' || type === 'finish'
}

/** Where a source belonged to in the text that is no longer there. */
function withoutPlace({ source: { title, url } }: Extract<SolverEvent, { type: 'source' }>): SolverEvent {
  return { type: 'source', source: { title, ...(url === undefined ? {} : { url }) } }
}

function retelling(answer: string, request: ChatRequest): ChatRequest {
  const asked = request.messages.findLast(({ role }) => role === 'user')
  const text = [
    'Say the answer below to the question below in your own voice and in the language of the question.',
    'Keep every fact, number and name. Add nothing. Give only the answer.',
    `Question: ${asked ? textOf(asked.parts) : request.question}`,
    `Answer: ${answer}`,
  ].join('\n\n')
  const { limits, lang } = request
  return {
    question: text,
    messages: [{ role: 'user', parts: [{ type: 'text', text }] }],
    ...(limits ? { limits } : {}),
    ...(lang ? { lang } : {}),
  }
}
