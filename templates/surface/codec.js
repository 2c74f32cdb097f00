// @ts-check
import { bodyParser, toRuntimeError } from 'dramatis'
import { partAsText } from 'dramatis/http'

export const request = /** @type {const} */ ({
  type: 'object',
  properties: {
    question: { description: 'What to ask.', type: 'string' },
    persona: { description: 'An id, name or alias. Default: the default persona.', type: 'string' },
    stream: { description: 'Answer in lines of JSON, as they come.', type: 'boolean' },
  },
  required: ['question'],
})

const parse = bodyParser(request)

/**
 * The wire format, as pure functions. A whole answer is the join of the lines of a streamed one.
 * @type {import('dramatis/http').Codec}
 */
export const codec = {
  contentType: 'application/x-ndjson',
  decode({ body }) {
    const { question, persona = '', stream = false } = parse(body)
    const messages = [
      { role: /** @type {const} */ ('user'), parts: [{ type: /** @type {const} */ ('text'), text: question }] },
    ]
    return { model: persona, stream, requests: [{ question, messages }] }
  },
  body(events, _turn, { persona }) {
    const lines = events.map(encodeEvent)
    return {
      persona: persona.name,
      text: lines.map(({ text = '' }) => text).join(''),
      sources: lines.flatMap(({ source }) => source ?? []),
      finish: lines.at(-1)?.finish,
    }
  },
  async *frames(events) {
    try {
      for await (const event of events) {
        const line = encodeEvent(event)
        if (Object.keys(line).length > 0) yield `${JSON.stringify(line)}\n`
      }
    } catch (error) {
      yield `${JSON.stringify(encodeError(toRuntimeError(error)))}\n` // and no `finish`: the answer broke off
    }
  },
}

/** @param {import('dramatis').RuntimeError} error */
export function encodeError({ code, message }) {
  return { error: { code, message } }
}

/**
 * What a line holds; nothing for events that this protocol does not tell.
 * @param {import('dramatis/http').TurnEvent} event
 * @returns {{ text?: string, source?: import('dramatis').Source, finish?: import('dramatis').FinishReason }}
 */
function encodeEvent(event) {
  switch (event.type) {
    case 'text-delta':
      return { text: event.text }
    case 'part':
      return { text: partAsText(event.part) }
    case 'source':
      return { source: event.source }
    case 'finish':
      return { finish: event.reason }
    case 'start':
    case 'status':
    case 'reasoning-delta':
    case 'tool-input-delta':
    case 'tool-call': // no client of this protocol offers tools
      return {}
  }
}
