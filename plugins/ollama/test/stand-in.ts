import type { ChatRequest, SolverEvent } from 'dramatis'
import { createSolver, settle, testContext } from 'dramatis/testing'
import ollama from 'dramatis-solver-ollama'
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
  const solver = await createSolver(ollama, { baseUrl: server.url, model: 'm', ...settings })
  try {
    const { events, text } = await settle(solver.solve(request, testContext()))
    return { events, text, call: server.calls[0] }
  } finally {
    await solver.close?.()
    await server.close()
  }
}

/** A stream of these lines. */
export function lines(...said: readonly object[]): Said {
  return { headers: { 'content-type': 'application/x-ndjson' }, frames: said.map(line) }
}

export function line(said: object): string {
  return `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', ...said })}\n`
}

export function word(content: string): object {
  return { message: { role: 'assistant', content }, done: false }
}

export const done = {
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  total_duration: 5,
  prompt_eval_count: 12,
  eval_count: 5,
}
