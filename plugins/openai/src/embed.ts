import type { Context, Embeddings, EmbedRequest } from 'dramatis'
import { solverErrorOf } from 'dramatis/upstream'
import type OpenAI from 'openai'

/** Embeds by a model of the server. Source: openai/openai-openapi, `createEmbedding`. */
export function embedWith(client: OpenAI, model: string) {
  return async ({ inputs, dimensions }: EmbedRequest, { signal }: Context): Promise<Embeddings> => {
    try {
      const body = { model, input: [...inputs], ...(dimensions === undefined ? {} : { dimensions }) }
      const { data, usage } = await client.embeddings.create({ ...body, encoding_format: 'float' }, { signal })
      const vectors = [...data].sort((one, other) => one.index - other.index)
      return {
        vectors: vectors.map(({ embedding }) => Float32Array.from(embedding)),
        ...(usage ? { usage: { inputTokens: usage.prompt_tokens, outputTokens: 0 } } : {}),
      }
    } catch (error) {
      throw solverErrorOf(error)
    }
  }
}
