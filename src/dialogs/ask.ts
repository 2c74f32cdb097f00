import { isRuntimeError, messageOf } from '../core/errors.ts'
import type { TurnTrace } from '../core/trace.ts'
import type { ChatRequest, Message } from '../core/types.ts'
import { textOfEvent } from '../http/index.ts'
import type { Persona } from '../persona/persona.ts'
import type { Turns } from '../persona/turns.ts'
import type { DialogClient } from './clients/client.ts'
import type { Ask, Failure, Question } from './heard.ts'

const grace = 5_000
const shownOfError = 500

/** Asks a persona within the process. */
export function askDirectly(turns: Turns, persona: Persona): Ask {
  return async (question) => {
    const waiting = { signal: AbortSignal.timeout(persona.deadline + grace) }
    const { events, trace } = turns.begin(persona, [toRequest(question)], waiting)
    let text = ''
    try {
      for await (const event of events) text += textOfEvent(event)
    } catch (error) {
      const declined = isRuntimeError(error) && error.code === 'unanswered'
      return { text, solver: trace.solver, trace, failure: { declined, message: messageOf(error) } }
    }
    return { text, solver: trace.solver, trace }
  }
}

/** Asks a persona over HTTP, as a client of a surface does. */
export function askOver(client: DialogClient, url: string, turns: Turns, persona: Persona): Ask {
  return async (question) => {
    const { path, body } = client.request(question, persona.id)
    const conversation = question.conversation === undefined ? {} : { 'x-conversation-id': question.conversation }
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...conversation },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(persona.deadline + grace),
    })
    const answer = Buffer.from(await response.arrayBuffer())
    const trace = turns.trace(response.headers.get('x-dramatis-turn') ?? '')
    const solver = decoded(response.headers.get('x-dramatis-solver'))
    if (!response.ok) return { text: '', solver, trace, failure: refusal(response.status, answer, trace) }
    try {
      return { text: client.read(answer, question.stream), solver, trace }
    } catch (error) {
      const failure = { declined: false, message: `an answer that cannot be read: ${messageOf(error)}` }
      return { text: '', solver, trace, failure }
    }
  }
}

function toRequest({ messages, conversation }: Question): ChatRequest {
  return {
    question: messages.at(-1)?.content ?? '',
    messages: messages.map(({ role, content }): Message => ({ role, parts: [{ type: 'text', text: content }] })),
    ...(conversation === undefined ? {} : { conversation }),
  }
}

function refusal(status: number, body: Buffer, trace: Readonly<TurnTrace> | undefined): Failure {
  const message = `status ${status}: ${body.toString().trim().slice(0, shownOfError)}`
  return { declined: trace?.error === 'unanswered', message }
}

/** The header has an id that is not ASCII percent-encoded. */
function decoded(header: string | null): string | undefined {
  if (header === null) return undefined
  try {
    return decodeURIComponent(header)
  } catch {
    return header // it was not encoded, and holds a percent sign
  }
}
