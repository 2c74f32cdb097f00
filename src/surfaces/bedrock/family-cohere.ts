import { v1ChatCodec, v2ChatCodec } from '../../formats/cohere/index.ts'
import { bodyParser, type FinishReason } from '../../index.ts'
import { bareFraming } from './invoke.ts'
import { limitsOf } from './limits.ts'
import { plainRequest } from './prompt.ts'
import { refuse } from './refusals.ts'
import { textCodec } from './text-codec.ts'

/** Command R, and the models after it. */
export const cohere = v1ChatCodec(bareFraming)
export const cohereMessages = v2ChatCodec(bareFraming)

const parse = bodyParser({
  type: 'object',
  required: ['prompt'],
  properties: {
    prompt: { type: 'string' },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 5 },
    p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    k: { type: ['integer', 'null'], minimum: 0 },
    max_tokens: { type: ['integer', 'null'], minimum: 1 },
    stop_sequences: { type: ['array', 'null'], items: { type: 'string' } },
    num_generations: { type: ['integer', 'null'], minimum: 1, maximum: 5 },
    return_likelihoods: { enum: ['NONE', 'GENERATION', 'ALL', null] },
    logit_bias: { type: ['object', 'null'] },
  },
})

const reasons: Record<FinishReason, 'COMPLETE' | 'MAX_TOKENS' | 'ERROR_TOXIC'> = {
  stop: 'COMPLETE',
  length: 'MAX_TOKENS',
  'tool-calls': 'COMPLETE',
  refusal: 'ERROR_TOXIC',
  'input-required': 'COMPLETE',
  'auth-required': 'COMPLETE',
}

/** The older Command, which completes a prompt several times. */
export const cohereText = textCodec({
  decode({ body }) {
    const { prompt, max_tokens: maxTokens, temperature, p: topP, k: topK, stop_sequences: stop, ...rest } = parse(body)
    const reason = 'not every answer comes from a model'
    if ((rest.return_likelihoods ?? 'NONE') !== 'NONE') refuse('/return_likelihoods', `There are none: ${reason}.`)
    if (Object.keys(rest.logit_bias ?? {}).length > 0) refuse('/logit_bias', `Tokens cannot be weighed: ${reason}.`)
    const request = plainRequest(prompt, limitsOf({ maxTokens, temperature, topP, topK, stop }))
    return Array.from({ length: rest.num_generations ?? 1 }, () => request)
  },
  body: (answers, { requests: [asked] }, { id }) => ({
    id,
    prompt: asked?.question ?? '',
    generations: answers.map(({ text, index, finish }) => ({
      id: `${id}-${index}`,
      text,
      finish_reason: finish ? reasons[finish.reason] : null,
    })),
  }),
  piece: ({ text, index, finish }, { requests }) => ({
    text,
    ...(requests.length > 1 ? { index } : {}),
    ...(finish ? { is_finished: true, finish_reason: reasons[finish.reason] } : { is_finished: false }),
  }),
})
