import type { Answer, Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { checkCohere } from '../shapes/cohere.ts'
import { eventsOf, linesOf, requireType } from '../shapes/frames.ts'
import { object, shapeCheck, words } from '../shapes/schema.ts'
import { page, png, questions, schema } from './samples.ts'

const model = 'Fuzzed'

const sampling: { [key: string]: Tree } = {
  max_tokens: 100,
  temperature: 0.5,
  k: 40,
  p: 0.9,
  seed: 7,
  stop_sequences: ['###'],
  frequency_penalty: 0.5,
  presence_penalty: 0.5,
}

const parameters: Tree = {
  city: { description: 'Where.', type: 'str', required: true },
  days: { type: 'int' },
  share: { type: 'float' },
  exact: { type: 'bool' },
  names: { type: 'List[str]' },
  more: { type: 'Dict' },
}

const tools1: Tree = [
  { name: 'get_weather', description: 'The weather.', parameter_definitions: parameters },
  { name: 'no_arguments', description: '' },
]

const calls: Tree = [{ name: 'get_weather', parameters: { city: 'Paris' } }]

const v1: { [key: string]: Tree }[] = [
  ...questions.map((message) => ({ message })),
  {
    message: 'Go on.',
    preamble: 'Be brief.',
    chat_history: [
      { role: 'SYSTEM', message: 'Be kind.' },
      { role: 'USER', message: 'Which is warmer?' },
      { role: 'CHATBOT', message: 'Let me see.', tool_calls: calls },
      { role: 'TOOL', tool_results: [{ call: { name: 'get_weather', parameters: {} }, outputs: [{ sky: 'grey' }] }] },
      { role: 'CHATBOT', message: 'Paris.' },
    ],
    tools: tools1,
    documents: [{ id: 'a', title: 'A', snippet: 'Known.' }],
    citation_quality: 'fast',
    prompt_truncation: 'OFF',
    max_input_tokens: 1000,
    force_single_step: true,
    ...sampling,
  },
  {
    message: '',
    tools: tools1,
    tool_results: [{ call: { name: 'get_weather', parameters: {} }, outputs: [{ sky: 'grey' }] }],
  },
  { message: 'Go on.', response_format: { type: 'json_object', schema } },
]

const tools2: Tree = [
  { type: 'function', function: { name: 'get_weather', description: 'The weather.', parameters: schema } },
  { type: 'function', function: { name: 'no_arguments', parameters: {} } },
]

const v2: { [key: string]: Tree }[] = [
  ...questions.map((content) => ({ messages: [{ role: 'user', content }] })),
  {
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}`, detail: 'auto' } },
          { type: 'image_url', image_url: { url: page } },
        ],
      },
      {
        role: 'assistant',
        tool_plan: 'Let me see.',
        tool_calls: [
          { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
          { id: 'call_2', type: 'function', function: { name: 'no_arguments', arguments: '' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'Grey.' },
      {
        role: 'tool',
        tool_call_id: 'call_2',
        content: [
          { type: 'text', text: 'Warm.' },
          { type: 'document', document: { id: 'a', data: { snippet: 'Known.' } } },
        ],
      },
    ],
    tools: tools2,
    tool_choice: 'REQUIRED',
    strict_tools: true,
    documents: ['Known.', { id: 'b', data: { text: 'Too.' } }],
    citation_options: { mode: 'ACCURATE' },
    safety_mode: 'CONTEXTUAL',
    thinking: { type: 'enabled', token_budget: 100 },
    ...sampling,
  },
  {
    messages: [
      { role: 'user', content: 'One.' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.' },
          { type: 'text', text: 'Two.' },
        ],
        citations: [{ start: 0, end: 3, text: 'Two', sources: [{ type: 'document', id: 'a', document: {} }] }],
      },
      { role: 'user', content: 'Go on.' },
    ],
    response_format: { type: 'json_object', json_schema: schema },
    thinking: { type: 'disabled' },
    logprobs: false,
  },
]

const envelope1 = shapeCheck(object({ message: words }))
const envelope2 = shapeCheck(object({ 'id?': words, message: words }))

const answer1: Check = (answer) => {
  if (isJson(answer)) return checkCohere('NonStreamedChatResponse', jsonOf(answer))
  requireType(answer.headers, 'application/stream+json')
  const events = linesOf(answer.body) as { event_type: string; is_finished: boolean; error?: string }[] // as the check says
  for (const [index, event] of events.entries()) {
    const { is_finished: _, error: _message, ...known } = event // the serializers leave them out
    checkCohere('StreamedChatResponse', known)
    if (event.is_finished !== (index === events.length - 1)) throw new Error(`is_finished is wrong in event ${index}.`)
  }
  if (events[0]?.event_type !== 'stream-start' || events.at(-1)?.event_type !== 'stream-end') {
    throw new Error('A stream begins with stream-start and ends with stream-end.')
  }
}

const answer2: Check = (answer: Answer) => {
  if (isJson(answer)) return checkCohere('V2ChatResponse', jsonOf(answer))
  requireType(answer.headers, 'text/event-stream')
  const events = eventsOf(answer.body)
  if (events.pop()?.data !== '[DONE]') throw new Error('The stream does not end with [DONE].')
  for (const { event, data } of events) {
    if (data.includes('[DONE]')) throw new Error('An event has the end mark in it.')
    const value = JSON.parse(data) as { type: string } // as the check says
    checkCohere('V2ChatStreamResponse', value.type === 'message-start' ? onlyTheRole(value) : value)
    if (value.type !== event) throw new Error(`The event ${event} has the data of ${value.type}.`)
  }
  if (events[0]?.event !== 'message-start' || events.at(-1)?.event !== 'message-end') {
    throw new Error('A stream begins with message-start and ends with message-end.')
  }
}

/** The serializers leave out the empty fields that a stream begins with. */
function onlyTheRole(start: object): object {
  return JSON.parse(JSON.stringify(start), (key, value) => {
    if (key !== 'message') return value
    const { role, content, tool_plan, tool_calls, citations, ...rest } = value
    if ([content, tool_plan, tool_calls, citations].some((field) => field?.length > 0))
      throw new Error('It begins with words.')
    return { role, ...rest }
  })
}

const bothWays = (bodies: readonly { [key: string]: Tree }[]): Tree[] =>
  [false, true].flatMap((stream) => bodies.map((body) => ({ model, ...body, stream })))

export const cohere: readonly FuzzedEndpoint[] = [
  {
    name: 'cohere v1 chat',
    surface: 'cohere',
    path: '/cohere/v1/chat',
    valid: bothWays(v1),
    refused: [{ model, message: 'Go on.', connectors: [{ id: 'web-search' }] }],
    answer: answer1,
    error: (answer) => envelope1(jsonOf(answer)),
    failed: [502],
  },
  {
    name: 'cohere v2 chat',
    surface: 'cohere',
    path: '/cohere/v2/chat',
    valid: bothWays(v2),
    refused: [{ model, messages: [{ role: 'user', content: 'Go on.' }], logprobs: true }],
    answer: answer2,
    error: (answer) => envelope2(jsonOf(answer)),
    failed: [502],
  },
]
