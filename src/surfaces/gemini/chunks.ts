import type { Answering, Framing } from '../../http/index.ts'
import { oneLine, sse } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { toRuntimeError } from '../../index.ts'
import { answerHead, Candidate } from './answer.ts'
import { errorBody } from './errors.ts'
import type { GeminiTurn } from './generate.ts'
import { encodeUsage } from './usage.ts'

/** The chunks of a streamed answer, each a `GenerateContentResponse`; the last one of a candidate tells why it ended. */
export async function* encodeFrames(
  events: AsyncIterable<TurnEvent>,
  turn: GeminiTurn,
  answering: Answering,
): AsyncGenerator<string | Uint8Array> {
  const framing = turn.eventStream ? eventFraming : arrayFraming()
  const tail = `,${JSON.stringify(answerHead(turn, answering)).slice(1)}`
  const candidates = turn.requests.map((_, index) => new Candidate(index, turn.thinks))
  const finishes: TurnEvent[] = []
  try {
    for await (const event of events) {
      const candidate = candidates[event.choice ?? 0]
      const part = candidate?.take(event)
      if (candidate && part) yield framing.frame(`{"candidates":[${candidate.piece(part)}]${tail}`, 'chunk')
      if (!candidate || event.type !== 'finish') continue
      finishes.push(event)
      const last = { candidates: [candidate.encode([])], usageMetadata: encodeUsage(finishes) }
      yield framing.frame(JSON.stringify(last).slice(0, -1) + tail, 'chunk')
    }
  } catch (error) {
    yield framing.error(toRuntimeError(error))
    return
  }
  if (framing.end !== undefined) yield framing.end
}

/** `alt=sse`. Clients take an end mark, as other protocols have it, for broken JSON. */
const eventFraming: Framing = {
  contentType: 'text/event-stream',
  frame: (json) => sse(oneLine(json)),
  error: (error) => sse(oneLine(JSON.stringify(errorBody(error)))),
}

/** A JSON array, element by element, which is valid also where it breaks off. */
function arrayFraming(): Framing {
  let lead = '['
  const element = (json: string): string => {
    const text = lead + json
    lead = ',\r\n'
    return text
  }
  return {
    contentType: 'application/json',
    frame: element,
    error: (error) => `${element(JSON.stringify(errorBody(error)))}]`,
    end: ']',
  }
}
