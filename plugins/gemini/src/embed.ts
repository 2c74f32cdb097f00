import { type Context, type Embeddings, type EmbedRequest, SolverError } from 'dramatis'
import { type Endpoint, parseData } from 'dramatis/upstream'

/** The most texts that Google takes in one call. */
const most = 100

/** Embeds by `batchEmbedContents` of a model that can. Source: googleapis/googleapis, `generative_service.proto`. */
export function embedWith(resource: string, post: Endpoint) {
  return async ({ inputs, dimensions, purpose }: EmbedRequest, context: Context): Promise<Embeddings> => {
    const taskType = purpose === undefined ? undefined : taskOf(purpose)
    const requests = inputs.map((text) => ({
      model: resource,
      content: { parts: [{ text }] },
      ...(taskType === undefined ? {} : { taskType }),
      ...(dimensions === undefined ? {} : { outputDimensionality: dimensions }),
    }))
    const batches = Array.from({ length: Math.ceil(requests.length / most) }, (_, index) =>
      embedBatch(post, requests.slice(index * most, (index + 1) * most), context),
    )
    const embedded = await Promise.all(batches)
    const counts = embedded.flatMap(({ tokens }) => tokens ?? [])
    return {
      vectors: embedded.flatMap(({ vectors }) => vectors),
      ...(counts.length > 0
        ? { usage: { inputTokens: counts.reduce((sum, count) => sum + count), outputTokens: 0 } }
        : {}),
    }
  }
}

interface Batch {
  vectors: readonly Float32Array[]
  tokens: number | undefined
}

/** Only in hope: all of it is looked at where it is read. */
interface BatchAnswer {
  embeddings?: readonly ({ values?: readonly number[] } | null)[]
  usageMetadata?: { promptTokenCount?: number }
}

async function embedBatch(post: Endpoint, requests: readonly object[], context: Context): Promise<Batch> {
  const response = await post({ requests }, context)
  const answer = parseData(await response.text()) as BatchAnswer | null
  const embeddings = Array.isArray(answer?.embeddings) ? answer.embeddings : []
  const vectors = embeddings.flatMap((embedding) =>
    Array.isArray(embedding?.values) ? [Float32Array.from(embedding.values)] : [],
  )
  if (vectors.length !== requests.length) {
    throw new SolverError('server-error', `The upstream sent ${vectors.length} vectors for ${requests.length} texts.`)
  }
  return { vectors, tokens: answer?.usageMetadata?.promptTokenCount }
}

/** Clients say what vectors are for in the words of this API or in those of others; what it does not know is left out. */
function taskOf(purpose: string): string | undefined {
  const name = purpose.toUpperCase()
  return tasks.has(name) ? name : others[name]
}

const tasks = new Set([
  'RETRIEVAL_QUERY',
  'RETRIEVAL_DOCUMENT',
  'SEMANTIC_SIMILARITY',
  'CLASSIFICATION',
  'CLUSTERING',
  'QUESTION_ANSWERING',
  'FACT_VERIFICATION',
  'CODE_RETRIEVAL_QUERY',
])

const others: Readonly<Record<string, string>> = {
  SEARCH_QUERY: 'RETRIEVAL_QUERY',
  SEARCH_DOCUMENT: 'RETRIEVAL_DOCUMENT',
  QUERY: 'RETRIEVAL_QUERY',
  DOCUMENT: 'RETRIEVAL_DOCUMENT',
}
