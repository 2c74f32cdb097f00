import type { FromSchema, Limits } from '../../index.ts'

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

/** What both versions spell alike. Source: Cohere's API reference, "Chat". */
export const sampling = {
  stream: nullable('boolean'),
  max_tokens: { type: ['integer', 'null'], minimum: 1 },
  stop_sequences: { type: ['array', 'null'], maxItems: 5, items: { type: 'string' } },
  temperature: { type: ['number', 'null'], minimum: 0 },
  k: { type: ['integer', 'null'], minimum: 0, maximum: 500 },
  p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  seed: nullable('integer'),
  frequency_penalty: { type: ['number', 'null'], minimum: 0, maximum: 1 },
  presence_penalty: { type: ['number', 'null'], minimum: 0, maximum: 1 },
} as const

type Sampling = FromSchema<{ readonly type: 'object'; readonly properties: typeof sampling }>

export function decodeLimits(body: Sampling): Limits {
  const { max_tokens, stop_sequences, temperature, k, p, seed, frequency_penalty, presence_penalty } = body
  return {
    ...(max_tokens == null ? {} : { maxTokens: max_tokens }),
    ...(stop_sequences == null ? {} : { stop: stop_sequences }),
    ...(temperature == null ? {} : { temperature }),
    ...(k == null || k === 0 ? {} : { topK: k }), // 0 means all of them
    ...(p == null ? {} : { topP: p }),
    ...(seed == null ? {} : { seed }),
    ...(frequency_penalty == null ? {} : { frequencyPenalty: frequency_penalty }),
    ...(presence_penalty == null ? {} : { presencePenalty: presence_penalty }),
  }
}
