import type { Answering, Codec, HttpCall, PersonaInfo } from '../../http/index.ts'
import { oneLine } from '../../http/index.ts'
import type { TurnEvent } from '../../index.ts'
import { type FinishReason, toRuntimeError } from '../../index.ts'
import { errorBody } from './errors.ts'
import { join, type Said, Speech } from './speech.ts'
import type { OllamaTurn } from './turn.ts'

type Finish = Extract<TurnEvent, { type: 'finish' }>

const doneReasons: Record<FinishReason, 'stop' | 'length'> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'stop',
  refusal: 'stop',
  'input-required': 'stop',
  'auth-required': 'stop',
}

/** The codec of an endpoint that answers a question. `place` puts words where it has them; `last` ends every answer. */
export function answerCodec(
  decode: (call: HttpCall) => OllamaTurn,
  place: (said: Said) => object,
  last: object = {},
): Codec<OllamaTurn> {
  return {
    contentType: 'application/x-ndjson',
    decode,
    acknowledge: (turn, persona) => ({
      ...head(turn, persona),
      ...place({ content: '' }),
      done: true,
      done_reason: turn.unloads ? 'unload' : 'load',
    }),
    body(events, turn, answering) {
      const speech = new Speech(turn.thinks)
      const said = events.flatMap((event) => speech.hear(event) ?? [])
      const finish = events.find((event) => event.type === 'finish')
      return { ...head(turn, answering.persona), ...place(join(said)), ...ending(finish, answering), ...last }
    },
    async *frames(events, turn, answering) {
      const speech = new Speech(turn.thinks)
      try {
        for await (const event of events) {
          const said = speech.hear(event)
          if (said) yield line({ ...head(turn, answering.persona), ...place(said), done: false })
          if (event.type !== 'finish') continue
          yield line({
            ...head(turn, answering.persona),
            ...place({ content: '' }),
            ...ending(event, answering),
            ...last,
          })
        }
      } catch (error) {
        yield line(errorBody(toRuntimeError(error)))
      }
    },
  }
}

/** One line of a stream of JSON values. Readers in Python split it at more ends of lines than JSON escapes. */
export function line(value: object): string {
  return `${oneLine(JSON.stringify(value))}\n`
}

/** Every line has its own time. */
function head({ model }: OllamaTurn, { name }: PersonaInfo): object {
  return { model: model || name, created_at: new Date().toISOString() }
}

/** Nothing is loaded for an answer; everything until the first word counts as reading the prompt. */
function ending(finish: Finish | undefined, { askedAt, firstWordAt }: Answering): object {
  const now = performance.now()
  return {
    done: true,
    done_reason: doneReasons[finish?.reason ?? 'stop'],
    total_duration: nanoseconds(now - askedAt),
    load_duration: 0,
    prompt_eval_count: finish?.usage?.inputTokens ?? 0,
    prompt_eval_duration: nanoseconds(firstWordAt - askedAt),
    eval_count: finish?.usage?.outputTokens ?? 0,
    eval_duration: nanoseconds(now - firstWordAt),
  }
}

/** At least one, since clients divide by it. */
export function nanoseconds(milliseconds: number): number {
  return Math.max(1, Math.round(milliseconds * 1e6))
}
