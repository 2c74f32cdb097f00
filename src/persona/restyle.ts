import { textOf } from '../core/text.ts'
import type { ChatRequest, SolverEvent } from '../core/types.ts'
import { ask, type Spoken } from './ask.ts'
import type { ChainTurn } from './chain.ts'

/**
 * An answer of rules or knowledge in the persona's own words: asks the first language model of the chain that can be
 * reached to say it again. Where none can, the answer stays as it is; a call or a medium is never said again.
 * @throws whatever hearing the answer to its end throws; `cancelled` where the client leaves
 */
export async function restyled(
  spoken: Spoken,
  request: ChatRequest,
  turn: ChainTurn,
  hear: (spoken: Spoken) => Promise<readonly SolverEvent[]>,
): Promise<Spoken> {
  const models = turn.persona.links.filter(({ solver }) => solver.uses?.includes('voice'))
  if (models.length === 0 || spoken.outcome === 'weak' || models.includes(spoken.link)) return spoken
  const events = await hear(spoken)
  const said: Spoken = { ...spoken, opening: events, rest: undefined }
  const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
  if (text.trim() === '' || !events.every(isRetold)) return said
  for (const model of models) {
    if (turn.hasFailed(model)) continue
    const asked = await ask(model, retelling(text, request), turn, { retelling: true })
    if (asked.outcome === 'answered') {
      if (asked.opening.every(({ type }) => type !== 'finish')) return retold(said, asked)
      asked.rest?.close()
      return said
    }
    if (!('end' in asked) || !asked.end) continue
    if (asked.end.code === 'cancelled') throw asked.end
    return said
  }
  return said
}

function retold({ link, opening, confidence }: Spoken, asked: Spoken): Spoken {
  const sources = opening.flatMap((event) => (event.type === 'source' ? [withoutPlace(event)] : []))
  return { ...asked, confidence, found: link, opening: [...sources, ...asked.opening] }
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
