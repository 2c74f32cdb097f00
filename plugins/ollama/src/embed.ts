import { type Context, type Embeddings, type EmbedRequest, SolverError } from 'dramatis'
import { call } from './call.ts'
import type { Model } from './model.ts'

/** Embeds by `/api/embed`, whose vectors have the length one. `model` is one that embeds. */
export function embedWith(model: Model) {
  return async ({ inputs, dimensions }: EmbedRequest, { signal }: Context): Promise<Embeddings> => {
    const { name, options, keepAlive } = model
    const { result } = await call(model, signal, (ollama) =>
      ollama.embed({
        model: name,
        input: [...inputs],
        ...(dimensions === undefined ? {} : { dimensions }),
        ...(Object.keys(options).length > 0 ? { options } : {}),
        ...(keepAlive === undefined ? {} : { keep_alive: keepAlive }),
      }),
    )
    const { embeddings, prompt_eval_count: tokens } = result
    if (!Array.isArray(embeddings) || embeddings.length !== inputs.length) {
      throw new SolverError('server-error', `The upstream did not send ${inputs.length} vectors.`)
    }
    return {
      vectors: embeddings.map((vector) => Float32Array.from(vector)),
      ...(typeof tokens === 'number' ? { usage: { inputTokens: tokens, outputTokens: 0 } } : {}),
    }
  }
}
