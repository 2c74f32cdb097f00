import type { Answering, Codec, HttpCall, SurfaceHost, Turn } from '../../http/index.ts'
import { oneLine, textOfEvent } from '../../http/index.ts'
import type { FinishReason, TurnEvent } from '../../index.ts'
import { toRuntimeError } from '../../index.ts'
import { encodeBreak } from './errors.ts'
import { decodeParameters } from './parameters.ts'
import { personaOf } from './personas.ts'
import { decodePrompt } from './prompt.ts'
import { parseGenerate } from './wire.ts'

type Finish = Extract<TurnEvent, { type: 'finish' }>

interface GenerateTurn extends Turn {
  /** What the text begins with: the prompt, where the client wants it back. */
  prefix: string
  details: boolean | undefined
  seed: number | null
}

/** What the three endpoints that take a prompt differ in. */
export interface Form {
  /** Absent: the body tells. */
  stream?: boolean
  /** A whole answer stands in a list of its own. */
  inList?: boolean
}

const finishReasons: Record<FinishReason, 'eos_token' | 'length'> = {
  stop: 'eos_token',
  length: 'length',
  'tool-calls': 'eos_token',
  refusal: 'eos_token',
  'input-required': 'eos_token',
  'auth-required': 'eos_token',
}

/** TGI's own way to ask. Source: huggingface/text-generation-inference, `generate`, `generate_stream`, `compat_generate`. */
export function generateCodec(host: SurfaceHost, { stream, inList }: Form): Codec<GenerateTurn> {
  return {
    contentType: 'text/event-stream; charset=utf-8',
    decode(call) {
      const turn = decodeGenerate(host, call)
      return stream === undefined ? turn : { ...turn, stream }
    },
    headers: encodeHeaders,
    body(events, turn) {
      const answer = encodeWhole(events, turn)
      return inList ? [answer] : answer
    },
    frames: encodeFrames,
  }
}

function decodeGenerate(host: SurfaceHost, call: HttpCall): GenerateTurn {
  const body = parseGenerate(call.body)
  const parameters = body.parameters ?? {}
  const request = { ...decodePrompt(body.inputs, '/inputs'), ...decodeParameters(parameters, '/parameters') }
  return {
    model: personaOf(host, call, body.model ?? '').name,
    requests: [request],
    stream: body.stream ?? false,
    prefix: parameters.return_full_text ? body.inputs : '',
    details: parameters.details ?? undefined,
    seed: parameters.seed ?? null,
  }
}

/** The body has no place for what the prompt cost. */
function encodeHeaders(_turn: GenerateTurn, { askedAt }: Answering, events?: readonly TurnEvent[]) {
  if (!events) return {}
  const { usage } = finishOf(events)
  return {
    'x-prompt-tokens': String(usage?.inputTokens ?? 0),
    'x-generated-tokens': String(usage?.outputTokens ?? 0),
    'x-total-time': String(Math.round(performance.now() - askedAt)),
  }
}

function encodeWhole(events: readonly TurnEvent[], { prefix, details, seed }: GenerateTurn): object {
  const generated_text = prefix + events.map(textOfEvent).join('')
  return {
    generated_text,
    ...(details ? { details: { ...ending(finishOf(events), seed), prefill: [], tokens: [] } } : {}),
  }
}

/** An answer is made of words, not of tokens: each piece stands as one, without an id and a probability. */
async function* encodeFrames(events: AsyncIterable<TurnEvent>, turn: GenerateTurn): AsyncGenerator<string> {
  let text = turn.prefix
  let index = 0
  try {
    for await (const spoken of events) {
      const said = textOfEvent(spoken)
      if (said !== '') {
        text += said
        yield frame(++index, said, false, 'null', 'null')
      }
      if (spoken.type !== 'finish') continue
      const input_length = spoken.usage?.inputTokens ?? 0
      const details = turn.details === false ? null : { ...ending(spoken, turn.seed), input_length }
      yield frame(++index, '', true, JSON.stringify(text), JSON.stringify(details))
    }
  } catch (error) {
    yield event(JSON.stringify(encodeBreak(toRuntimeError(error))))
  }
}

function frame(index: number, text: string, special: boolean, generated: string, details: string): string {
  const token = `{"id":0,"text":${JSON.stringify(text)},"logprob":null,"special":${special}}`
  return event(`{"index":${index},"token":${token},"generated_text":${generated},"details":${details}}`)
}

/** A server-sent event as TGI writes it, without a space. */
function event(json: string): string {
  return `data:${oneLine(json)}\n\n`
}

function ending({ reason, stopSequence, usage }: Finish, seed: number | null): object {
  return {
    finish_reason: stopSequence === undefined ? finishReasons[reason] : 'stop_sequence',
    generated_tokens: usage?.outputTokens ?? 0,
    seed,
  }
}

function finishOf(events: readonly TurnEvent[]): Finish {
  return events.find((event) => event.type === 'finish') ?? { type: 'finish', reason: 'stop' }
}
