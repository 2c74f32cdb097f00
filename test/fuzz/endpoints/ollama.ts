import type { Check, FuzzedEndpoint } from '../endpoint.ts'
import { isJson, jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { linesOf, requireType } from '../shapes/frames.ts'
import { published } from '../shapes/published.ts'
import { object, shapeCheck, words } from '../shapes/schema.ts'
import { png, questions, schema } from './samples.ts'

const described = published('ollama.openapi.yaml')
const envelope = shapeCheck(object({ error: words }))

const model = 'Fuzzed'

const asking: { [key: string]: Tree } = {
  options: {
    num_ctx: 4096,
    num_predict: 100,
    stop: ['###'],
    temperature: 0.5,
    top_p: 0.9,
    top_k: 40,
    seed: 7,
    presence_penalty: 1,
    frequency_penalty: 1,
  },
  keep_alive: '5m',
  format: schema,
  think: 'low',
}

const tools: Tree = [
  { type: 'function', function: { name: 'get_weather', description: 'The weather.', parameters: schema } },
  { type: 'function', function: { name: 'no_arguments' } },
]

const chat: Tree[] = [
  ...questions.map((content): Tree => ({ model, messages: [{ role: 'user', content }], stream: false })),
  ...questions.map((content): Tree => ({ model, messages: [{ role: 'user', content }] })),
  { model },
  { model, messages: [], keep_alive: 0 },
  {
    model,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Look:', images: [png, { type: 'Buffer', data: [1, 2, 255] }] },
      {
        role: 'assistant',
        content: '',
        thinking: 'Hm.',
        tool_calls: [{ id: 'a', function: { index: 0, name: 'get_weather', arguments: { city: 'Paris' } } }],
      },
      { role: 'tool', content: '{"sky":"grey"}', tool_name: 'get_weather', tool_call_id: 'a' },
    ],
    tools,
    stream: false,
    ...asking,
  },
  { model, messages: [{ role: 'user', content: 'Go on.' }], tools, think: true, format: 'json', ...{ keep_alive: -1 } },
]

const generate: Tree[] = [
  ...questions.map((prompt): Tree => ({ model, prompt, stream: false })),
  ...questions.map((prompt): Tree => ({ model, prompt })),
  { model, prompt: '', keep_alive: 0 },
  { model, system: 'Be brief.', prompt: 'Look:', images: [png], stream: false, ...asking },
  { model, prompt: 'Go on.', context: [], template: '', suffix: '', raw: false, think: false },
]

const refused = [{ logprobs: true }, { logprobs: true, top_logprobs: 2 }]

function answer(whole: string, line: string): Check {
  return (answer) => {
    if (isJson(answer)) return described(whole, jsonOf(answer))
    requireType(answer.headers, 'application/x-ndjson')
    const lines = linesOf(answer.body)
    for (const [index, value] of lines.entries()) {
      const { done, error } = value as { done?: boolean; error?: string } // a line is an object, as the check below says
      const isLast = index === lines.length - 1
      if (error !== undefined && isLast) envelope(value)
      else if (done !== isLast) throw new Error(`"done" is ${done} in line ${index + 1} of ${lines.length}.`)
      else described(done ? whole : line, value)
    }
  }
}

const error: Check = (answer) => envelope(jsonOf(answer))

export const ollama: readonly FuzzedEndpoint[] = [
  {
    name: 'ollama chat',
    surface: 'ollama',
    path: '/ollama/api/chat',
    valid: chat,
    refused: refused.map((rest) => ({ model, messages: [{ role: 'user', content: 'Go on.' }], ...rest })),
    answer: answer('ChatResponse', 'ChatStreamEvent'),
    error,
    failed: [502],
  },
  {
    name: 'ollama generate',
    surface: 'ollama',
    path: '/ollama/api/generate',
    valid: generate,
    refused: refused.map((rest) => ({ model, prompt: 'Go on.', ...rest })),
    answer: answer('GenerateResponse', 'GenerateStreamEvent'),
    error,
    failed: [502],
  },
]
