import type { Answer, Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { eventsOf, requireType } from '../shapes/frames.ts'
import { published } from '../shapes/published.ts'
import { nullable, object, shapeCheck, words } from '../shapes/schema.ts'
import { page, pdf, png, questions, schema, wav } from './samples.ts'

const described = published('openai.openapi.json')

const envelope = shapeCheck(
  object({ error: object({ message: words, type: words, param: nullable(words), code: nullable(words) }) }),
)

/** The envelope of an error. */
export const openAiError: Check = (answer) => envelope(jsonOf(answer))

/** Checks an answer that is one JSON value, or chunks that end with a mark or with an error. */
export function completionCheck(
  whole: (value: unknown) => void,
  chunk: (value: unknown) => void,
  fault: (value: unknown) => void,
): Check {
  return (answer: Answer) => {
    if (isJson(answer)) return whole(jsonOf(answer))
    requireType(answer.headers, 'text/event-stream')
    const data = eventsOf(answer.body).map((event) => event.data)
    const last = data.pop()
    for (const item of data) chunk(JSON.parse(item))
    if (last !== '[DONE]') fault(JSON.parse(last ?? ''))
  }
}

const model = 'Fuzzed'

export const chatTools: Tree = [
  {
    type: 'function',
    function: { name: 'get_weather', description: 'The weather.', parameters: schema, strict: true },
  },
  { type: 'function', function: { name: 'no_arguments' } },
]

/** A conversation with calls to tools, and with what came of them. */
export const toolRound: Tree[] = [
  { role: 'user', content: 'Which is warmer?' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [
      { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
      { id: 'call_2', type: 'function', function: { name: 'no_arguments', arguments: '' } },
    ],
  },
  { role: 'tool', tool_call_id: 'call_1', content: '{"sky":"grey"}' },
  { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'It is warm.' }] },
]

const chat: Tree[] = [
  ...questions.map((content): Tree => ({ model, messages: [{ role: 'user', content }] })),
  ...questions.map((content): Tree => ({ model, messages: [{ role: 'user', content }], stream: true })),
  { model, messages: toolRound, tools: chatTools, tool_choice: 'auto', parallel_tool_calls: false },
  {
    model,
    messages: [...toolRound, { role: 'user', content: 'And now?' }],
    tools: chatTools,
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    stream: true,
    stream_options: { include_usage: true },
    n: 2,
  },
  {
    model,
    messages: [
      { role: 'developer', content: 'Be brief.', name: 'them' },
      { role: 'system', content: [{ type: 'text', text: 'Be kind.' }] },
      {
        role: 'user',
        name: 'anna',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}`, detail: 'low' } },
          { type: 'image_url', image_url: { url: page } },
          { type: 'input_audio', input_audio: { data: wav, format: 'wav' } },
          { type: 'file', file: { file_data: `data:application/pdf;base64,${pdf}`, filename: 'a.pdf' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Yes.' },
          { type: 'refusal', refusal: 'No.' },
        ],
        refusal: null,
      },
      { role: 'user', content: 'Go on.' },
    ],
    temperature: 0.5,
    top_p: 0.9,
    presence_penalty: -1,
    frequency_penalty: 1,
    seed: 7,
    max_tokens: 100,
    max_completion_tokens: 100,
    stop: ['###', 'END'],
    user: 'anna',
    metadata: { a: 'b' },
    store: false,
    reasoning_effort: 'low',
    response_format: { type: 'json_schema', json_schema: { name: 'weather', strict: true, schema } },
    logprobs: false,
    modalities: ['text'],
    service_tier: 'auto',
  },
  {
    model,
    messages: [{ role: 'user', content: 'Go on.' }],
    response_format: { type: 'json_object' },
    stop: 'END',
    stream: null,
  },
]

const chatRefused: Tree[] = [
  { model, messages: [{ role: 'user', content: 'Go on.' }], logprobs: true, top_logprobs: 2 },
  { model, messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
  {
    model,
    messages: [{ role: 'user', content: 'Go on.' }],
    modalities: ['text', 'audio'],
    audio: { voice: 'x', format: 'wav' },
  },
]

const completions: Tree[] = [
  ...questions.map((prompt): Tree => ({ model, prompt })),
  ...questions.map((prompt): Tree => ({ model, prompt, stream: true })),
  { model, prompt: ['plain', 'Go on.'], n: 2, stream: true, stream_options: { include_usage: true } },
  {
    model,
    prompt: ['plain'],
    echo: true,
    max_tokens: 16,
    stop: ['END'],
    temperature: 1,
    top_p: 1,
    seed: 1,
    presence_penalty: 0,
    frequency_penalty: 0,
    best_of: 1,
    user: 'anna',
    suffix: null,
  },
]

const completionsRefused: Tree[] = [
  { model, prompt: [1, 2, 3] },
  { model, prompt: [[1], [2]] },
  { model, prompt: 'plain', logprobs: 5 },
]

/** The document describes whole text completions only; in the chunks of a stream, fields to come are null. */
function withoutNulls(chunk: unknown): unknown {
  return JSON.parse(JSON.stringify(chunk), (key, value) => {
    if (key === 'finish_reason') return value ?? 'stop'
    return key === 'usage' ? (value ?? undefined) : value
  })
}

export const openAi: readonly FuzzedEndpoint[] = [
  {
    name: 'openai chat',
    surface: 'openai',
    path: '/openai/v1/chat/completions',
    valid: chat,
    refused: chatRefused,
    answer: completionCheck(
      (value) => described('CreateChatCompletionResponse', value),
      (value) => described('CreateChatCompletionStreamResponse', value),
      envelope,
    ),
    error: openAiError,
    failed: [502],
  },
  {
    name: 'openai completions',
    surface: 'openai',
    path: '/openai/v1/completions',
    valid: completions,
    refused: completionsRefused,
    answer: completionCheck(
      (value) => described('CreateCompletionResponse', value),
      (value) => described('CreateCompletionResponse', withoutNulls(value)),
      envelope,
    ),
    error: openAiError,
    failed: [502],
  },
]
