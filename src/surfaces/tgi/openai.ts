import { chatCodec, completionCodec, type OpenAiTurn } from '../../formats/openai/index.ts'
import { type Codec, type HttpCall, type SurfaceHost, withBody } from '../../http/index.ts'
import type { ChatRequest, TurnEvent } from '../../index.ts'
import { chatFraming, completionFraming, withFingerprint } from './dialect.ts'
import { decodeParameters } from './parameters.ts'
import { personaOf } from './personas.ts'
import { decodePrompt } from './prompt.ts'
import { translateChat } from './translate.ts'
import { parseAdditional } from './wire.ts'

/** Chat completions as TGI speaks them. Source: huggingface/text-generation-inference, `chat_completions`. */
export function tgiChat(host: SurfaceHost): Codec<OpenAiTurn> {
  const fingerprint = fingerprintOf(host)
  const chat = chatCodec(chatFraming(fingerprint))
  return {
    contentType: chat.contentType,
    decode: (call) => answeredBy(host, call, chat.decode(withBody(call, translateChat(call.body)))),
    body: (events, turn, answering) => withFingerprint(chat.body(events.map(unmarked), turn, answering), fingerprint),
    // A framing of its own for each stream: it remembers the calls.
    frames: (events, turn, answering) => chatCodec(chatFraming(fingerprint)).frames(events, turn, answering),
  }
}

/** There is no place for a refusal but the text. */
function unmarked(event: TurnEvent): TurnEvent {
  if (event.type !== 'text-delta' || !event.refusal) return event
  const { refusal: _, ...words } = event
  return words
}

/**
 * Text completions as TGI speaks them. Source: huggingface/text-generation-inference, `completions`. Hugging Face's
 * newer clients put the parameters of TGI's own requests into theirs.
 */
export function tgiCompletions(host: SurfaceHost): Codec<OpenAiTurn> {
  const fingerprint = fingerprintOf(host)
  const completions = completionCodec(completionFraming(fingerprint))
  return {
    ...completions,
    decode(call) {
      const turn = answeredBy(host, call, completions.decode(call))
      const additional = parseAdditional(call.body)
      const asked = decodeParameters({ ...additional, stop: null }, '') // theirs may be a text, and is read already
      const prompts = turn.requests.map(({ question }) => question)
      return {
        ...turn,
        requests: turn.requests.map((request) => withParameters(request, asked)),
        ...(additional.return_full_text ? { echo: prompts } : {}),
      }
    },
    body: (events, turn, answering) => withFingerprint(completions.body(events, turn, answering), fingerprint),
  }
}

function withParameters(request: ChatRequest, { limits, output }: ReturnType<typeof decodeParameters>): ChatRequest {
  return {
    ...request,
    ...decodePrompt(request.question, '/prompt'),
    limits: { ...request.limits, ...limits },
    ...(output ? { output } : {}),
  }
}

/** The answer calls itself what the persona is called, whatever the client has called it. */
function answeredBy(host: SurfaceHost, call: HttpCall, turn: OpenAiTurn): OpenAiTurn {
  return { ...turn, model: personaOf(host, call, turn.model).name }
}

function fingerprintOf({ version }: SurfaceHost): string {
  return `dramatis-${version}`
}
