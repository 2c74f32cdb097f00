import { expect } from 'chai'
import type { ChatRequest } from 'dramatis'
import { openStage, type Stage } from '../support/stage.ts'

const path = '/openai/v1/responses'
const text = (value: string) => ({ type: 'text', text: value }) as const
const user = { role: 'user', parts: [text('plain')] } as const
const plain = { role: 'user', content: 'plain' }
const add = { type: 'function', name: 'add', description: 'Adds.', parameters: { type: 'object' }, strict: true }
const sub = { type: 'function', name: 'sub' }
const [addSpec, subSpec] = [
  { name: 'add', description: 'Adds.', input: { type: 'object' } },
  { name: 'sub', description: '', input: { type: 'object', properties: {} } },
]
const textInput = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
  additionalProperties: false,
}
const schema = { type: 'object', properties: { sum: { type: 'number' } } }
const webSearch = { id: 'ws_1', type: 'web_search_call', status: 'completed', action: { type: 'search', query: 'x' } }

const understood: { title: string; body: object; request: Partial<ChatRequest> }[] = [
  { title: 'text', body: { input: 'plain' }, request: { question: 'plain', messages: [user], limits: {} } },
  {
    title: 'instructions before every message',
    body: { instructions: 'Be brief.', input: [{ role: 'system', content: 'Be kind.' }, plain] },
    request: {
      question: 'plain',
      messages: [{ role: 'system', parts: [text('Be brief.')] }, { role: 'system', parts: [text('Be kind.')] }, user],
    },
  },
  {
    title: 'a developer message of parts',
    body: { input: [{ type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'JSON.' }] }, plain] },
    request: { messages: [{ role: 'system', parts: [text('JSON.')] }, user] },
  },
  {
    title: 'images and files by value and by address',
    body: {
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'plain' },
            { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'low' },
            { type: 'input_image', image_url: 'https://example.com/a.png', file_id: null },
            { type: 'input_file', filename: 'a.pdf', file_data: 'data:application/pdf;base64,AQID' },
            { type: 'input_file', filename: 'a.bin', file_data: 'AQID' },
            { type: 'input_file', file_url: 'https://example.com/a.pdf' },
          ],
        },
      ],
    },
    request: {
      messages: [
        {
          role: 'user',
          parts: [
            text('plain'),
            { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
            { type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') },
            { type: 'file', mediaType: 'application/pdf', data: Buffer.from([1, 2, 3]), name: 'a.pdf' },
            { type: 'file', mediaType: 'application/octet-stream', data: Buffer.from([1, 2, 3]), name: 'a.bin' },
            { type: 'file', mediaType: 'application/octet-stream', data: new URL('https://example.com/a.pdf') },
          ],
        },
      ],
    },
  },
  {
    title: 'what one turn of the assistant said as one message, and what came of its calls',
    body: {
      input: [
        { role: 'user', content: 'sum' },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }], encrypted_content: 'gAAA' },
        { role: 'assistant', content: [{ type: 'output_text', text: 'Let me see.', annotations: [] }] },
        { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a":1}', id: null, status: null },
        { type: 'custom_tool_call', call_id: 'c2', name: 'patch', input: '*** Begin' },
        { type: 'function_call_output', call_id: 'c1', output: '2' },
        {
          type: 'custom_tool_call_output',
          call_id: 'c2',
          output: [
            { type: 'input_text', text: 'done' },
            { type: 'input_image', image_url: 'https://example.com/a.png' },
          ],
        },
        plain,
      ],
    },
    request: {
      messages: [
        { role: 'user', parts: [text('sum')] },
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'Hm.', opaque: 'gAAA' },
            text('Let me see.'),
            { type: 'call', call: { id: 'c1', name: 'add', input: { a: 1 } } },
            { type: 'call', call: { id: 'c2', name: 'patch', input: { input: '*** Begin' } } },
          ],
        },
        { role: 'tool', callId: 'c1', parts: [text('2')] },
        {
          role: 'tool',
          callId: 'c2',
          parts: [text('done'), { type: 'image', mediaType: 'image/*', data: new URL('https://example.com/a.png') }],
        },
        user,
      ],
    },
  },
  {
    title: 'a call that was cut off, as it was',
    body: {
      input: [
        { type: 'function_call', call_id: 'c1', name: 'add', arguments: '{"a' },
        { type: 'function_call_output', call_id: 'c1', output: 'no JSON' },
        plain,
      ],
    },
    request: {
      messages: [
        { role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'add', input: '{"a' } }] },
        { role: 'tool', callId: 'c1', parts: [text('no JSON')] },
        user,
      ],
    },
  },
  {
    title: 'refusals, reasoning in the clear, and what tools of the vendor once did',
    body: {
      input: [
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
        { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: 'Hm.' }] },
        webSearch,
        plain,
      ],
    },
    request: {
      question: 'plain',
      messages: [
        {
          role: 'assistant',
          parts: [text('No.'), { type: 'reasoning', text: 'Hm.' }, { type: 'data', data: webSearch }],
        },
        user,
      ],
    },
  },
  {
    title: 'functions, and that one must be called',
    body: {
      input: 'plain',
      tools: [add, sub],
      tool_choice: { type: 'function', name: 'add' },
      parallel_tool_calls: false,
    },
    request: { tools: [addSpec, subSpec], toolChoice: { name: 'add' }, parallelToolCalls: false },
  },
  {
    title: 'tools that take a text',
    body: {
      input: 'plain',
      tools: [
        { type: 'custom', name: 'say', description: 'Says it.' },
        { type: 'custom', name: 'patch', format: { type: 'grammar', syntax: 'lark', definition: 'start: "x"' } },
      ],
      tool_choice: { type: 'custom', name: 'say' },
    },
    request: {
      tools: [
        { name: 'say', description: 'Says it.', input: textInput },
        { name: 'patch', description: 'The input must match this grammar (lark):\nstart: "x"', input: textInput },
      ],
      toolChoice: { name: 'say' },
    },
  },
  {
    title: 'functions of a namespace, and what came of them',
    body: {
      input: [
        { type: 'function_call', call_id: 'c1', namespace: 'sums', name: 'add', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', namespace: 'sums', name: 'add', output: '0' },
        plain,
      ],
      tools: [{ type: 'namespace', name: 'sums', description: 'Sums.', tools: [add, sub] }, sub],
    },
    request: {
      tools: [{ ...addSpec, name: 'sums__add' }, { ...subSpec, name: 'sums__sub' }, subSpec],
      messages: [
        { role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'sums__add', input: {} } }] },
        { role: 'tool', callId: 'c1', name: 'sums__add', parts: [text('0')] },
        user,
      ],
    },
  },
  {
    title: 'that some functions are allowed',
    body: {
      input: 'plain',
      tools: [add, sub],
      tool_choice: { type: 'allowed_tools', mode: 'required', tools: [{ type: 'function', name: 'sub' }] },
    },
    request: { tools: [subSpec], toolChoice: 'required' },
  },
  {
    title: 'a schema',
    body: {
      input: 'plain',
      text: { format: { type: 'json_schema', name: 'n', schema, strict: true }, verbosity: 'low' },
    },
    request: { output: { schema } },
  },
  { title: 'any JSON', body: { input: 'plain', text: { format: { type: 'json_object' } } }, request: { output: {} } },
  {
    title: 'how the wording is to be chosen',
    body: { input: 'plain', temperature: 0.5, top_p: 0.25, max_output_tokens: 4000, reasoning: { effort: 'high' } },
    request: { limits: { temperature: 0.5, topP: 0.25, maxTokens: 4000 }, reasoning: { effort: 'high' } },
  },
  { title: 'who asks', body: { input: 'plain', user: 'u', safety_identifier: 's' }, request: { user: 'u' } },
  { title: 'who asks, by the newer field', body: { input: 'plain', safety_identifier: 's' }, request: { user: 's' } },
]

const refused: { body: object; param: string; code: string }[] = [
  { body: {}, param: 'input', code: 'missing_required_parameter' },
  { body: { input: 7 }, param: 'input', code: 'invalid_type' },
  { body: { input: ['plain'] }, param: 'input[0]', code: 'invalid_type' },
  { body: { input: [{ type: 'owl' }] }, param: 'input[0].type', code: 'invalid_value' },
  { body: { input: [plain, { role: 'owl', content: 'x' }] }, param: 'input[1].role', code: 'invalid_value' },
  { body: { input: [{ role: 'user' }] }, param: 'input[0].content', code: 'missing_required_parameter' },
  {
    body: { input: [{ role: 'user', content: [{ type: 'owl' }] }] },
    param: 'input[0].content[0].type',
    code: 'invalid_value',
  },
  {
    body: { input: [{ role: 'user', content: [{ type: 'input_text' }] }] },
    param: 'input[0].content[0].text',
    code: 'missing_required_parameter',
  },
  {
    body: { input: [{ role: 'user', content: [{ type: 'input_image', file_id: 'file-1' }] }] },
    param: 'input[0].content[0].file_id',
    code: 'invalid_value',
  },
  {
    body: { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] },
    param: 'input[0].content[0].file_id',
    code: 'invalid_value',
  },
  {
    body: { input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'ftp://x' }] }] },
    param: 'input[0].content[0].image_url',
    code: 'invalid_value',
  },
  {
    body: { input: [{ type: 'function_call_output', output: 'x' }] },
    param: 'input[0].call_id',
    code: 'missing_required_parameter',
  },
  ...[
    'web_search',
    'web_search_preview',
    'file_search',
    'code_interpreter',
    'mcp',
    'image_generation',
    'computer_use_preview',
    'local_shell',
  ].map((type) => ({ body: { input: 'x', tools: [{ type }] }, param: 'tools[0].type', code: 'invalid_value' })),
  { body: { input: 'x', tools: [{ type: 'function' }] }, param: 'tools[0].name', code: 'missing_required_parameter' },
  {
    body: { input: 'x', tools: [{ type: 'namespace', name: 'n', tools: [{ type: 'shell' }] }] },
    param: 'tools[0].tools[0].type',
    code: 'invalid_value',
  },
  {
    body: { input: 'x', tools: [{ type: 'custom', name: 'x', format: { type: 'grammar', syntax: 'lark' } }] },
    param: 'tools[0].format.definition',
    code: 'missing_required_parameter',
  },
  {
    body: { input: 'x', tools: [{ type: 'namespace', name: 'n', tools: [] }] },
    param: 'tools[0].tools',
    code: 'invalid_value',
  },
  {
    body: { input: 'x', tools: [{ type: 'namespace', name: 'n' }] },
    param: 'tools[0].tools',
    code: 'missing_required_parameter',
  },
  { body: { input: 'x', tool_choice: 'owl' }, param: 'tool_choice', code: 'invalid_value' },
  {
    body: { input: 'x', tool_choice: { type: 'web_search_preview' } },
    param: 'tool_choice.type',
    code: 'invalid_value',
  },
  {
    body: { input: 'x', tool_choice: { type: 'function', name: 'f' } },
    param: 'tool_choice.name',
    code: 'invalid_value',
  },
  { body: { input: 'x', text: { format: { type: 'owl' } } }, param: 'text.format.type', code: 'invalid_value' },
  {
    body: { input: 'x', text: { format: { type: 'json_schema', name: 'n' } } },
    param: 'text.format.schema',
    code: 'missing_required_parameter',
  },
  { body: { input: 'x', temperature: 3 }, param: 'temperature', code: 'invalid_value' },
  { body: { input: 'x', metadata: { a: 1 } }, param: 'metadata.a', code: 'invalid_type' },
  { body: { input: 'x', metadata: { a: 'x'.repeat(513) } }, param: 'metadata.a', code: 'invalid_value' },
  {
    body: { input: 'x', metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, 'x'])) },
    param: 'metadata',
    code: 'invalid_value',
  },
  { body: { input: 'x', reasoning: { effort: 'most' } }, param: 'reasoning.effort', code: 'invalid_value' },
  { body: { input: 'x', background: true }, param: 'background', code: 'invalid_value' },
  { body: { input: 'x', prompt: { id: 'p' } }, param: 'prompt', code: 'invalid_value' },
  { body: { input: 'x', moderation: { model: 'm' } }, param: 'moderation', code: 'invalid_value' },
  { body: { input: 'x', top_logprobs: 2 }, param: 'top_logprobs', code: 'invalid_value' },
  { body: { input: 'x', include: ['message.output_text.logprobs'] }, param: 'include', code: 'invalid_value' },
  {
    body: { input: 'x', conversation: 'c', previous_response_id: 'resp_x' },
    param: 'previous_response_id',
    code: 'invalid_value',
  },
  {
    body: { input: 'x', previous_response_id: 'resp_x' },
    param: 'previous_response_id',
    code: 'previous_response_not_found',
  },
]

describe('openai responses understand', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const post = (body: object, to = path) => fetch(stage.url + to, { method: 'POST', body: JSON.stringify(body) })

  for (const { title, body, request } of understood) {
    it(title, async () => {
      const response = await post(body)
      expect(response.status, await response.text()).to.equal(200)
      expect(stage.requests.at(-1)).to.deep.include(request)
    })
  }

  for (const { body, param, code } of refused) {
    it(`what is wrong with ${JSON.stringify(body)}`, async () => {
      const asked = stage.requests.length
      for (const to of [path, `${path}/input_tokens`]) {
        const response = await post(body, to)
        const { error } = (await response.json()) as { error: { message: string } }
        expect(response.status, error.message).to.equal(400)
        expect(error).to.deep.include({ type: 'invalid_request_error', param, code })
      }
      expect(stage.requests).to.have.lengthOf(asked)
    })
  }

  it('messages of very many parts', async () => {
    const part = { type: 'output_text', text: 'x' }
    const said = { role: 'assistant', content: Array.from({ length: 150_000 }, () => part) }
    const response = await post({ input: [{ role: 'assistant', content: 'x' }, said, plain], store: false })
    expect(response.status).to.equal(200)
    expect(stage.requests.at(-1)?.messages[0]?.parts).to.have.lengthOf(150_001)
  })

  it('a conversation by its field, before that of the header', async () => {
    await post({ input: 'plain', conversation: 'c1' })
    await post({ input: 'plain', conversation: { id: 'c1' } })
    expect(stage.requests.at(-1)?.conversation).to.equal('c1')
    expect(stage.requests.at(-1)?.messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant', 'user'])
    await post({ conversation: 'c1' })
    expect(stage.requests.at(-1)?.messages).to.have.lengthOf(4)
  })
})
