import type { Codec, HttpCall, Turn } from '../../http/index.ts'
import { type ChatRequest, lastQuestion, RuntimeError } from '../../index.ts'
import { readAddress } from './address.ts'
import { encodeAnswer } from './answer.ts'
import { encodeFrames } from './chunks.ts'
import { decodeLimits, decodeOutput, decodeReasoning, refuseImpossible } from './config.ts'
import { decodeMessages } from './contents.ts'
import { decodeTools } from './tools.ts'
import { parseGenerate } from './wire.ts'

export interface GeminiTurn extends Turn {
  /** Whether a stream is made of server-sent events, or else is a JSON array. */
  eventStream: boolean
  /** Whether the client wants to see the reasoning. */
  thinks: boolean
}

/** `generateContent` and `streamGenerateContent`. Source: googleapis/googleapis, `generative_service.proto`. */
export const generateCodec: Codec<GeminiTurn> = {
  contentType: ({ eventStream }) => (eventStream ? 'text/event-stream' : 'application/json'),
  decode: decodeGenerate,
  body: encodeAnswer,
  frames: encodeFrames,
}

function decodeGenerate(call: HttpCall): GeminiTurn {
  const body = parseGenerate(call.body)
  const config = body.generationConfig ?? {}
  refuseImpossible(config)
  if (body.cachedContent) {
    const message = 'Nothing is cached here: send the contents themselves.'
    throw new RuntimeError('invalid-request', message, { pointer: '/cachedContent', problem: 'value' })
  }
  const messages = decodeMessages(body.contents, body.systemInstruction)
  const request: ChatRequest = {
    question: lastQuestion(messages),
    messages,
    limits: decodeLimits(config),
    ...decodeTools(body),
    ...decodeOutput(config),
    ...decodeReasoning(config),
  }
  const address = readAddress(call.params['*'] ?? '', true)
  return {
    model: address?.model ?? '',
    requests: Array.from({ length: config.candidateCount ?? 1 }, () => request),
    stream: address?.verb === 'streamGenerateContent',
    eventStream: (call.query.get('alt') ?? call.query.get('$alt')) === 'sse',
    thinks: config.thinkingConfig?.includeThoughts ?? false,
  }
}
