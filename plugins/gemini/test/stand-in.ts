import type { ChatRequest, SolverEvent } from 'dramatis'
import { createSolver, settle, testContext } from 'dramatis/testing'
import gemini from 'dramatis-solver-gemini'
import { type Call, type Said, startFaultServer } from '../../../test/support/fault-server.ts'

export interface Played {
  events: readonly SolverEvent[]
  text: string
  /** What the server was sent. */
  call: Call | undefined
}

/** Asks a solver of these settings, whose server says that. */
export async function play(said: Said, request: ChatRequest, settings: object = {}): Promise<Played> {
  const server = await startFaultServer(() => said)
  const solver = await createSolver(gemini, { baseUrl: `${server.url}/v1beta`, apiKey: 'k', ...settings })
  try {
    const { events, text } = await settle(solver.solve(request, testContext()))
    return { events, text, call: server.calls[0] }
  } finally {
    await solver.close?.()
    await server.close()
  }
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
