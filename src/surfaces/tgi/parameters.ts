import { type ChatRequest, type Limits, RuntimeError } from '../../index.ts'
import { decodeGrammar } from './grammar.ts'
import type { ParametersBody } from './wire.ts'

type NumberName = {
  [K in keyof ParametersBody]-?: number extends ParametersBody[K] ? K : never
}[keyof ParametersBody]

/** TGI's own conditions, in its words. */
const conditions: readonly [name: NumberName, holds: (value: number) => boolean, otherwise: string][] = [
  ['best_of', (value) => value === 1, '`best_of` != 1 is not allowed for this endpoint'],
  ['top_n_tokens', (value) => value === 0, '`top_n_tokens` != 0 is not allowed for this endpoint'],
  ['max_new_tokens', isPositive, '`max_new_tokens` must be strictly positive'],
  ['temperature', isPositive, '`temperature` must be strictly positive'],
  ['repetition_penalty', isPositive, '`repetition_penalty` must be strictly positive'],
  ['frequency_penalty', (value) => Math.abs(value) <= 2, '`frequency_penalty` must be >= -2.0 and <= 2.0'],
  ['top_k', isPositive, '`top_k` must be strictly positive'],
  ['top_p', isShare, '`top_p` must be > 0.0 and <= 1.0'],
  ['typical_p', isShare, '`typical_p` must be > 0.0 and <= 1.0'],
  ['truncate', isPositive, '`truncate` must be strictly positive'],
]

/**
 * What the parameters ask of an answer. `at` is the JSON pointer of the object that holds them.
 * @throws RuntimeError `invalid-request` for what is wrong, and for what no persona can do.
 */
export function decodeParameters(body: ParametersBody, at: string): Pick<ChatRequest, 'limits' | 'output'> {
  check(body, at)
  return {
    limits: decodeLimits(body),
    ...(body.grammar == null ? {} : { output: { schema: decodeGrammar(body.grammar, `${at}/grammar`) } }),
  }
}

function check(body: ParametersBody, at: string): void {
  for (const [name, holds, otherwise] of conditions) {
    const value = body[name]
    if (value != null && !holds(value)) throw wrong(`${at}/${name}`, otherwise)
  }
  if (body.decoder_input_details) {
    throw wrong(`${at}/decoder_input_details`, '`decoder_input_details` == true is not supported: there are no tokens')
  }
  if (body.adapter_id) throw wrong(`${at}/adapter_id`, '`adapter_id` names an adapter that is not loaded')
}

function decodeLimits(body: ParametersBody): Limits {
  const { max_new_tokens, stop, temperature, top_p, top_k, seed, frequency_penalty } = body
  return {
    ...(max_new_tokens == null ? {} : { maxTokens: max_new_tokens }),
    ...(stop == null || stop.length === 0 ? {} : { stop }),
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
    ...(top_k == null ? {} : { topK: top_k }),
    ...(seed == null ? {} : { seed }),
    ...(frequency_penalty == null ? {} : { frequencyPenalty: frequency_penalty }),
  }
}

function isPositive(value: number): boolean {
  return value > 0
}

function isShare(value: number): boolean {
  return value > 0 && value <= 1
}

function wrong(pointer: string, message: string): RuntimeError {
  return new RuntimeError('invalid-request', `${message}.`, { pointer, problem: 'value' })
}
