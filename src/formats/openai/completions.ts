import type { Answering, Codec, Framing, HttpCall } from '../../http/index.ts'
import { textOfEvent } from '../../http/index.ts'
import type { ChatRequest, TurnEvent } from '../../index.ts'
import { RuntimeError, toRuntimeError } from '../../index.ts'
import { decodeLimits } from './limits.ts'
import { refuseCompletion } from './refusals.ts'
import type { OpenAiTurn } from './turn.ts'
import { encodeUsage, finishReasons } from './usage.ts'
import { type CompletionBody, parseCompletion } from './wire.ts'

/** The older text completions. Source: openai/openai-openapi, `createCompletion`. */
export function completionCodec(framing: Framing): Codec<OpenAiTurn> {
  return {
    contentType: framing.contentType,
    decode: decodeCompletion,
    body: encodeCompletion,
    frames: (events, turn, answering) => encodeFrames(events, turn, answering, framing),
  }
}

function decodeCompletion(call: HttpCall): OpenAiTurn {
  const body = parseCompletion(call.body)
  refuseCompletion(body)
  const prompts = decodePrompts(body.prompt)
  const alternatives = body.n ?? 1
  if (prompts.length * alternatives > 128) {
    const message = 'A call can have 128 answers at most: prompts times n.'
    throw new RuntimeError('invalid-request', message, { pointer: '/n', problem: 'value' })
  }
  const repeated = prompts.flatMap((prompt) => Array.from({ length: alternatives }, () => prompt))
  return {
    model: body.model ?? '',
    requests: repeated.map((prompt) => toRequest(prompt, body)),
    stream: body.stream ?? false,
    includeUsage: body.stream_options?.include_usage ?? false,
    alternatives,
    ...(body.echo ? { echo: repeated } : {}),
  }
}

function decodePrompts(prompt: CompletionBody['prompt']): readonly string[] {
  if (typeof prompt === 'string') return [prompt]
  if (prompt.every((item) => typeof item === 'string')) return prompt
  const message = 'Prompts of token ids cannot be read: send text.'
  throw new RuntimeError('invalid-request', message, { pointer: '/prompt', problem: 'type' })
}

function toRequest(prompt: string, body: CompletionBody): ChatRequest {
  return {
    question: prompt,
    messages: [{ role: 'user', parts: [{ type: 'text', text: prompt }] }],
    limits: decodeLimits(body),
    ...(body.user == null ? {} : { user: body.user }),
  }
}

function encodeCompletion(events: readonly TurnEvent[], turn: OpenAiTurn, answering: Answering): object {
  const choices = turn.requests.map((_, index) => {
    const own = turn.requests.length === 1 ? events : events.filter(({ choice }) => choice === index)
    const finish = own.find((event) => event.type === 'finish')
    return {
      text: (turn.echo?.[index] ?? '') + own.map(textOfEvent).join(''),
      index,
      logprobs: null,
      finish_reason: finishReason(finish),
    }
  })
  return { ...head(turn, answering), choices, usage: encodeUsage(events, turn.alternatives) }
}

async function* encodeFrames(
  events: AsyncIterable<TurnEvent>,
  turn: OpenAiTurn,
  answering: Answering,
  framing: Framing,
): AsyncGenerator<string | Uint8Array> {
  const start = head(turn, answering)
  const finishes: TurnEvent[] = []
  const chunk = (index: number, text: string, finish_reason: string | null) => {
    const choices = [{ text, index, logprobs: null, finish_reason }]
    return framing.frame(JSON.stringify({ ...start, choices, ...(turn.includeUsage ? { usage: null } : {}) }), 'chunk')
  }
  try {
    for await (const event of events) {
      const index = event.choice ?? 0
      const text = event.type === 'start' ? (turn.echo?.[index] ?? '') : textOfEvent(event)
      if (text !== '') yield chunk(index, text, null)
      if (event.type !== 'finish') continue
      finishes.push(event)
      yield chunk(index, '', finishReason(event))
    }
  } catch (error) {
    yield framing.error(toRuntimeError(error))
    return
  }
  if (turn.includeUsage) {
    const last = { ...start, choices: [], usage: encodeUsage(finishes, turn.alternatives) }
    yield framing.frame(JSON.stringify(last), 'chunk')
  }
  if (framing.end !== undefined) yield framing.end
}

function head(turn: OpenAiTurn, { id, persona, startedAt }: Answering) {
  const created = Math.floor(startedAt / 1000)
  return { id: `cmpl-${id}`, object: 'text_completion', created, model: turn.model || persona.name }
}

/** Text completions have no tools: a client that offers none is never called. */
function finishReason(finish: TurnEvent | undefined): string {
  if (finish?.type !== 'finish' || finish.reason === 'tool-calls') return 'stop'
  return finishReasons[finish.reason]
}
