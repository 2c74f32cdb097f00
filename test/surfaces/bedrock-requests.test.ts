import { expect } from 'chai'
import type { ChatRequest } from 'dramatis'
import { openStage, type Stage } from '../support/stage.ts'

interface Case {
  title: string
  operation?: string
  model?: string
  body: object
  asked: Partial<ChatRequest>
}

const text = (value: string) => ({ type: 'text', text: value }) as const
const user = (value: string) => ({ role: 'user', parts: [text(value)] }) as const
const assistant = (value: string) => ({ role: 'assistant', parts: [text(value)] }) as const
const system = (value: string) => ({ role: 'system', parts: [text(value)] }) as const

const plain = { role: 'user', content: [{ text: 'plain' }] }
const tool = (name: string) => ({ toolSpec: { name, description: name, inputSchema: { json: { type: 'object' } } } })
const spec = (name: string) => ({ name, description: name, input: { type: 'object' } })

const converse: Case[] = [
  {
    title: 'instructions in blocks, guarded ones and marks of the cache among them',
    body: {
      system: [{ text: 'A' }, { cachePoint: { type: 'default' } }, { guardContent: { text: { text: 'B' } } }],
      messages: [plain],
    },
    asked: { messages: [{ role: 'system', parts: [text('A'), text('B')] }, user('plain')] },
  },
  {
    title: 'instructions among the messages',
    body: { messages: [{ role: 'system', content: [{ text: 'Late.' }] }, plain] },
    asked: { messages: [system('Late.'), user('plain')] },
  },
  {
    title: 'results of calls, and words after them',
    body: {
      messages: [
        plain,
        { role: 'assistant', content: [{ text: 'Well.' }, { toolUse: { toolUseId: 'c', name: 'add', input: {} } }] },
        {
          role: 'user',
          content: [
            {
              toolResult: {
                toolUseId: 'c',
                content: [
                  { text: 'a' },
                  { json: [1] },
                  { image: { format: 'gif', source: { bytes: 'AQID' } } },
                  { searchResult: { source: 's', title: 't', content: [{ text: 'u' }] } },
                ],
              },
            },
            { text: 'plain' },
          ],
        },
      ],
    },
    asked: {
      messages: [
        user('plain'),
        { role: 'assistant', parts: [text('Well.'), { type: 'call', call: { id: 'c', name: 'add', input: {} } }] },
        {
          role: 'tool',
          callId: 'c',
          parts: [
            text('a'),
            { type: 'data', data: [1] },
            { type: 'image', mediaType: 'image/gif', data: Buffer.from([1, 2, 3]) },
            { type: 'data', data: { source: 's', title: 't', content: ['u'] } },
          ],
        },
        user('plain'),
      ],
    },
  },
  {
    title: 'a document in pieces, with its context',
    body: {
      messages: [
        plain,
        {
          role: 'assistant',
          content: [{ citationsContent: { content: [{ text: 'So.' }], citations: [{ title: 'x' }] } }],
        },
        {
          role: 'user',
          content: [{ document: { name: 'd', source: { content: [{ text: 'pla' }, { text: 'in' }] } } }],
        },
      ],
    },
    asked: {
      messages: [user('plain'), assistant('So.'), { role: 'user', parts: [text('pla'), text('in')] }],
    },
  },
  {
    title: 'tools, of which one is taken away and another given back',
    body: {
      messages: [
        {
          role: 'system',
          content: [{ toolRemoval: { tool: { name: 'a' } } }, { toolRemoval: { tool: { name: 'b' } } }],
        },
        { role: 'system', content: [{ toolAddition: { tool: { name: 'b' } } }] },
        plain,
      ],
      toolConfig: { tools: [tool('a'), tool('b'), tool('c')], toolChoice: { auto: {} } },
    },
    asked: { tools: [spec('b'), spec('c')], toolChoice: 'auto' },
  },
  {
    title: 'a JSON schema and an effort',
    body: {
      messages: [plain],
      outputConfig: {
        effort: 'low',
        textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '{"type":"object"}' } } },
      },
    },
    asked: { output: { schema: { type: 'object' } }, reasoning: { effort: 'low' } },
  },
  {
    title: 'what belongs to a family of models',
    body: {
      messages: [plain],
      inferenceConfig: { maxTokens: 5, temperature: 0, topP: 1, stopSequences: ['#'] },
      additionalModelRequestFields: { top_k: 7, thinking: { type: 'enabled', budget_tokens: 1024 }, more: 1 },
    },
    asked: {
      limits: { topK: 7, maxTokens: 5, temperature: 0, topP: 1, stop: ['#'] },
      reasoning: { budget: 1024 },
    },
  },
  {
    title: 'no thinking',
    body: { messages: [plain], additionalModelRequestFields: { thinking: { type: 'disabled' } } },
    asked: { reasoning: { effort: 'none' } },
  },
  {
    title: 'nothing of what costs or labels a call',
    body: {
      messages: [plain],
      system: null,
      inferenceConfig: null,
      performanceConfig: { latency: 'optimized' },
      serviceTier: { type: 'flex' },
      requestMetadata: { a: 'b' },
      additionalModelResponseFieldPaths: ['/unknown'],
    },
    asked: { messages: [user('plain')], limits: {} },
  },
]

const invoke: Case[] = [
  {
    title: "Nova's own spelling",
    body: {
      schemaVersion: 'messages-v1',
      system: [{ text: 'A' }],
      messages: [plain],
      inferenceConfig: { max_new_tokens: 5, top_p: 0.5, top_k: 3, stopSequences: ['#'] },
      toolConfig: { tools: [tool('a')], toolChoice: { any: {} } },
    },
    asked: {
      messages: [system('A'), user('plain')],
      limits: { maxTokens: 5, topP: 0.5, topK: 3, stop: ['#'] },
      tools: [spec('a')],
      toolChoice: 'required',
    },
  },
  {
    title: "a conversation in Claude's older prompt",
    body: {
      prompt: 'Be brief.\n\nHuman: hi\n\nAssistant: Hello.\n\nHuman: plain\n\nAssistant:',
      max_tokens_to_sample: 5,
      stop_sequences: ['\n\nHuman:', '#'],
    },
    asked: {
      messages: [system('Be brief.'), user('hi'), assistant('Hello.'), user('plain')],
      limits: { maxTokens: 5, stop: ['#'] },
    },
  },
  {
    title: "a conversation in Llama's prompt, and an image",
    body: {
      prompt:
        '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nplain<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
      max_gen_len: 5,
      images: ['iVBORw0KGgoAAAAA'],
    },
    asked: {
      messages: [
        system('Be brief.'),
        {
          role: 'user',
          parts: [
            text('plain'),
            { type: 'image', mediaType: 'image/png', data: Buffer.from('iVBORw0KGgoAAAAA', 'base64') },
          ],
        },
      ],
      limits: { maxTokens: 5 },
    },
  },
  {
    title: "a conversation in the prompt of Mistral and of Llama's second version",
    model: 'mistral.mixtral-8x7b-instruct-v0:1',
    body: {
      prompt: '<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\nhi [/INST] Hello.</s><s>[INST] plain [/INST]',
      max_tokens: 5,
      stop: ['#'],
      top_k: 3,
    },
    asked: {
      messages: [system('Be brief.'), user('hi'), assistant('Hello.'), user('plain')],
      limits: { maxTokens: 5, stop: ['#'], topK: 3 },
    },
  },
  {
    title: "a call that must be made, in Mistral's chat",
    model: 'mistral.mistral-large-2407-v1:0',
    body: {
      messages: [{ role: 'user', content: 'plain' }],
      tools: [{ type: 'function', function: { name: 'a', parameters: { type: 'object' } } }],
      tool_choice: 'any',
    },
    asked: { messages: [user('plain')], tools: [{ ...spec('a'), description: '' }], toolChoice: 'required' },
  },
  {
    title: 'a prompt in which a mark only looks like one',
    body: { prompt: 'plain', stop_sequences: ['</s>'] },
    asked: { messages: [user('plain')], limits: { stop: ['</s>'] } },
  },
  {
    title: "a conversation in Titan's prompt",
    body: { inputText: 'Be brief.\nUser: hi\nBot: Hello.\nUser: plain\nBot:', textGenerationConfig: { topP: 0.5 } },
    asked: {
      messages: [system('Be brief.'), user('hi'), assistant('Hello.'), user('plain')],
      limits: { topP: 0.5 },
    },
  },
]

/** What clients were seen to send. */
const clients: Case[] = [
  {
    title: 'the Vercel AI SDK',
    operation: 'converse',
    body: {
      system: [{ text: 'Be brief.' }],
      messages: [plain],
      additionalModelResponseFieldPaths: ['/delta/stop_sequence'],
      inferenceConfig: { maxTokens: 5 },
      toolConfig: { tools: [{ toolSpec: { name: 'a', inputSchema: { json: { type: 'object' } } } }] },
    },
    asked: { messages: [system('Be brief.'), user('plain')], tools: [{ ...spec('a'), description: '' }] },
  },
  {
    title: "Claude Code in Bedrock's mode",
    body: {
      anthropic_version: 'bedrock-2023-05-31',
      anthropic_beta: ['claude-code-20250219', 'interleaved-thinking-2025-05-14'],
      max_tokens: 32000,
      thinking: { type: 'enabled', budget_tokens: 31999 },
      metadata: { user_id: 'user_1' },
      system: [{ type: 'text', text: 'You are Claude Code.', cache_control: { type: 'ephemeral' } }],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'plain', cache_control: { type: 'ephemeral' } }] }],
      tools: [{ name: 'Bash', description: 'Runs.', input_schema: { type: 'object' }, eager_input_streaming: true }],
    },
    asked: {
      messages: [system('You are Claude Code.'), user('plain')],
      user: 'user_1',
      reasoning: { budget: 31999 },
      tools: [{ name: 'Bash', description: 'Runs.', input: { type: 'object' } }],
    },
  },
]

describe('bedrock: requests', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ settings: { defaultPersona: 'Scripted' } })
  })
  after(() => stage.close())
  const post = (operation: string, body: unknown, model = 'Scripted', headers = {}): Promise<Response> => {
    const url = `${stage.url}/bedrock/model/${encodeURIComponent(model)}/${operation}`
    return fetch(url, { method: 'POST', body: JSON.stringify(body), headers })
  }

  const all: [string, Case[]][] = [
    ['converse', converse],
    ['invoke', invoke],
    ['invoke', clients],
  ]
  for (const [operation, cases] of all) {
    for (const { title, body, model, asked, ...rest } of cases) {
      const path = rest.operation ?? operation
      it(`${path} understands ${title}`, async () => {
        const answer = await post(path, body, model)
        expect(answer.status, await answer.text()).to.equal(200)
        expect(stage.requests.at(-1)).to.deep.include({ question: 'plain', ...asked })
      })
    }
  }

  const s3 = { format: 'png', source: { s3Location: { uri: 's3://a/b' } } }
  const refused: [title: string, operation: string, body: unknown, says: string][] = [
    ['a block that is none', 'converse', { messages: [{ role: 'user', content: [{}] }] }, 'must set one of the keys'],
    ['media elsewhere', 'converse', { messages: [{ role: 'user', content: [{ image: s3 }] }] }, 'S3 locations'],
    [
      'base64 that is none',
      'converse',
      { messages: [{ role: 'user', content: [{ image: { format: 'png', source: { bytes: '!' } } }] }] },
      'base64',
    ],
    [
      'an image of an unknown format',
      'converse',
      { messages: [{ role: 'user', content: [{ image: { format: 'bmp', source: { bytes: 'AQ==' } } }] }] },
      "'messages.1.member.content.1.member.image.format' failed to satisfy constraint: Member must satisfy enum value set: [png, jpeg, gif, webp]",
    ],
    [
      'a schema that is none',
      'converse',
      {
        messages: [plain],
        outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema: '7' } } } },
      },
      'JSON Schema object',
    ],
    [
      'a temperature over 1',
      'converse',
      { messages: [plain], inferenceConfig: { temperature: 1.5 } },
      "'inferenceConfig.temperature' failed to satisfy constraint: Member must have value less than or equal to 1",
    ],
    ['a tool without a schema', 'converse', { messages: [plain], toolConfig: { tools: [{}] } }, 'toolSpec'],
    ['a count of nothing', 'count-tokens', { input: {} }, 'invokeModel or converse'],
    ['a count of no JSON', 'count-tokens', { input: { invokeModel: { body: 'AQ==' } } }, 'must be JSON'],
    ['likelihoods', 'invoke', { prompt: 'plain', num_generations: 1, return_likelihoods: 'ALL' }, 'There are none'],
    [
      'log probabilities',
      'invoke',
      { messages: [{ role: 'user', content: 'plain' }], logprobs: true },
      '#/logprobs: Log',
    ],
    ['an image to embed', 'invoke', { inputImage: 'AQ==', inputText: 'a' }, 'cannot be embedded'],
    ['a body of no family', 'invoke', { taskType: 'TEXT_IMAGE' }, 'No family of models'],
    ['no body at all', 'invoke', null, 'JSONObject'],
  ]
  for (const [title, operation, body, says] of refused) {
    it(`${operation} refuses ${title}`, async () => {
      const answer = await post(operation, body)
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).to.deep.equal([400, 'ValidationException'])
      expect(JSON.parse(await answer.text()).message).to.include(says)
    })
  }

  it('refuses a guardrail in a header', async () => {
    const headers = { 'x-amzn-bedrock-guardrailidentifier': 'g' }
    expect((await post('invoke', { prompt: 'plain' }, 'Scripted', headers)).status).to.equal(400)
  })

  it('splits a prompt of 400,000 marks in no time', async () => {
    const started = performance.now()
    expect((await post('invoke', { prompt: '[INST]a[/INST]b'.repeat(200_000) })).status).to.equal(424)
    expect(performance.now() - started).to.be.lessThan(2000)
  })

  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})
