import { RuntimeError, toRuntimeError } from '../core/errors.ts'
import type { Outcome, TraceStep } from '../core/trace.ts'
import type { ChatEvent, ChatRequest, MaybePromise, SolverEvent } from '../core/types.ts'
import { ask, nobodyAnswered, type Spoken } from './ask.ts'
import type { Asking } from './attempt.ts'
import type { Hearing } from './hearing.ts'
import type { Link, Persona } from './persona.ts'
import { Interrupted } from './watch.ts'
import { Wording } from './wording.ts'

/** The turn that a chain is asked in: what its solvers may use, and who is told how it goes. */
export interface ChainTurn extends Asking {
  readonly id: string
  readonly persona: Persona
  /** The request with the whole transcript, once it is this turn's time to go on with its conversation. */
  open(): MaybePromise<ChatRequest>
  /** A solver was asked, or passed by. */
  step(step: TraceStep): void
  /** Someone answers from here on. */
  answeredBy(link: Link): void
  heard(event: SolverEvent): void
  failed(error: RuntimeError): void
  /** Always called last, also when nobody listened to the end. */
  close(): void
}

/**
 * The answer of a persona: its solvers are asked in order until one has something to say.
 * @throws RuntimeError `unanswered`, `solver-failed` or `timeout` before the first event where nobody answers;
 *   `solver-failed` or `timeout` after it where the answer breaks off; `cancelled` where the client leaves.
 */
export async function* answer(turn: ChainTurn): AsyncGenerator<ChatEvent, void, undefined> {
  let rest: Hearing | undefined
  try {
    const request = await turn.open()
    const speaker = await findSpeaker(request, turn)
    const { link, opening } = speaker
    rest = speaker.rest
    turn.answeredBy(link)
    yield { type: 'start', id: turn.id, persona: turn.persona.name, solver: link.id }
    const wording = new Wording(request, link.solver.applies)
    for (let heard = 0; !wording.finished; heard++) {
      const event = opening[heard] ?? (rest ? await listen(rest, link, turn) : undefined)
      for (const said of wording.take(event)) {
        turn.heard(said)
        yield said
      }
    }
    link.breaker.succeeded()
  } catch (error) {
    const known = toRuntimeError(error)
    turn.failed(known)
    throw known
  } finally {
    rest?.close()
    turn.close()
  }
}

async function findSpeaker(request: ChatRequest, turn: ChainTurn): Promise<Spoken> {
  const outcomes: Outcome[] = []
  let weak: Spoken | undefined
  for (const link of turn.persona.links) {
    const asked = ask(link, request, turn)
    const result = asked instanceof Promise ? await asked : asked
    if (result.outcome === 'answered') return result
    if (result.outcome === 'weak') {
      weak ??= result
      continue
    }
    outcomes.push(result.outcome)
    if (!result.end) continue
    if (weak && result.end.code === 'timeout') return weak
    throw result.end
  }
  if (weak) return weak
  throw nobodyAnswered(turn.persona, outcomes)
}

async function listen(rest: Hearing, link: Link, turn: ChainTurn): Promise<SolverEvent | undefined> {
  const started = performance.now()
  try {
    return await rest.next()
  } catch (error) {
    await link.breaker.failed(error)
    const milliseconds = performance.now() - started
    if (error instanceof Interrupted) {
      const outcome = error.reason === 'cancelled' ? 'failed' : 'timed-out'
      turn.step({ solver: link.id, outcome, reason: error.reason, milliseconds })
      throw error
    }
    turn.step({ solver: link.id, outcome: 'failed', reason: 'cut-off', milliseconds })
    turn.log.warn({ solver: link.id, turn: turn.id, err: error }, 'A solver failed in the middle of its answer.')
    throw new RuntimeError('solver-failed', 'The answer broke off: the solver failed in the middle of it.', {
      cause: error,
    })
  }
}
