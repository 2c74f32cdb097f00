import {
  type Answering,
  type Codec,
  type Framing,
  type HttpCall,
  type PersonaInfo,
  type Turn,
  withBody,
} from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { RuntimeError } from '../../index.ts'
import { invokeException } from './errors.ts'
import { contentType, eventEncoder } from './event-stream.ts'
import { Heard, invocationMetrics } from './metrics.ts'
import { modelOf } from './model.ts'
import { guardrailOf, refuseGuardrail } from './refusals.ts'

export type Body = Readonly<Record<string, unknown>>
type Frame = string | Uint8Array

/** The pieces of a family's own stream are JSON: `invoke` puts each of them into a chunk. */
export const bareFraming: Framing = { contentType, frame: (json) => json, error: invokeException }

/** A family of models: how its bodies are told, and the format of its answers. */
export interface Family {
  /** Whether a body is one of this family's, as far as its shape and the model's id tell. */
  owns(body: Body, model: string): boolean
  read(call: HttpCall): FamilyTurn
}

/** What a client asks in the words of a family, and how it is answered. */
interface FamilyTurn {
  readonly requests: Turn['requests']
  body(events: readonly TurnEvent[], answering: Answering): unknown
  frames(events: AsyncIterable<TurnEvent>, answering: Answering): AsyncGenerator<Frame>
  acknowledge(persona: PersonaInfo): unknown
}

interface InvokeTurn extends Turn {
  readonly family: FamilyTurn
}

/** A family whose format is a codec with `bareFraming`. */
export function family<T extends Turn>(owns: Family['owns'], codec: Codec<T>): Family {
  return {
    owns,
    read(call) {
      const turn = codec.decode(call)
      return {
        requests: turn.requests,
        body: (events, answering) => codec.body(events, turn, answering),
        frames: (events, answering) => codec.frames(events, turn, answering),
        acknowledge: (persona) => codec.acknowledge?.(turn, persona) ?? {},
      }
    },
  }
}

/** `InvokeModel`, and `InvokeModelWithResponseStream`: the body is a family's own, and so is the answer. */
export function invokeCodec(families: readonly Family[], stream: boolean): Codec<InvokeTurn> {
  return {
    contentType,
    decode(call) {
      refuseGuardrail(guardrailOf(call))
      const model = modelOf(call.params)
      const family = readFamily(families, toBody(call.body), call, model, stream)
      return { model, requests: family.requests, stream, family }
    },
    acknowledge: ({ family }, persona) => family.acknowledge(persona),
    headers: (_turn, answering, events) => answerHeaders(answering, events),
    body: (events, { family }, answering) => family.body(events, answering),
    frames: (events, { family, requests }, answering) => encodeChunks(events, family, requests.length, answering),
  }
}

/** A body as its family reads it: its model and the wish for a stream, which stand in the path, are put in. */
export function readFamily(
  families: readonly Family[],
  body: Body,
  call: HttpCall,
  model: string,
  stream: boolean,
): FamilyTurn {
  const found = families.find(({ owns }) => owns(body, model.toLowerCase()))
  if (!found) {
    const message = 'No family of models has a body like this one: it needs messages, a prompt or an inputText'
    throw new RuntimeError(
      'invalid-request',
      `Malformed input request: #: ${message}, please reformat your input and try again.`,
    )
  }
  return found.read(withBody(call, { ...body, model, stream }))
}

/** @throws RuntimeError `invalid-request` for anything but an object. */
export function toBody(value: unknown): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body // JSON has no others
  const message = 'Malformed input request: #: expected type: JSONObject, please reformat your input and try again.'
  throw new RuntimeError('invalid-request', message)
}

const encodeChunk = eventEncoder('chunk')

function chunk(json: string): Uint8Array {
  return encodeChunk(`{"bytes":"${Buffer.from(json).toString('base64')}"}`)
}

/** The last chunk has the metrics. Until the answer is over, no chunk waits for the next one. */
async function* encodeChunks(
  events: AsyncIterable<TurnEvent>,
  family: FamilyTurn,
  answers: number,
  answering: Answering,
): AsyncGenerator<Frame> {
  const heard = new Heard(events, answers)
  let last: string | undefined
  for await (const piece of family.frames(heard, answering)) {
    if (last !== undefined) yield chunk(last)
    last = undefined
    if (typeof piece !== 'string') yield piece
    else if (heard.everything) last = piece
    else yield chunk(piece)
  }
  if (last === undefined) return
  const metrics = JSON.stringify(invocationMetrics(heard.finishes, answering))
  yield chunk(`${last.slice(0, -1)},"amazon-bedrock-invocationMetrics":${metrics}}`)
}

function answerHeaders(answering: Answering, events: readonly TurnEvent[] | undefined): Record<string, string> {
  if (!events) return { 'x-amzn-bedrock-content-type': 'application/json' }
  const finishes = events.flatMap((event) => (event.type === 'finish' ? [event] : []))
  const { inputTokenCount, outputTokenCount, invocationLatency } = invocationMetrics(finishes, answering)
  return {
    'x-amzn-bedrock-input-token-count': String(inputTokenCount),
    'x-amzn-bedrock-output-token-count': String(outputTokenCount),
    'x-amzn-bedrock-invocation-latency': String(invocationLatency),
  }
}
