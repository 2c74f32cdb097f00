import type { HttpCall } from '../../http/index.ts'
import type { Message } from '../../index.ts'
import { answerCodec } from './answer.ts'
import { decodeImages } from './images.ts'
import { type OllamaTurn, toTurn } from './turn.ts'
import { type GenerateBody, parseGenerate } from './wire.ts'

/**
 * `POST /api/generate`. Source: ollama/ollama, `GenerateHandler`. `raw` and `template` speak of a model's own prompt
 * format, which a persona has none of; `context` holds tokens of an earlier answer, and ours hold none.
 */
export const generateCodec = answerCodec(decodeGenerate, ({ content, ...rest }) => ({ response: content, ...rest }), {
  context: [],
})

function decodeGenerate(call: HttpCall): OllamaTurn {
  const body = parseGenerate(call.body)
  return toTurn(body, body.prompt ? { question: body.prompt, messages: decodeMessages(body, body.prompt) } : undefined)
}

function decodeMessages({ system, suffix, images }: GenerateBody, prompt: string): readonly Message[] {
  const instructions = [system, suffix ? `Your answer goes between the prompt and this text:\n${suffix}` : undefined]
  return [
    ...instructions.flatMap((text): Message[] => (text ? [{ role: 'system', parts: [{ type: 'text', text }] }] : [])),
    { role: 'user', parts: [{ type: 'text', text: prompt }, ...decodeImages(images, '/images')] },
  ]
}
