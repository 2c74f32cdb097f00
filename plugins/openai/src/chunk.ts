import { SolverError, type Source } from 'dramatis'
import { failureInStream } from 'dramatis/upstream'

/** A chunk of a chat completion, as far as it is read. Source: `CreateChatCompletionStreamResponse`. */
export interface Chunk {
  choices?: readonly Choice[] | null
  usage?: ChunkUsage | null
  /** Groq's place for it. */
  x_groq?: { usage?: ChunkUsage | null } | null
}

export interface ChunkUsage {
  prompt_tokens?: number
  completion_tokens?: number
  prompt_tokens_details?: { cached_tokens?: number | null } | null
  completion_tokens_details?: { reasoning_tokens?: number | null } | null
  /** DeepSeek's spelling. */
  prompt_cache_hit_tokens?: number
}

interface Choice {
  index?: number
  finish_reason?: string | null
  /** vLLM's: the text that ended the answer. */
  stop_reason?: unknown
  delta?: Delta | null
  /** In place of a delta where the server does not stream. */
  message?: Delta | null
}

export interface Delta {
  /** Mistral has parts in it where the model thinks. */
  content?: string | readonly ContentPart[] | null
  /** Thoughts, under the name that most servers have for them; then OpenRouter's, Groq's and Ollama's. */
  reasoning_content?: string | null
  reasoning?: string | null
  /** OpenRouter's: what the model's own vendor wants back. */
  reasoning_details?: readonly ReasoningDetail[] | null
  refusal?: string | null
  tool_calls?: readonly CallDelta[] | null
  annotations?: readonly { url_citation?: UrlCitation }[] | null
  /** OpenRouter's: what a model drew. */
  images?: readonly { image_url?: { url?: string } }[] | null
}

type ContentPart =
  | { type: 'text'; text: string }
  | { type: 'thinking'; thinking: readonly { text?: string }[] }
  | { type: 'other' }

export interface ReasoningDetail {
  type: string
  index?: number
  [field: string]: unknown
}

export interface UrlCitation {
  url: string
  title?: string | null
  start_index?: number | null
  end_index?: number | null
}

export interface CallDelta {
  index?: number | null
  id?: string | null
  /** The input is text that holds JSON; of some servers, JSON. */
  function?: { name?: string | null; arguments?: unknown } | null
  /** Google's: what its models want back. */
  extra_content?: unknown
}

/** @throws SolverError for an error in the stream, and for what is no chunk */
export function readChunk(value: unknown): Chunk {
  if (typeof value !== 'object' || value === null) throw malformed(value)
  const failure = failureInStream(value)
  if (failure) throw failure
  const chunk = value as Chunk // its fields are looked at where they are used
  if (chunk.choices != null && !Array.isArray(chunk.choices)) throw malformed(value)
  return chunk
}

/** Where an answer comes from; `offset` is where the text begins that its numbers count in. */
export function sourceOf({ url, title, start_index: start, end_index: end }: UrlCitation, offset = 0): Source {
  return {
    title: title || url,
    url,
    ...(start == null ? {} : { start: start + offset }),
    ...(end == null ? {} : { end: end + offset }),
  }
}

function malformed(value: unknown): SolverError {
  return new SolverError('server-error', `The upstream sent what is no chunk: ${JSON.stringify(value).slice(0, 200)}`)
}
