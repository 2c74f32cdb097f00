import { eventsOf } from './frames.ts'
import {
  among,
  anything,
  array,
  constant,
  count,
  nullable,
  object,
  oneOf,
  record,
  type Shape,
  shapeCheck,
  tagged,
  text,
  words,
} from './schema.ts'

/** Answers of the messages API, after the types of the vendor's SDK. */

const nothing = constant(null)

const citation = tagged('type', [
  object({
    type: constant('web_search_result_location'),
    cited_text: text,
    encrypted_index: text,
    title: nullable(text),
    url: words,
  }),
  object({
    type: constant('search_result_location'),
    cited_text: text,
    end_block_index: count,
    search_result_index: count,
    source: text,
    start_block_index: count,
    title: nullable(text),
  }),
  object({
    type: constant('char_location'),
    cited_text: text,
    document_index: count,
    document_title: nullable(text),
    end_char_index: count,
    file_id: nothing,
    start_char_index: count,
  }),
])

const block = tagged('type', [
  object({ type: constant('text'), text, citations: array(citation) }),
  object({ type: constant('thinking'), thinking: text, signature: text }),
  object({ type: constant('redacted_thinking'), data: words }),
  object({
    type: constant('tool_use'),
    id: words,
    name: words,
    input: record,
    caller: object({ type: constant('direct') }),
    'toolset_name?': nullable(text),
  }),
])

const counts: Record<string, Shape> = {
  input_tokens: count,
  output_tokens: count,
  cache_creation_input_tokens: nullable(count),
  cache_read_input_tokens: nullable(count),
  output_tokens_details: nullable(object({ thinking_tokens: count })),
  server_tool_use: nothing,
}

const usage = object({
  ...counts,
  cache_creation: nothing,
  inference_geo: nullable(text),
  service_tier: nullable(among('standard', 'priority', 'batch')),
  speed: nullable(among('standard', 'fast')),
})

const ending: Record<string, Shape> = {
  stop_reason: among('end_turn', 'max_tokens', 'stop_sequence', 'tool_use', 'refusal'),
  stop_sequence: nullable(text),
  stop_details: nullable(object({ type: constant('refusal'), category: nothing, explanation: nullable(text) })),
  container: nothing,
}

const head: Record<string, Shape> = {
  id: words,
  type: constant('message'),
  role: constant('assistant'),
  model: words,
  diagnostics: nothing,
  usage,
}

const delta = tagged('type', [
  object({ type: constant('text_delta'), text }),
  object({ type: constant('input_json_delta'), partial_json: text }),
  object({ type: constant('thinking_delta'), thinking: text, 'estimated_tokens?': anything }),
  object({ type: constant('signature_delta'), signature: text }),
  object({ type: constant('citations_delta'), citation }),
])

const bare = { ...head, content: { type: 'array', maxItems: 0 }, stop_reason: nothing, stop_sequence: nothing }

const event = shapeCheck(
  tagged('type', [
    object({
      type: constant('message_start'),
      message: object({ ...bare, stop_details: nothing, container: nothing }),
    }),
    object({ type: constant('ping') }),
    object({ type: constant('content_block_start'), index: count, content_block: block }),
    object({ type: constant('content_block_delta'), index: count, delta }),
    object({ type: constant('content_block_stop'), index: count }),
    object({ type: constant('message_delta'), delta: object(ending), usage: object(counts) }),
    object({ type: constant('message_stop'), 'amazon-bedrock-invocationMetrics?': record }),
  ]),
)

/** A whole message. */
export const checkMessage = shapeCheck(object({ ...head, ...ending, content: array(block) }))

/** The body of an error. */
export const checkError = shapeCheck(
  object({
    type: constant('error'),
    error: object({
      type: among(
        'invalid_request_error',
        'authentication_error',
        'billing_error',
        'permission_error',
        'not_found_error',
        'rate_limit_error',
        'timeout_error',
        'overloaded_error',
        'api_error',
        'request_too_large',
      ),
      message: words,
    }),
    request_id: oneOf(words, nothing),
  }),
)

interface StreamEvent {
  type: string
  index?: number
}

/** The events of a stream, each of them right and in its place. */
export function checkMessageEvents(events: readonly unknown[], isComplete: boolean): void {
  let open: number | undefined
  let closed = 0
  for (const value of events) {
    event(value)
    const { type, index } = value as StreamEvent // it has just been checked
    const isRight =
      type === 'content_block_start'
        ? open === undefined && index === closed
        : type === 'content_block_delta' || type === 'content_block_stop'
          ? index === open
          : type === 'ping' || open === undefined
    if (!isRight)
      throw new Error(`${JSON.stringify(value)} is out of place; block ${open} is open, ${closed} are closed.`)
    if (type === 'content_block_start') open = index
    if (type !== 'content_block_stop') continue
    open = undefined
    closed++
  }
  const types = events.map((value) => (value as StreamEvent).type).filter((type) => type !== 'ping')
  if (types[0] !== 'message_start' || types.indexOf('message_start', 1) > 0)
    throw new Error('One message_start begins.')
  if (isComplete && types.slice(-2).join() !== 'message_delta,message_stop') throw new Error('It does not end.')
}

/** A stream of server-sent events, which an error may end. */
export function checkMessageStream(body: Buffer): void {
  const events = eventsOf(body)
  const values = events.map(({ event, data }) => {
    const value = JSON.parse(data) as StreamEvent // every event is an object with a type
    if (value.type !== event) throw new Error(`The event ${event} has the data of ${value.type}.`)
    return value
  })
  const failed = values.at(-1)?.type === 'error'
  if (failed) checkError(values.pop())
  checkMessageEvents(values, !failed)
}
