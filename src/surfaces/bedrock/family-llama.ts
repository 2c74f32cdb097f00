import { base64, imageType } from '../../http/index.ts'
import { bodyParser, type Part } from '../../index.ts'
import { limitsOf } from './limits.ts'
import { promptRequest } from './prompt.ts'
import { endOf } from './stop-reason.ts'
import { type Said, textCodec } from './text-codec.ts'

const parse = bodyParser({
  type: 'object',
  required: ['prompt'],
  properties: {
    prompt: { type: 'string' },
    max_gen_len: { type: ['integer', 'null'], minimum: 1 },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    top_p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    images: { type: ['array', 'null'], items: { type: 'string' } },
  },
})

/** Meta Llama. */
export const llama = textCodec({
  decode({ body }) {
    const { prompt, max_gen_len: maxTokens, temperature, top_p: topP, images } = parse(body)
    const pictures = (images ?? []).map((image, index): Part => {
      const data = base64(image, `/images/${index}`)
      return { type: 'image', mediaType: imageType(data), data }
    })
    return [promptRequest(prompt, limitsOf({ maxTokens, temperature, topP }), pictures)]
  },
  body: ([said]) => llamaPiece(said),
  piece: (said) => llamaPiece(said),
})

export function llamaPiece({ text, finish }: Said) {
  return {
    generation: text,
    prompt_token_count: finish?.usage?.inputTokens ?? null,
    generation_token_count: finish?.usage?.outputTokens ?? null,
    stop_reason: endOf(finish),
  }
}
