import type { Usage } from 'dramatis'
import type { UrlCitation } from './chunk.ts'

/** Events of a response, as far as they are read. Source: openai/openai-openapi, `ResponseStreamEvent`. */
export type ResponseEvent = { sequence_number?: number; output_index?: number } & (
  | {
      type:
        | 'response.output_text.delta'
        | 'response.refusal.delta'
        | 'response.reasoning_summary_text.delta'
        | 'response.reasoning_text.delta'
        | 'response.function_call_arguments.delta'
      delta: string
      content_index?: number
      summary_index?: number
    }
  | { type: 'response.output_item.added' | 'response.output_item.done'; item: OutputItem }
  | { type: 'response.output_text.annotation.added'; annotation: Annotation }
  | { type: 'response.completed' | 'response.incomplete' | 'response.failed'; response: WholeResponse }
  | { type: 'error' }
)

export type OutputItem =
  | { type: 'message'; content?: readonly MessagePart[] | null }
  | FunctionCall
  | { type: 'reasoning'; summary?: readonly { text: string }[] | null; encrypted_content?: string | null }
  | { type: 'image_generation_call'; result?: string | null; output_format?: string | null }

export interface FunctionCall {
  type: 'function_call'
  id?: string
  call_id?: string
  name: string
  arguments?: string | null
  status?: string | null
}

export type MessagePart =
  | { type: 'output_text'; text: string; annotations?: readonly Annotation[] | null }
  | { type: 'refusal'; refusal: string }

export type Annotation = ({ type: 'url_citation' } & UrlCitation) | { type: 'file_citation' }

export interface WholeResponse {
  status?: string | null
  output?: readonly OutputItem[] | null
  error?: unknown
  incomplete_details?: { reason?: string | null } | null
  usage?: {
    input_tokens?: number
    output_tokens?: number
    input_tokens_details?: { cached_tokens?: number | null } | null
    output_tokens_details?: { reasoning_tokens?: number | null } | null
  } | null
}

/** What a response cost, where it says so. */
export function usageOf({ usage }: WholeResponse): Usage | undefined {
  if (!usage) return undefined
  const cached = usage.input_tokens_details?.cached_tokens
  const thought = usage.output_tokens_details?.reasoning_tokens
  return {
    inputTokens: usage.input_tokens ?? 0,
    outputTokens: usage.output_tokens ?? 0,
    ...(cached == null ? {} : { cachedTokens: cached }),
    ...(thought == null ? {} : { reasoningTokens: thought }),
  }
}
