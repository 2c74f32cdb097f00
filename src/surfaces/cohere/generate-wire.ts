import { bodyParser, type FromSchema } from '../../index.ts'

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

/**
 * A request for generations as far as Dramatis reads it; unknown fields are let through.
 * Source: Cohere's API reference, "Generate" of version 1.
 */
export const generateSchema = {
  type: 'object',
  required: ['prompt'],
  properties: {
    model: nullable('string'),
    prompt: { type: 'string', minLength: 1 },
    num_generations: { type: ['integer', 'null'], minimum: 1, maximum: 5 },
    stream: nullable('boolean'),
    max_tokens: { type: ['integer', 'null'], minimum: 1 },
    temperature: { type: ['number', 'null'], minimum: 0, maximum: 5 },
    seed: nullable('integer'),
    end_sequences: { type: ['array', 'null'], items: { type: 'string' } },
    stop_sequences: { type: ['array', 'null'], items: { type: 'string' } },
    k: { type: ['integer', 'null'], minimum: 0, maximum: 500 },
    p: { type: ['number', 'null'], minimum: 0, maximum: 1 },
    frequency_penalty: nullable('number'),
    presence_penalty: nullable('number'),
    return_likelihoods: { enum: ['GENERATION', 'ALL', 'NONE', null] },
    preset: nullable('string'),
  },
} as const

export type GenerateBody = FromSchema<typeof generateSchema>

export const parseGenerate = bodyParser(generateSchema)
