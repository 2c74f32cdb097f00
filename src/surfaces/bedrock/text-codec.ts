import { type Answering, type Codec, type HttpCall, type Turn, textOfEvent } from '../../http/index.ts'
import { type ChatRequest, type TurnEvent, toRuntimeError } from '../../index.ts'
import { bareFraming } from './invoke.ts'
import type { FinishEvent } from './metrics.ts'

/** What a family says of an answer, or of a piece of one. */
export interface Said {
  readonly text: string
  /** Which of the answers, where a call has several. */
  readonly index: number
  /** Undefined for a piece that is followed by others. */
  readonly finish: FinishEvent | undefined
}

/** A family whose answer is a text: it has no place for calls, reasoning and sources. */
export interface TextFamily {
  decode(call: HttpCall): readonly ChatRequest[]
  body(answers: readonly [Said, ...Said[]], turn: Turn, answering: Answering): object
  /** The last piece of an answer has no text, and the reason why it ended. */
  piece(said: Said, turn: Turn, answering: Answering): object
}

/** The codec of such a family, for `invoke`. */
export function textCodec({ decode, body, piece }: TextFamily): Codec {
  return {
    contentType: bareFraming.contentType,
    decode: (call) => ({ model: '', requests: decode(call), stream: false }), // they stand in the path
    body(events, turn, answering) {
      const [first, ...others] = turn.requests.map((_, index) => wholeOf(events, index))
      return body([first ?? wholeOf(events, 0), ...others], turn, answering)
    },
    async *frames(events, turn, answering) {
      const encode = (said: Said) => bareFraming.frame(JSON.stringify(piece(said, turn, answering)), 'chunk')
      try {
        for await (const event of events) {
          const index = event.choice ?? 0
          const text = textOfEvent(event)
          if (text !== '') yield encode({ text, index, finish: undefined })
          else if (event.type === 'finish') yield encode({ text, index, finish: event })
        }
      } catch (error) {
        yield bareFraming.error(toRuntimeError(error))
      }
    },
  }
}

function wholeOf(events: readonly TurnEvent[], index: number): Said {
  const own = events.filter(({ choice = 0 }) => choice === index)
  return { text: own.map(textOfEvent).join(''), index, finish: own.find((event) => event.type === 'finish') }
}
