import type { Answering } from '../../http/index.ts'
import type { ErrorCode, RuntimeError, Usage } from '../../index.ts'
import { responseId } from './ids.ts'
import type { Output } from './output.ts'
import type { ResponsesTurn } from './request.ts'
import type { ToolBody } from './wire.ts'

/** What a response says from its first event to its last. Source: openai/openai-openapi, `Response`. */
export function encodeHead(
  { model, body, conversation }: ResponsesTurn,
  { id, persona, startedAt }: Answering,
): object {
  return {
    id: responseId(id),
    object: 'response',
    created_at: Math.floor(startedAt / 1000),
    background: false,
    ...(conversation === undefined ? {} : { conversation: { id: conversation } }),
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    max_tool_calls: body.max_tool_calls ?? null,
    metadata: body.metadata ?? {},
    model: model || persona.name,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    prompt_cache_key: body.prompt_cache_key ?? null,
    reasoning: { effort: body.reasoning?.effort ?? null, summary: body.reasoning?.summary ?? null },
    safety_identifier: body.safety_identifier ?? null,
    service_tier: 'default',
    store: body.store ?? true,
    temperature: body.temperature ?? null,
    text: { format: body.text?.format ?? { type: 'text' }, verbosity: body.text?.verbosity ?? 'medium' },
    tool_choice: body.tool_choice ?? 'auto',
    tools: (body.tools ?? []).map(encodeTool),
    top_logprobs: 0,
    top_p: body.top_p ?? null,
    truncation: body.truncation ?? 'disabled',
    ...(body.user == null ? {} : { user: body.user }),
  }
}

function encodeTool({ type, name, description, parameters, strict, format, tools }: ToolBody): object {
  if (type === 'custom') return { type, name, description: description ?? '', format: format ?? { type: 'text' } }
  if (type === 'namespace') return { type, name, description: description ?? '', tools: (tools ?? []).map(encodeTool) }
  return { type, name, description: description ?? null, parameters: parameters ?? null, strict: strict ?? null }
}

/** The rest of a response that has only begun. */
export const begun = { status: 'in_progress', completed_at: null, error: null, incomplete_details: null, output: [] }

/** The rest of a response whose answer came to its end. */
export function encodeEnd({ items, finish, incomplete: reason }: Output): {
  readonly status: 'completed' | 'incomplete'
  readonly [field: string]: unknown
} {
  return {
    status: reason === null ? 'completed' : 'incomplete',
    completed_at: reason === null ? Math.floor(Date.now() / 1000) : null,
    error: null,
    incomplete_details: reason === null ? null : { reason },
    output: items,
    usage: encodeUsage(finish?.usage),
  }
}

/** The rest of a response whose answer broke off. */
export function encodeFailure({ items }: Output, { code, message }: RuntimeError): object {
  const error = { code: failures[code], message }
  return { status: 'failed', completed_at: null, error, incomplete_details: null, output: items }
}

/** `ResponseErrorCode`, as far as it is not about images. */
const failures: Record<ErrorCode, 'server_error' | 'rate_limit_exceeded' | 'invalid_prompt'> = {
  'invalid-request': 'invalid_prompt',
  'unknown-persona': 'server_error',
  'not-found': 'server_error',
  'method-not-allowed': 'server_error',
  conflict: 'server_error',
  unauthorized: 'server_error',
  forbidden: 'server_error',
  'precondition-failed': 'server_error',
  'body-too-large': 'invalid_prompt',
  'unsupported-encoding': 'invalid_prompt',
  unanswered: 'server_error',
  overloaded: 'rate_limit_exceeded',
  cancelled: 'server_error',
  internal: 'server_error',
  unsupported: 'invalid_prompt',
  'solver-failed': 'server_error',
  'shutting-down': 'server_error',
  'state-failed': 'server_error',
  timeout: 'server_error',
  'invalid-persona': 'server_error',
  'invalid-settings': 'server_error',
  'tool-failed': 'server_error',
  'plugin-failed': 'server_error',
}

function encodeUsage({
  inputTokens = 0,
  outputTokens = 0,
  cachedTokens = 0,
  reasoningTokens = 0,
}: Partial<Usage> = {}) {
  return {
    input_tokens: inputTokens,
    input_tokens_details: { cached_tokens: cachedTokens, cache_write_tokens: 0 },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: reasoningTokens },
    total_tokens: inputTokens + outputTokens,
  }
}
