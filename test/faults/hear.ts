import type { Client } from './clients/client.ts'
import { nextAnswer, question } from './host.ts'
import { refusal, spoken } from './wire.ts'

/** What a client made of an answer: who spoke, or how it learned that nobody did to the end. */
export type Heard =
  | { what: 'next' | 'model' | 'refusal' | 'error'; turn: string }
  | { what: 'status'; status: number; retryAfter: string | null; turn: string }

/** What came back over HTTP. */
export interface Received {
  status: number
  headers: Headers
  body: Buffer
}

/** A client's call, ready to be sent to a host. */
export function callOf(client: Client, persona: string, stream: boolean, signal: AbortSignal) {
  const { path, body, headers } = client.request({ persona, turns: [question], stream })
  return (url: string): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal,
    })
}

export async function receive(url: string, client: Client, persona: string, stream: boolean): Promise<Received> {
  const response = await callOf(client, persona, stream, AbortSignal.timeout(20_000))(url)
  return { status: response.status, headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
}

/** Asks a persona, and judges the answer. @throws like `judge` */
export async function hear(url: string, client: Client, persona: string, stream = true): Promise<Heard> {
  return judge(client, await receive(url, client, persona, stream), stream)
}

/** @throws Error where an answer is none of those that a client can rely on: cut short, or ended as if it were whole */
export function judge(client: Client, { status, headers, body }: Received, stream: boolean): Heard {
  const about = status === 200 ? client.about?.(body, stream) : undefined
  const turn = about?.turn ?? headers.get('x-dramatis-turn') ?? ''
  if (status !== 200) {
    if (client.errorMessage(body) === '') throw new Error(`an error says nothing: ${body}`)
    return { what: 'status', status, retryAfter: headers.get('retry-after'), turn }
  }
  const { text, finish, error } = client.read(body, stream)
  if (error !== undefined && finish === undefined && text === spoken) return { what: 'error', turn }
  const solver = about?.solver ?? headers.get('x-dramatis-solver')
  const said = JSON.stringify({ text, finish, error, solver })
  if (error !== undefined) throw new Error(`an error that is none: ${said}`)
  if (solver === 'openai' && text === refusal) return { what: 'refusal', turn }
  if (finish === undefined) throw new Error(`cut short without an error: ${said}`)
  if (solver === 'faq' && text === nextAnswer) return { what: 'next', turn }
  if (solver === 'openai' && text === spoken) return { what: 'model', turn }
  throw new Error(`a clean end: ${said}`)
}
