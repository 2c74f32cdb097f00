import type { Turn } from '../../http/index.ts'
import { type ChatRequest, type Limits, RuntimeError } from '../../index.ts'
import type { AskingBody } from './wire.ts'

/** Without a request it asks for the model to be loaded or unloaded. */
export interface OllamaTurn extends Turn {
  /** False where the client does not want to see the reasoning. */
  thinks: boolean
  unloads: boolean
}

/** What a client asks, with everything that chat and generate spell alike. */
export function toTurn(
  body: AskingBody,
  asked: Pick<ChatRequest, 'question' | 'messages' | 'tools'> | undefined,
): OllamaTurn {
  if (!asked && !body.model) {
    throw new RuntimeError('invalid-request', 'model is required', { pointer: '/model', problem: 'missing' })
  }
  if (body.logprobs) {
    const message = 'Log probabilities cannot be had: not every answer comes from a model.'
    throw new RuntimeError('invalid-request', message, { pointer: '/logprobs', problem: 'value' })
  }
  return {
    model: body.model ?? '',
    requests: asked
      ? [{ ...asked, limits: decodeLimits(body), ...decodeFormat(body.format), ...decodeThink(body.think) }]
      : [],
    stream: body.stream ?? true,
    thinks: body.think !== false,
    unloads: isZero(body.keep_alive),
  }
}

function decodeLimits({ options }: AskingBody): Limits {
  const { num_predict, stop, temperature, top_p, top_k, seed, presence_penalty, frequency_penalty } = options ?? {}
  return {
    ...(num_predict == null || num_predict <= 0 ? {} : { maxTokens: num_predict }), // -1 and -2 mean without end
    ...(stop == null ? {} : { stop: typeof stop === 'string' ? [stop] : stop }),
    ...(temperature == null ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
    ...(top_k == null ? {} : { topK: top_k }),
    ...(seed == null ? {} : { seed }),
    ...(presence_penalty == null ? {} : { presencePenalty: presence_penalty }),
    ...(frequency_penalty == null ? {} : { frequencyPenalty: frequency_penalty }),
  }
}

function decodeFormat(format: AskingBody['format']): Pick<ChatRequest, 'output'> {
  if (format == null || format === '') return {}
  if (typeof format === 'object') return { output: { schema: format } }
  if (format === 'json') return { output: {} }
  const message = `invalid format: ${JSON.stringify(format.slice(0, 100))}; expected "json" or a JSON Schema object`
  throw new RuntimeError('invalid-request', message, { pointer: '/format', problem: 'value' })
}

function decodeThink(think: AskingBody['think']): Pick<ChatRequest, 'reasoning'> {
  if (think == null) return {}
  if (think === true) return { reasoning: {} }
  return { reasoning: { effort: think === false ? 'none' : think } }
}

/** Whether a duration such as `0`, `"0"`, `"0s"` or `"0h0m"` is none at all. */
function isZero(duration: AskingBody['keep_alive']): boolean {
  if (typeof duration === 'string') return duration.includes('0') && !/[1-9]/.test(duration)
  return duration === 0
}
