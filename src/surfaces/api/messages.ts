import {
  answerChat,
  type Codec,
  type Exchange,
  oneLine,
  partAsText,
  problemDetails,
  type Route,
  route,
  type SurfaceHost,
  sse,
  type Turn,
  textOfEvent,
} from '../../http/index.ts'
import { bodyParser, type KeptConversation, type KeptMessage, toRuntimeError } from '../../index.ts'
import { readPage, slice } from './paging.ts'
import { findSession, type SessionRow, touch } from './sessions.ts'
import { answerSchema, listed, messagesSchema, seconds } from './shapes.ts'
import type { ApiState } from './state.ts'

const sendSchema = {
  type: 'object',
  required: ['message'],
  properties: {
    message: { type: 'string', minLength: 1 },
    stream: { type: ['boolean', 'null'], description: 'Whether the answer comes as server-sent events.' },
  },
} as const

const parseSend = bodyParser(sendSchema)

/** What is said in a session. A turn that fails is an HTTP error, and nothing of it is kept. */
export function messageRoutes(host: SurfaceHost, state: ApiState): readonly Route[] {
  return [
    route('GET', '/sessions/:id/messages', (exchange) => list(host, state, exchange), {
      summary: 'What was said in a session',
      responses: listed(messagesSchema),
    }),
    route('POST', '/sessions/:id/messages', (exchange) => send(host, state, exchange), {
      summary: 'Say something in a session',
      request: sendSchema,
      responses: listed(answerSchema),
    }),
  ]
}

/** A message as clients see it; undefined for what is neither theirs nor the persona's own words. */
export function showMessage({ key }: KeptConversation, { sequence, at, message }: KeptMessage): object | undefined {
  if (message.role !== 'user' && message.role !== 'assistant') return undefined
  const parts = message.parts.filter(({ type }) => type !== 'reasoning' && type !== 'call')
  if (parts.length === 0 && message.parts.length > 0) return undefined
  const content = parts.map(partAsText).join('')
  return { id: `${key}.${sequence}`, role: message.role, content, timestamp: seconds(at) }
}

async function list(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  const page = readPage(exchange.query)
  const { id, persona } = await findSession(state, exchange.params.id ?? '')
  const [kept] = await host.conversations.read(id, { persona })
  const all = kept?.transcript.flatMap((message) => showMessage(kept, message) ?? []) ?? []
  const { items, has_more } = slice(all, page)
  exchange.sendJson(200, { session_id: id, messages: items, has_more })
}

async function send(host: SurfaceHost, state: ApiState, exchange: Exchange): Promise<void> {
  const body = await exchange.json()
  const session = await findSession(state, exchange.params.id ?? '')
  host.find(session.persona) // a default persona must not answer for one that is gone
  await touch(state, session)
  await answerChat(host, sessionCodec(session, exchange), exchange, body)
}

function sessionCodec({ id, persona }: SessionRow, exchange: Exchange): Codec {
  const answer = (response: string): object => ({ session_id: id, success: true, response, error_details: null })
  return {
    contentType: 'text/event-stream; charset=utf-8',
    decode({ body }): Turn {
      const { message, stream } = parseSend(body)
      const messages = [{ role: 'user' as const, parts: [{ type: 'text' as const, text: message }] }]
      return { model: persona, stream: stream ?? false, requests: [{ question: message, messages, conversation: id }] }
    },
    body: (events) => answer(events.map(textOfEvent).join('')),
    async *frames(events) {
      let response = ''
      try {
        for await (const event of events) {
          const text = textOfEvent(event)
          response += text
          if (text !== '') yield sse(oneLine(JSON.stringify({ text })), 'delta')
        }
        yield sse(oneLine(JSON.stringify(answer(response))), 'answer')
      } catch (error) {
        const { body } = problemDetails(toRuntimeError(error), exchange)
        yield sse(oneLine(JSON.stringify(body)), 'error')
      }
    },
  }
}
