import type { ChatRequest, SolverEvent } from 'dramatis'
import { createSolver, settle, testContext } from 'dramatis/testing'
import openai from 'dramatis-solver-openai'
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
  const solver = await createSolver(openai, { baseUrl: `${server.url}/v1`, apiKey: 'k', model: 'm', ...settings })
  try {
    const { events, text } = await settle(solver.solve(request, testContext()))
    return { events, text, call: server.calls[0] }
  } finally {
    await solver.close?.()
    await server.close()
  }
}

export function stream(...frames: readonly string[]): Said {
  return { headers: { 'content-type': 'text/event-stream' }, frames }
}

export function json(body: object): Said {
  return { headers: { 'content-type': 'application/json; charset=utf-8' }, frames: [JSON.stringify(body)] }
}
