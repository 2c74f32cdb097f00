import { decodeLimits, encodeUsage, lines } from '../../formats/cohere/index.ts'
import { type Answering, type Codec, type HttpCall, type Turn, textOfEvent } from '../../http/index.ts'
import type { ChatRequest, TurnEvent } from '../../index.ts'
import { RuntimeError, sumUsage, toRuntimeError } from '../../index.ts'
import { type GenerateBody, parseGenerate } from './generate-wire.ts'

interface GenerateTurn extends Turn {
  prompt: string
}

/** Generations of version 1, which chat has come after. Source: Cohere's API reference, "Generate". */
export const generateCodec: Codec<GenerateTurn> = {
  contentType: lines.contentType,
  decode: decodeGenerate,
  body: encodeGenerate,
  frames: encodeFrames,
}

function decodeGenerate(call: HttpCall): GenerateTurn {
  const body = parseGenerate(call.body)
  refuse(body)
  const { prompt, end_sequences = [], stop_sequences = [], num_generations } = body
  const request: ChatRequest = {
    question: prompt,
    messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
    limits: decodeLimits({ ...body, stop_sequences: [...(stop_sequences ?? []), ...(end_sequences ?? [])] }),
  }
  const requests = Array.from({ length: num_generations ?? 1 }, () => request)
  return { model: body.model ?? '', requests, stream: body.stream ?? false, prompt }
}

/** @throws RuntimeError `invalid-request` for what no persona can do */
function refuse({ return_likelihoods, preset }: GenerateBody): void {
  const no = (field: string, message: string) =>
    new RuntimeError('invalid-request', message, { pointer: `/${field}`, problem: 'value' })
  if (return_likelihoods && return_likelihoods !== 'NONE') throw no('return_likelihoods', 'Likelihoods are not known.')
  if (preset) throw no('preset', 'There are no presets here: send the settings themselves.')
}

function encodeGenerate(events: readonly TurnEvent[], turn: GenerateTurn, { id }: Answering): object {
  const texts = new Texts(turn, id)
  for (const event of events) texts.take(event)
  const { generations } = texts
  const meta = { api_version: { version: '1' }, ...encodeUsage(texts.usage) }
  return { id, prompt: turn.prompt, generations, meta }
}

async function* encodeFrames(
  events: AsyncIterable<TurnEvent>,
  turn: GenerateTurn,
  { id }: Answering,
): AsyncGenerator<string | Uint8Array> {
  const texts = new Texts(turn, id)
  const frame = (event_type: string, fields: object, is_finished = false) =>
    lines.frame(JSON.stringify({ is_finished, event_type, ...fields }), event_type)
  try {
    for await (const event of events) {
      texts.take(event)
      const text = textOfEvent(event)
      if (text !== '') yield frame('text-generation', { text, ...texts.indexOf(event) })
    }
  } catch (error) {
    yield frame('stream-error', { finish_reason: 'ERROR', err: toRuntimeError(error).message }, true)
    return
  }
  const { generations } = texts
  const finish_reason = generations.at(-1)?.finish_reason ?? 'COMPLETE'
  yield frame('stream-end', { finish_reason, response: { id, prompt: turn.prompt, generations } }, true)
}

interface Generated {
  id: string
  text: string
  index?: number
  finish_reason: 'COMPLETE' | 'MAX_TOKENS'
}

/** What the generations of one call say, each for itself. */
class Texts {
  readonly generations: Generated[]
  usage: Extract<TurnEvent, { type: 'finish' }>['usage']

  constructor({ requests }: GenerateTurn, id: string) {
    this.generations = requests.map((_, index) => ({
      id: `${id}-${index}`,
      text: '',
      ...(requests.length > 1 ? { index } : {}),
      finish_reason: 'COMPLETE',
    }))
  }

  take(event: TurnEvent): void {
    const generation = this.generations[event.choice ?? 0]
    if (!generation) return
    generation.text += textOfEvent(event)
    if (event.type !== 'finish') return
    if (event.reason === 'length') generation.finish_reason = 'MAX_TOKENS'
    this.usage = sumUsage(this.usage, event.usage)
  }

  /** Which generation an event belongs to, where there are several. */
  indexOf({ choice }: TurnEvent): { index?: number } {
    return this.generations.length > 1 ? { index: choice ?? 0 } : {}
  }
}
