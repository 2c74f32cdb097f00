import { bodyParser, type FromSchema } from '../../index.ts'

/**
 * The requests of TGI's own API as far as Dramatis reads them; unknown fields are let through.
 * Source: huggingface/text-generation-inference, `CompatGenerateRequest`, `GenerateParameters`, `GrammarType`.
 */

const nullable = <T extends string>(type: T) => ({ type: [type, 'null'] }) as const

const grammar = {
  type: ['object', 'null'],
  required: ['type', 'value'],
  properties: { type: { enum: ['json', 'json_schema', 'regex'] } },
} as const

/** Parameters that OpenAI's text completions do not have; clients that post to them send these all the same. */
const additional = {
  return_full_text: nullable('boolean'),
  decoder_input_details: nullable('boolean'),
  best_of: nullable('integer'),
  top_n_tokens: nullable('integer'),
  top_k: nullable('integer'),
  typical_p: nullable('number'),
  repetition_penalty: nullable('number'),
  truncate: nullable('integer'),
  adapter_id: nullable('string'),
  grammar,
} as const

const parameters = {
  ...additional,
  max_new_tokens: nullable('integer'),
  stop: { type: ['array', 'null'], items: { type: 'string' } },
  temperature: nullable('number'),
  top_p: nullable('number'),
  frequency_penalty: nullable('number'),
  seed: { type: ['integer', 'null'], minimum: 0 },
  details: nullable('boolean'),
} as const

export const generateSchema = {
  type: 'object',
  required: ['inputs'],
  properties: {
    inputs: { type: 'string' },
    parameters: { type: ['object', 'null'], properties: parameters },
    stream: nullable('boolean'),
    model: nullable('string'),
  },
} as const

export const additionalSchema = { type: 'object', properties: additional } as const
export const tokenizeSchema = {
  type: 'object',
  required: ['inputs'],
  properties: { inputs: { type: 'string' } },
} as const

export const embedSchema = {
  type: 'object',
  required: ['inputs'],
  properties: { inputs: { type: ['string', 'array'], minItems: 1, items: { type: 'string' } } },
} as const

export type ParametersBody = FromSchema<{ readonly type: 'object'; readonly properties: typeof parameters }>

export const parseGenerate = bodyParser(generateSchema)
export const parseAdditional = bodyParser(additionalSchema)
export const parseTokenize = bodyParser(tokenizeSchema)
export const parseEmbed = bodyParser(embedSchema)
