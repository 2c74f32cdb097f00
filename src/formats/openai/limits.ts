import type { Limits } from '../../index.ts'
import type { ChatBody, CompletionBody } from './wire.ts'

/** Sampling parameters, which chat and text completions spell alike. */
export function decodeLimits(body: ChatBody | CompletionBody): Limits {
  const { stop, temperature, top_p, presence_penalty, frequency_penalty, seed, max_tokens } = body
  const longest = 'max_completion_tokens' in body ? (body.max_completion_tokens ?? max_tokens) : max_tokens
  return {
    ...(longest == null ? {} : { maxTokens: longest }),
    ...(stop == null ? {} : { stop: typeof stop === 'string' ? [stop] : stop }),
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
    ...(presence_penalty == null ? {} : { presencePenalty: presence_penalty }),
    ...(frequency_penalty == null ? {} : { frequencyPenalty: frequency_penalty }),
    ...(seed == null ? {} : { seed }),
  }
}
