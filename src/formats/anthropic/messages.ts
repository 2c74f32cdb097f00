import { randomUUID } from 'node:crypto'
import type { Answering, Codec, Finish, Framing, HttpCall, Turn } from '../../http/index.ts'
import { estimateInput } from '../../index.ts'
import { encodeAnswer, encodeMessage, messageId } from './answer.ts'
import { MessageEvents } from './events.ts'
import { wrong } from './problems.ts'
import { decodeRequest } from './request.ts'
import { parseMessages } from './wire.ts'

export interface MessagesTurn extends Turn {
  requestId: string
  /** An estimate: a stream tells it before any solver has counted. */
  inputTokens: number
}

export interface MessagesOptions {
  readonly framing: Framing
  /** Where the model and the wish for a stream stand when they are not in the body. */
  readonly address?: (call: HttpCall) => { readonly model: string; readonly stream: boolean }
  /** What the last event of a stream says besides its type. */
  readonly closing?: (finish: Finish, answering: Answering) => object
  /** Whether a stream says `ping` when it has begun. */
  readonly ping?: boolean
}

/** Chat in the vendor's messages. Source: `MessageCreateParams`, `Message` and `RawMessageStreamEvent` of its SDK. */
export function messagesCodec(options: MessagesOptions): Codec<MessagesTurn> {
  return {
    contentType: options.framing.contentType,
    decode: (call) => decodeMessages(call, options),
    acknowledge: ({ model, inputTokens }, persona) => {
      const usage = { inputTokens, outputTokens: 0 }
      return encodeMessage(messageId(randomUUID()), model || persona.name, [], { reason: 'length', usage })
    },
    body: (events, turn, answering) => encodeAnswer(events, turn, answering),
    frames: (events, turn, answering) => new MessageEvents(turn, answering, options).frames(events),
  }
}

function decodeMessages(call: HttpCall, { address }: MessagesOptions): MessagesTurn {
  const body = parseMessages(call.body)
  const { model, stream } = address?.(call) ?? { model: body.model ?? '', stream: body.stream ?? false }
  const request = decodeRequest(body, model)
  // The vendor fills its cache for 0 tokens and answers nothing.
  const silent = body.max_tokens === 0
  if (silent && stream) throw wrong('/max_tokens', 'Input should be greater than 0 when streaming')
  return {
    model,
    requests: silent ? [] : [request],
    stream,
    requestId: call.requestId,
    inputTokens: estimateInput(request.messages),
  }
}
