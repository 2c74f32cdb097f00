import type { ChatRequest } from 'dramatis'
import gemini from 'dramatis-solver-gemini'
import type { Said } from '../../../test/support/fault-server.ts'
import { type Played, play as playWith } from '../../../test/support/play.ts'

/** Asks a solver of these settings, whose server says that. */
export function play(said: Said, request: ChatRequest, settings: object = {}): Promise<Played> {
  return playWith(gemini, (url) => ({ baseUrl: `${url}/v1beta`, apiKey: 'k', ...settings }), said, request)
}

/** A stream of these chunks. */
export function chunks(...said: readonly object[]): Said {
  return { headers: { 'content-type': 'text/event-stream' }, frames: said.map(event) }
}

export function event(said: object): string {
  return `data: ${JSON.stringify(said)}\r\n\r\n`
}

/** A chunk of these parts; `rest` is what else the candidate tells. */
export function says(parts: readonly object[], rest: object = {}): object {
  return { candidates: [{ content: { role: 'model', parts }, index: 0, ...rest }], modelVersion: 'm', responseId: 'r' }
}

export const counted = { promptTokenCount: 12, candidatesTokenCount: 5, totalTokenCount: 17 }

/** The last chunk. */
export function ends(finishReason: string, usageMetadata: object = counted, rest: object = {}): object {
  return { ...says([{ text: '' }], { finishReason, ...rest }), usageMetadata }
}

/** The body of a failure: google.rpc.Status. */
export function status(code: number, message: string, name: string, ...details: readonly object[]): object {
  return { error: { code, message, status: name, details } }
}
