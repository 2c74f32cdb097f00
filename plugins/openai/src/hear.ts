import { isSolverError, SolverError, type SolverEvent } from 'dramatis'
import { bodyOf, parseData, readEvents } from 'dramatis/upstream'

/** Makes sense of one answer, event by event. */
export interface Listener {
  /** What an event says. A server that does not stream sends one only, with the whole answer. */
  hear(event: unknown): readonly SolverEvent[]
  /** Whether nothing is to come after the last event. */
  readonly ended: boolean
  /** The last word. @throws SolverError for an answer that broke off */
  finish(): SolverEvent
}

/**
 * Asks when it is first read, and gives what the answer says: nothing where that is empty.
 * @throws SolverError for one that breaks off, for an error in it, and for what makes no sense
 */
export async function* hear(
  ask: () => Promise<Response>,
  listener: Listener,
): AsyncGenerator<SolverEvent, void, undefined> {
  const response = await answerOf(ask)
  if (!response) {
    yield { type: 'finish', reason: 'refusal' }
    return
  }
  if (isWhole(response)) {
    const data = (await response.text()).trim()
    if (data === '') return
    for (const event of understood(listener, data)) yield event
    yield listener.finish()
    return
  }
  let heard = false
  for await (const events of readEvents(bodyOf(response))) {
    for (const { data } of events) {
      if (data === '') continue
      if (data === '[DONE]') {
        if (heard) yield listener.finish()
        return
      }
      heard = true
      for (const event of understood(listener, data)) yield event
      if (!listener.ended) continue
      yield listener.finish()
      return
    }
  }
  if (heard) yield listener.finish()
}

/** Undefined where the server would not even show the question to the model. */
async function answerOf(ask: () => Promise<Response>): Promise<Response | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isSolverError(error) && error.kind === 'bad-request' && filtered.test(error.message)) return undefined
    throw error
  }
}

/** Azure's code, and OpenAI's. */
const filtered = /"code":\s*"(content_filter|content_policy_violation|invalid_prompt)"/

function understood(listener: Listener, data: string): readonly SolverEvent[] {
  const event = parseData(data)
  try {
    return listener.hear(event)
  } catch (error) {
    if (isSolverError(error)) throw error
    const message = `The upstream sent an event of another shape: ${data.slice(0, 200)}`
    throw new SolverError('server-error', message, { cause: error })
  }
}

/** Some servers do not stream, whatever they are told; and some report an error in this way. */
function isWhole({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('application/json') ?? false
}
