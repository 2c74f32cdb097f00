import type { ChatRequest, Context } from 'dramatis'
import { createSolver, type Settled, testContext } from 'dramatis/testing'
import anthropic from 'dramatis-solver-anthropic'
import { askOnce } from '../../../test/support/ask-once.ts'
import { type Call, type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { answer, end, text } from './wire.ts'

const plain = answer(text(0, 'Hello.'), end('end_turn'))

/** A server of the vendor's that says what a test wants, and a solver that asks it. */
export interface StandIn {
  readonly server: FaultServer
  says(frames: readonly (string | Uint8Array)[]): void
  does(said: Said): void
  /** Says these one after the other. */
  replies(...answers: readonly (readonly string[])[]): void
  ask(request: ChatRequest, settings?: object, context?: Partial<Context>): Promise<Settled>
  /** Puts what it says into `heard`. @returns what it threw */
  listen(request: ChatRequest, heard: unknown[], settings?: object, context?: Partial<Context>): Promise<unknown>
  /** The last call. */
  readonly call: Call
}

/** One server for the tests of a file; between them it says `Hello.` again. */
export function standIn(): StandIn {
  let server: FaultServer
  let said: Said
  let next: Said[] = []
  before(async () => {
    server = await startFaultServer(() => next.shift() ?? said)
  })
  beforeEach(() => {
    said = streamOf(plain)
    next = []
  })
  after(() => server.close())
  const at = (settings: object) => ({ baseUrl: server.url, ...settings })
  return {
    get server() {
      return server
    },
    says: (frames) => {
      said = streamOf(frames)
    },
    does: (given) => {
      said = given
    },
    replies: (...answers) => {
      next = answers.map(streamOf)
    },
    ask: (request, settings = {}, context = {}) => askOnce(anthropic, at(settings), request, context),
    async listen(request, heard, settings = {}, context = {}) {
      const solver = await createSolver(anthropic, at(settings))
      try {
        for await (const event of solver.solve(request, testContext(context)) as AsyncIterable<unknown>)
          heard.push(event)
        return undefined
      } catch (error) {
        return error
      } finally {
        await solver.close?.()
      }
    },
    get call() {
      const last = server.calls.at(-1)
      if (!last) throw new Error('Nothing was asked.')
      return last
    },
  }
}

export function streamOf(frames: readonly (string | Uint8Array)[]): Said {
  return { headers: { 'content-type': 'text/event-stream; charset=utf-8' }, frames }
}
