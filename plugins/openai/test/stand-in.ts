import type { ChatRequest } from 'dramatis'
import openai from 'dramatis-solver-openai'
import type { Said } from '../../../test/support/fault-server.ts'
import { type Played, play as playWith } from '../../../test/support/play.ts'

/** Asks a solver of these settings, whose server says that. */
export function play(said: Said, request: ChatRequest, settings: object = {}): Promise<Played> {
  return playWith(openai, (url) => ({ baseUrl: `${url}/v1`, apiKey: 'k', model: 'm', ...settings }), said, request)
}

export function stream(...frames: readonly string[]): Said {
  return { headers: { 'content-type': 'text/event-stream' }, frames }
}

export function json(body: object): Said {
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, frames: [JSON.stringify(body)] }
}
