import type { Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { eventsOf, requireType } from '../shapes/frames.ts'
import { published } from '../shapes/published.ts'
import { among, object, shapeCheck, words } from '../shapes/schema.ts'
import { chatTools, completionCheck, toolRound } from './openai.ts'
import { page, png, questions, schema } from './samples.ts'

const described = published('tgi.openapi.json')

const envelope = shapeCheck(
  object({
    error: words,
    error_type: among(
      'validation',
      'generation',
      'overloaded',
      'incomplete_generation',
      'unhealthy',
      'template_error',
      'tool_error',
      'unsupported',
      'not_found',
    ),
  }),
)

const error: Check = (answer) => {
  if (answer.status === 503) throw new Error('Clients of this surface retry a 503 without end.')
  envelope(jsonOf(answer))
}

const native: Tree[] = [
  ...questions.map((inputs): Tree => ({ inputs })),
  ...questions.map((inputs): Tree => ({ inputs, parameters: { details: true } })),
  {
    inputs: `Look: ![](data:image/png;base64,${png}) and ![](${page})`,
    parameters: {
      max_new_tokens: 20,
      stop: ['###', 'END'],
      return_full_text: true,
      details: true,
      seed: 7,
      temperature: 0.5,
      top_k: 40,
      top_p: 0.9,
      typical_p: 0.9,
      repetition_penalty: 1.03,
      frequency_penalty: 0.1,
      do_sample: true,
      truncate: 100,
      watermark: true,
      best_of: 1,
      decoder_input_details: false,
      adapter_id: null,
      grammar: { type: 'json', value: schema },
    },
  },
  { inputs: 'Go on.', parameters: { grammar: { type: 'json_schema', value: { name: 'a', schema } } }, model: 'Fuzzed' },
  { inputs: 'Go on.', parameters: {}, model: 'http://host/tgi' },
]

const refused: Tree[] = [
  { inputs: 'Go on.', parameters: { best_of: 2, do_sample: true } },
  { inputs: 'Go on.', parameters: { top_n_tokens: 2 } },
  { inputs: 'Go on.', parameters: { grammar: { type: 'regex', value: '[a-z]+' } } },
]

const generated = (value: unknown): void => described('GenerateResponse', value)

const tokens: Check = (answer) => {
  requireType(answer.headers, 'text/event-stream')
  const values = eventsOf(answer.body).map(({ data }) => JSON.parse(data))
  const last = values.pop()
  for (const value of values) {
    described('StreamResponse', value)
    if (value.generated_text !== null || value.details !== null) throw new Error('Only the last token ends the text.')
  }
  if ('error' in last) return envelope(last)
  described('StreamResponse', last)
  if (typeof last.generated_text !== 'string') throw new Error('The last token has no generated_text.')
}

const list: Check = (answer) => {
  if (!isJson(answer)) return tokens(answer)
  const values = jsonOf(answer)
  if (!Array.isArray(values)) throw new Error('The answer is no array.')
  for (const value of values) generated(value)
}

/** The description has a message of words and one of calls, and no one that is both. */
function withoutWordsBesideCalls(completion: unknown): unknown {
  return JSON.parse(JSON.stringify(completion), (key, value) => {
    if (key !== 'message' || !value.tool_calls) return value
    const { content: _, ...rest } = value
    return rest
  })
}

const endpoint = (
  name: string,
  path: string,
  answer: Check,
  valid: readonly Tree[],
  rest: readonly Tree[],
): FuzzedEndpoint => ({
  name: `tgi ${name}`,
  surface: 'tgi',
  path: `/tgi/Fuzzed${path}`,
  valid,
  refused: rest,
  answer,
  error,
  failed: [424],
})

const bothWays = [false, true].flatMap((stream) =>
  native.map((body) => ({ ...(body as { [key: string]: Tree }), stream })),
)

const chat: Tree[] = [
  ...questions.map((content): Tree => ({ messages: [{ role: 'user', content }] })),
  ...questions.map((content): Tree => ({ messages: [{ role: 'user', content }], stream: true })),
  { messages: toolRound, tools: chatTools, tool_choice: 'auto', max_tokens: 100, temperature: 0.5, model: 'tgi' },
  {
    messages: toolRound,
    tools: chatTools,
    tool_choice: 'required',
    stream: true,
    stream_options: { include_usage: true },
  },
  {
    messages: [
      { role: 'system', content: 'Be brief.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look:' },
          { type: 'image_url', image_url: { url: page } },
        ],
      },
    ],
    response_format: { type: 'json_object', value: schema },
    tool_prompt: 'Use them.',
    stop: ['###'],
    seed: 7,
    top_p: 0.9,
    presence_penalty: 0.1,
    frequency_penalty: 0.1,
  },
]

export const tgi: readonly FuzzedEndpoint[] = [
  endpoint('generate', '/generate', (answer) => generated(jsonOf(answer)), native, refused),
  endpoint('generate_stream', '/generate_stream', tokens, native, refused),
  endpoint('root', '', list, bothWays, refused),
  endpoint(
    'v1 chat',
    '/v1/chat/completions',
    completionCheck(
      (value) => described('ChatCompletion', withoutWordsBesideCalls(value)),
      (value) => described('ChatCompletionChunk', value),
      envelope,
    ),
    chat,
    [{ messages: [{ role: 'user', content: 'Go on.' }], logprobs: true, top_logprobs: 2 }],
  ),
]
