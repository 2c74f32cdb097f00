import { RuntimeError, toRuntimeError } from '../core/errors.ts'
import type { TraceStep } from '../core/trace.ts'
import type { ChatEvent, ChatRequest, MaybePromise, Quality, SolverEvent } from '../core/types.ts'
import type { Spoken } from './ask.ts'
import type { Asking } from './attempt.ts'
import type { Hearing } from './hearing.ts'
import type { Link, Persona } from './persona.ts'
import { restyled } from './restyle.ts'
import { findSpeaker } from './search.ts'
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
  /** Whether a solver was asked in this turn, and failed or was late. */
  hasFailed(link: Link): boolean
  /** Someone answers from here on. */
  answeredBy(link: Link): void
  /** A promise where the client may not hear it before something has been kept. */
  heard(event: SolverEvent): Promise<void> | undefined
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
    const opened = turn.open()
    const request = opened instanceof Promise ? await opened : opened // each needless wait is felt by short answers
    const found = findSpeaker(request, turn)
    let speaker = found instanceof Promise ? await found : found
    rest = speaker.rest
    if (turn.persona.restyle) {
      speaker = await restyled(speaker, request, turn, (spoken) => hearAll(spoken, turn))
      rest = speaker.rest
    }
    const { link, opening } = speaker
    const author = speaker.found ?? link
    turn.answeredBy(author)
    yield { type: 'start', id: turn.id, persona: turn.persona.name, solver: author.id, ...qualityOf(speaker) }
    const wording = new Wording(request, link.solver.applies)
    for (let heard = 0; !wording.finished; heard++) {
      const event = opening[heard] ?? (rest ? await listen(rest, link, turn) : undefined)
      for (const said of wording.take(event)) {
        const kept = turn.heard(said)
        if (kept) await kept
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

function qualityOf({ outcome, confidence }: Spoken): Quality {
  return {
    ...(confidence === undefined ? {} : { confidence }),
    ...(outcome === 'weak' ? { weak: true } : {}),
  }
}

/** An answer to its end. @throws like `listen` */
async function hearAll({ opening, rest, link }: Spoken, turn: ChainTurn): Promise<readonly SolverEvent[]> {
  const events = [...opening]
  try {
    while (rest && events.at(-1)?.type !== 'finish') {
      const event = await listen(rest, link, turn)
      if (!event) break
      events.push(event)
    }
  } finally {
    rest?.close()
  }
  link.breaker.succeeded()
  return events
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
