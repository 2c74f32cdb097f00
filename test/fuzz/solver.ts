import type { ChatRequest, Solver, SolverEvent } from 'dramatis'

/** Questions at which the solver fails: the only ones whose answer may have a status of 502 or the vendor's like. */
export const failing = ['early failure', 'late failure']

/** Questions that have no answer, although the body that carries them is right. */
export const unanswerable = [...failing, 'nothing']

/** What no client may ever see. */
export const secret = 'secret-detail'

/** Says everything that a solver can say, for the encoders of the answers. A question it does not know comes back. */
export const solver: Solver = {
  accepts: ['image', 'audio', 'file'],
  solve(request) {
    switch (request.question.trim()) {
      case 'plain':
        return 'One. Two. Three.'
      case 'nothing':
        return undefined
      case 'early failure':
        throw new Error(secret)
      case 'late failure':
        return breaksOff()
      case 'refuse':
        return refuses()
      default:
        return echoes(request)
    }
  },
}

async function* breaksOff(): AsyncGenerator<string | SolverEvent> {
  yield 'It began'
  throw new Error(secret)
}

async function* refuses(): AsyncGenerator<string | SolverEvent> {
  yield 'I would rather not.'
  yield { type: 'finish', reason: 'refusal' }
}

async function* echoes({ question, tools = [] }: ChatRequest): AsyncGenerator<string | SolverEvent> {
  yield { type: 'reasoning-delta', text: question, opaque: 'c2lnbmVk' }
  yield question
  yield { type: 'source', source: { title: question, url: 'https://example.com/a', start: 0, end: question.length } }
  yield { type: 'source', source: { title: 'No address' } }
  yield { type: 'status', text: question }
  yield { type: 'part', part: { type: 'data', data: { question } } }
  yield { type: 'part', part: { type: 'image', mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) } }
  yield { type: 'part', part: { type: 'file', mediaType: 'text/plain', data: new URL('https://example.com/a.txt') } }
  for (const [index, { name }] of tools.slice(0, 2).entries()) {
    const id = `call_${index}`
    yield { type: 'tool-input-delta', id, name, text: '{"question":' }
    yield { type: 'tool-input-delta', id, name, text: `${JSON.stringify(question)}}` }
    yield { type: 'tool-call', call: { id, name, input: { question } } }
  }
  const usage = { inputTokens: 11, outputTokens: 7, cachedTokens: 3, reasoningTokens: 2 }
  yield { type: 'finish', reason: tools.length > 0 ? 'tool-calls' : 'stop', usage }
}
