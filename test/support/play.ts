import type { ChatRequest, SolverDefinition, SolverEvent } from 'dramatis'
import { askOnce } from './ask-once.ts'
import { type Call, type Said, startFaultServer } from './fault-server.ts'

export interface Played {
  events: readonly SolverEvent[]
  text: string
  /** What the server was sent. */
  call: Call | undefined
}

/** Asks a solver whose server says that. The settings are those for a server at that address. */
export async function play(
  definition: SolverDefinition,
  settings: (url: string) => object,
  said: Said,
  request: ChatRequest,
): Promise<Played> {
  const server = await startFaultServer(() => said)
  try {
    const { events, text } = await askOnce(definition, settings(server.url), request)
    return { events, text, call: server.calls[0] }
  } finally {
    await server.close()
  }
}
