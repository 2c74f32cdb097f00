import { SolverError } from 'dramatis'
import { failureOfError } from 'dramatis/upstream'

/** An event of a stream, as far as it is read. Source: `RawMessageStreamEvent` of the vendor's SDK. */
export interface WireEvent {
  type: string
  index?: number
  message?: { usage?: WireUsage | null } | null
  content_block?: WireBlock
  delta?: WireDelta
  usage?: WireUsage | null
}

export interface WireBlock {
  type: string
  text?: string
  thinking?: string
  signature?: string
  data?: string
  id?: string
  name?: string
  input?: unknown
  citations?: readonly Citation[] | null
}

/** That of a block, or that of the message. */
export interface WireDelta {
  type?: string
  text?: string
  thinking?: string
  signature?: string
  partial_json?: string
  citation?: Citation
  stop_reason?: string | null
  stop_sequence?: string | null
  stop_details?: { explanation?: string | null } | null
}

export interface Citation {
  title?: string | null
  url?: string
  source?: string
  document_title?: string | null
  document_index?: number
}

export interface WireUsage {
  input_tokens?: number | null
  cache_creation_input_tokens?: number | null
  cache_read_input_tokens?: number | null
  output_tokens?: number | null
  output_tokens_details?: { thinking_tokens?: number } | null
}

/** A whole answer, of a server that does not stream. */
interface WireMessage extends Pick<WireDelta, 'stop_reason' | 'stop_sequence' | 'stop_details'> {
  content: readonly WireBlock[]
  usage?: WireUsage | null
}

/** @throws SolverError for an error in the stream, and for what is no event */
export function readEvent(value: unknown): WireEvent {
  const event = objectOf(value)
  if (event.type === 'error') throw failureOfError(event.error)
  for (const field of ['message', 'content_block', 'delta', 'usage']) if (event[field] != null) objectOf(event[field])
  const { type, delta, content_block: block } = event as { [K in keyof WireEvent]: unknown }
  if (typeof type !== 'string' || !isPiece(delta) || !isPiece(block)) throw malformed(value)
  return event as unknown as WireEvent // its objects are some, and its texts are texts
}

/** The events that a whole answer would have been. @throws like `readEvent` */
export function eventsOfMessage(value: unknown): readonly WireEvent[] {
  const message = objectOf(value)
  if (message.type === 'error') throw failureOfError(message.error)
  if (!Array.isArray(message.content)) throw malformed(value)
  const { content, usage, stop_reason, stop_sequence, stop_details } = message as unknown as WireMessage
  const blocks = content.flatMap((content_block, index) => [
    { type: 'content_block_start', index, content_block },
    { type: 'content_block_stop', index },
  ])
  const delta = { stop_reason: stop_reason ?? 'end_turn', stop_sequence, stop_details }
  return [...blocks, { type: 'message_delta', delta, usage }, { type: 'message_stop' }].map(readEvent)
}

export function malformed(value: unknown): SolverError {
  const text = JSON.stringify(value)?.slice(0, 200)
  return new SolverError('server-error', `The upstream sent what is no event of the Messages API: ${text}`)
}

const texts = ['text', 'thinking', 'signature', 'partial_json', 'data', 'id', 'name'] as const

function isPiece(value: unknown): boolean {
  if (value == null) return true
  const { citations, citation, ...fields } = objectOf(value)
  if (citation !== undefined) objectOf(citation)
  if (Array.isArray(citations)) citations.forEach(objectOf)
  else if (citations != null) return false
  return texts.every((name) => fields[name] === undefined || typeof fields[name] === 'string')
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(value)
  return value as Record<string, unknown> // it is an object
}
