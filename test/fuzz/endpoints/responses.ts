import type { Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { eventsOf, requireType } from '../shapes/frames.ts'
import { published } from '../shapes/published.ts'
import { openAiError } from './openai.ts'
import { page, pdf, png, questions, schema } from './samples.ts'

const described = published('openai.openapi.json')

const model = 'Fuzzed'

const tools: Tree = [
  { type: 'function', name: 'get_weather', description: 'The weather.', parameters: schema, strict: true },
  { type: 'function', name: 'no_arguments', parameters: null, strict: null },
  { type: 'custom', name: 'say', description: 'Says it.', format: { type: 'text' } },
  { type: 'namespace', name: 'home', description: 'At home.', tools: [{ type: 'function', name: 'lamp' }] },
]

const bodies: { [key: string]: Tree }[] = [
  ...questions.map((input) => ({ input })),
  { input: [{ role: 'user', content: 'Go on.' }], store: false, instructions: 'Be brief.' },
  {
    instructions: 'Be brief.',
    input: [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Be kind.' }] },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Look:' },
          { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'auto' },
          { type: 'input_image', image_url: page },
          { type: 'input_file', file_data: `data:application/pdf;base64,${pdf}`, filename: 'a.pdf' },
          { type: 'input_file', file_url: 'https://example.com/a.pdf' },
        ],
      },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'Hm.' }],
        content: [{ type: 'reasoning_text', text: 'Hm.' }],
        encrypted_content: null,
      },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [
          { type: 'output_text', text: 'Let me see.', annotations: [] },
          { type: 'refusal', refusal: 'No.' },
        ],
      },
      {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'a',
        name: 'get_weather',
        arguments: '{"city":"Paris"}',
        status: 'completed',
      },
      { type: 'function_call', call_id: 'b', name: 'no_arguments', arguments: '' },
      { type: 'function_call_output', call_id: 'a', output: '{"sky":"grey"}' },
      { type: 'function_call_output', call_id: 'b', output: [{ type: 'input_text', text: 'Warm.' }] },
      { role: 'user', content: 'And now?' },
    ],
    tools,
    tool_choice: { type: 'function', name: 'get_weather' },
    parallel_tool_calls: false,
    max_output_tokens: 100,
    temperature: 0.5,
    top_p: 0.9,
    text: { format: { type: 'json_schema', name: 'weather', schema, strict: true }, verbosity: 'low' },
    reasoning: { effort: 'low', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
    metadata: { a: 'b' },
    user: 'anna',
    safety_identifier: 'anna',
    prompt_cache_key: 'a',
    truncation: 'disabled',
    service_tier: 'auto',
    store: true,
  },
  {
    input: 'Go on.',
    conversation: { id: 'talk-1' },
    tools,
    tool_choice: 'required',
    text: { format: { type: 'json_object' } },
  },
]

const refused: Tree[] = [
  { model, input: 'Go on.', previous_response_id: 'resp_unknown' },
  { model, input: 'Go on.', background: true },
  { model, input: 'Go on.', tools: [{ type: 'web_search' }] },
  { model, input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] },
  { model, input: [{ type: 'item_reference', id: 'msg_unknown' }] },
  { model, prompt: { id: 'pmpt_1' } },
]

const schemas: Readonly<Record<string, string>> = {
  'response.created': 'ResponseCreatedEvent',
  'response.in_progress': 'ResponseInProgressEvent',
  'response.completed': 'ResponseCompletedEvent',
  'response.incomplete': 'ResponseIncompleteEvent',
  'response.failed': 'ResponseFailedEvent',
  'response.output_item.added': 'ResponseOutputItemAddedEvent',
  'response.output_item.done': 'ResponseOutputItemDoneEvent',
  'response.content_part.added': 'ResponseContentPartAddedEvent',
  'response.content_part.done': 'ResponseContentPartDoneEvent',
  'response.output_text.delta': 'ResponseTextDeltaEvent',
  'response.output_text.done': 'ResponseTextDoneEvent',
  'response.output_text.annotation.added': 'ResponseOutputTextAnnotationAddedEvent',
  'response.refusal.delta': 'ResponseRefusalDeltaEvent',
  'response.refusal.done': 'ResponseRefusalDoneEvent',
  'response.function_call_arguments.delta': 'ResponseFunctionCallArgumentsDeltaEvent',
  'response.function_call_arguments.done': 'ResponseFunctionCallArgumentsDoneEvent',
  'response.custom_tool_call_input.delta': 'ResponseCustomToolCallInputDeltaEvent',
  'response.custom_tool_call_input.done': 'ResponseCustomToolCallInputDoneEvent',
  'response.reasoning_summary_part.added': 'ResponseReasoningSummaryPartAddedEvent',
  'response.reasoning_summary_part.done': 'ResponseReasoningSummaryPartDoneEvent',
  'response.reasoning_summary_text.delta': 'ResponseReasoningSummaryTextDeltaEvent',
  'response.reasoning_summary_text.done': 'ResponseReasoningSummaryTextDoneEvent',
  'response.reasoning_text.delta': 'ResponseReasoningTextDeltaEvent',
  'response.reasoning_text.done': 'ResponseReasoningTextDoneEvent',
}

const endings = ['response.completed', 'response.incomplete', 'response.failed']

const answer: Check = (answer) => {
  if (isJson(answer)) return described('Response', jsonOf(answer))
  requireType(answer.headers, 'text/event-stream')
  const events = eventsOf(answer.body)
  for (const [index, { event, data }] of events.entries()) {
    const value = JSON.parse(data)
    const schema = schemas[value.type]
    if (schema === undefined) throw new Error(`Event ${value.type} is not one that is expected here.`)
    described(schema, value)
    if (value.type !== event) throw new Error(`The event ${event} has the data of ${value.type}.`)
    if (value.sequence_number !== index) throw new Error(`Event ${index} has the number ${value.sequence_number}.`)
  }
  if (events[0]?.event !== 'response.created') throw new Error('A stream begins with response.created.')
  if (!endings.includes(events.at(-1)?.event ?? '')) throw new Error('The stream does not end.')
}

export const responses: readonly FuzzedEndpoint[] = [
  {
    name: 'openai responses',
    surface: 'openai',
    path: '/openai/v1/responses',
    valid: [false, true].flatMap((stream) => bodies.map((body): Tree => ({ model, ...body, stream }))),
    refused,
    answer,
    error: openAiError,
    failed: [502],
  },
]
