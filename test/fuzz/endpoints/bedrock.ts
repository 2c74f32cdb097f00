import type { Check, FuzzedEndpoint } from '../endpoint.ts'
import { jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { checkMessage, checkMessageEvents } from '../shapes/anthropic.ts'
import { binaryEventsOf, checkConverse, checkConverseEvents, checkFault } from '../shapes/bedrock.ts'
import { requireType } from '../shapes/frames.ts'
import { messagesBodies, refusedMessages } from './anthropic.ts'
import { pdf, png, questions, schema } from './samples.ts'

const error: Check = (answer) => {
  checkFault(jsonOf(answer))
  if (answer.headers['x-amzn-errortype'] === undefined) throw new Error('There is no header x-amzn-errortype.')
}

const said = (text: string): { [key: string]: Tree } => ({ messages: [{ role: 'user', content: [{ text }] }] })

const converse: { [key: string]: Tree }[] = [
  ...questions.map(said),
  {
    ...said('Go on.'),
    system: [
      { text: 'Be brief.' },
      { cachePoint: { type: 'default' } },
      { guardContent: { text: { text: 'Guarded.' } } },
    ],
    inferenceConfig: { maxTokens: 100, temperature: 0.5, topP: 0.9, stopSequences: ['###'] },
    additionalModelRequestFields: { top_k: 40, thinking: { type: 'enabled', budget_tokens: 1024 } },
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { schema: JSON.stringify(schema), name: 'weather', description: 'It.' } },
      },
    },
    requestMetadata: { a: 'b' },
    performanceConfig: { latency: 'standard' },
    serviceTier: { type: 'default' },
  },
  {
    messages: [
      {
        role: 'user',
        content: [
          { text: 'Look:' },
          { image: { format: 'png', source: { bytes: png } } },
          { document: { format: 'pdf', name: 'a', source: { bytes: pdf } } },
          { document: { format: 'txt', name: 'b', source: { text: 'Plain.' } } },
          { document: { name: 'c', source: { content: [{ text: 'Inside.' }] } } },
          { video: { format: 'mp4', source: { bytes: png } } },
          { guardContent: { text: { text: 'Guarded.', qualifiers: ['query'] } } },
          { searchResult: { source: 'https://example.com/b', title: 'B', content: [{ text: 'Found.' }] } },
          { cachePoint: { type: 'default' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2lnbmVk' } } },
          { reasoningContent: { redactedContent: 'aGlkZGVu' } },
          { text: 'Let me see.' },
          { citationsContent: { content: [{ text: 'Known.' }], citations: [{ title: 'B' }] } },
          { toolUse: { toolUseId: 'a', name: 'get_weather', input: { city: 'Paris' } } },
          { toolUse: { toolUseId: 'b', name: 'no_arguments', input: {} } },
        ],
      },
      {
        role: 'user',
        content: [
          {
            toolResult: { toolUseId: 'a', content: [{ text: 'Grey.' }, { json: { sky: 'grey' } }], status: 'success' },
          },
          {
            toolResult: {
              toolUseId: 'b',
              content: [{ image: { format: 'png', source: { bytes: png } } }],
              status: 'error',
            },
          },
          { text: 'And now?' },
        ],
      },
    ],
    toolConfig: {
      tools: [
        { toolSpec: { name: 'get_weather', description: 'The weather.', inputSchema: { json: schema }, strict: true } },
        { toolSpec: { name: 'no_arguments', inputSchema: { json: {} } } },
        { cachePoint: { type: 'default' } },
      ],
      toolChoice: { tool: { name: 'get_weather' } },
    },
  },
]

const converseRefused: Tree[] = [
  {
    messages: [
      { role: 'user', content: [{ image: { format: 'png', source: { s3Location: { uri: 's3://b/a.png' } } } }] },
    ],
  },
  { ...said('Go on.'), toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } },
  { ...said('Go on.'), system: [{ document: {} }, { searchResult: [{}] }] },
]

/** Bodies of the models' own formats, and the keys of their answers, whole and in chunks. */
const families: readonly { body: { [key: string]: Tree }; whole: string; chunk: string }[] = [
  ...questions.map((prompt) => ({ body: { prompt, max_gen_len: 100 }, whole: 'generation', chunk: 'generation' })),
  {
    body: { prompt: 'Go on.', max_gen_len: 100, temperature: 0.5, top_p: 0.9, images: [png] },
    whole: 'generation',
    chunk: 'generation',
  },
  {
    body: {
      inputText: 'Go on.',
      textGenerationConfig: { maxTokenCount: 100, stopSequences: ['User:'], temperature: 0, topP: 1 },
    },
    whole: 'results',
    chunk: 'outputText',
  },
  {
    body: {
      prompt: '\n\nHuman: Go on.\n\nAssistant:',
      max_tokens_to_sample: 100,
      top_k: 4,
      stop_sequences: ['\n\nHuman:'],
    },
    whole: 'completion',
    chunk: 'completion',
  },
  {
    body: { prompt: '<s>[INST] Go on. [/INST]', max_tokens: 100, stop: ['END'], top_k: 5 },
    whole: 'outputs',
    chunk: 'outputs',
  },
  {
    body: {
      message: 'Go on.',
      chat_history: [
        { role: 'USER', message: 'One.' },
        { role: 'CHATBOT', message: 'Two.' },
      ],
      p: 0.5,
    },
    whole: 'text',
    chunk: 'event_type',
  },
  {
    body: {
      schemaVersion: 'messages-v1',
      ...said('Go on.'),
      system: [{ text: 'Be brief.' }],
      inferenceConfig: { max_new_tokens: 9 },
    },
    whole: 'output',
    chunk: '',
  },
  {
    body: { messages: [{ role: 'user', content: 'Go on.' }], max_tokens: 100, temperature: 0.5 },
    whole: 'choices',
    chunk: 'choices',
  },
]

const version: Tree = 'bedrock-2023-05-31'
const claude = messagesBodies.map((body) => ({ anthropic_version: version, ...body }))
const invocations: Tree[] = [...families.map(({ body }) => body), ...claude]
const invocationsRefused = refusedMessages.map((body): Tree => ({ anthropic_version: version, ...body }))

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

const invoked: Check = (answer) => {
  const value = jsonOf(answer)
  if (!isObject(value)) throw new Error('The answer is no object.')
  if ('type' in value && value.type === 'message') return checkMessage(value)
  const embeds = 'embedding' in value || 'embeddings' in value
  if (!embeds && !families.some(({ whole }) => whole in value)) throw new Error('The answer is of no family of models.')
}

const chunks: Check = (answer) => {
  requireType(answer.headers, 'application/vnd.amazon.eventstream')
  const { events, failed } = binaryEventsOf(answer.body)
  const values = events.map(({ type, value }) => {
    if (type !== 'chunk' || !isObject(value) || !('bytes' in value)) throw new Error(`${type} is no chunk with bytes.`)
    return JSON.parse(Buffer.from(String(value.bytes), 'base64').toString())
  })
  if (values[0]?.type === 'message_start') return checkMessageEvents(values, !failed)
  if (!failed && !isObject(values.at(-1)?.['amazon-bedrock-invocationMetrics']))
    throw new Error('The last chunk has no metrics.')
  for (const value of values) {
    if (!families.some(({ chunk }) => chunk === '' || chunk in value))
      throw new Error('A chunk is of no family of models.')
  }
}

const answeredInPieces: Check = (answer) => {
  requireType(answer.headers, 'application/vnd.amazon.eventstream')
  const { events, failed } = binaryEventsOf(answer.body)
  checkConverseEvents(events, failed)
}

const endpoint = (verb: string, valid: readonly Tree[], refused: readonly Tree[], answer: Check): FuzzedEndpoint => ({
  name: `bedrock ${verb}`,
  surface: 'bedrock',
  path: `/bedrock/model/Fuzzed/${verb}`,
  valid,
  refused,
  answer,
  error,
  failed: [424],
})

export const bedrock: readonly FuzzedEndpoint[] = [
  endpoint('converse', converse, converseRefused, (answer) => checkConverse(jsonOf(answer))),
  endpoint('converse-stream', converse, converseRefused, answeredInPieces),
  endpoint('invoke', invocations, invocationsRefused, invoked),
  endpoint('invoke-with-response-stream', invocations, invocationsRefused, chunks),
]
