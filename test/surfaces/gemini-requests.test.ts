import { expect } from 'chai'
import type { ChatRequest, Solver } from 'dramatis'
import { startTestHost } from 'dramatis/testing'

const said = (text: string) => ({ type: 'text', text }) as const
const user = { role: 'user', parts: [said('hi')] }

describe('gemini requests', () => {
  let seen: ChatRequest
  let asked: number
  let host: Awaited<ReturnType<typeof startTestHost>>

  before(async () => {
    const solver: Solver = {
      accepts: ['image', 'audio', 'file'],
      solve(request) {
        seen = request
        asked++
        return 'ok'
      },
    }
    host = await startTestHost({ personas: [{ name: 'Listener', chain: [{ id: 'listen', solver }] }] })
  })
  after(async () => await host.close(0))

  const ask = async (body: object): Promise<ChatRequest> => {
    asked = 0
    const given = { contents: [{ role: 'user', parts: [{ text: 'hi' }] }], ...body }
    const response = await fetch(`${host.url}/gemini/v1beta/models/Listener:generateContent`, {
      method: 'POST',
      body: JSON.stringify(given),
    })
    expect(response.status, await response.text()).to.equal(200)
    return seen
  }

  const config = (generationConfig: object): object => ({ generationConfig })
  const schema = { type: 'object', properties: { a: { type: 'string' } } }
  const tool = { name: 'f', description: '', input: { type: 'object', properties: {} } }
  const [f, g] = [{ name: 'f' }, { name: 'g' }]
  const calling = (functionCallingConfig: object): object => ({
    tools: [{ functionDeclarations: [f, g] }],
    toolConfig: { functionCallingConfig },
  })

  const fields: [object, Partial<ChatRequest>][] = [
    [config({ maxOutputTokens: 5, stopSequences: ['x'] }), { limits: { maxTokens: 5, stop: ['x'] } }],
    [{ generation_config: { max_output_tokens: 5, stop_sequences: 'x' } }, { limits: { maxTokens: 5, stop: ['x'] } }],
    [config({ topK: 40.0, seed: '7', maxOutputTokens: '5' }), { limits: { topK: 40, seed: 7, maxTokens: 5 } }],
    [config({ temperature: null, topP: null, stopSequences: [] }), {}],
    [{ generationConfig: null, tools: null, systemInstruction: null, safetySettings: [{ category: 'X' }] }, {}],
    [config({ thinkingConfig: { thinkingBudget: -1 } }), { reasoning: {} }],
    [config({ thinkingConfig: { thinkingBudget: 0 } }), { reasoning: { effort: 'none' } }],
    [config({ thinkingConfig: { thinkingBudget: 9 } }), { reasoning: { budget: 9 } }],
    [config({ thinkingConfig: { thinkingLevel: 'high' } }), { reasoning: { effort: 'high' } }],
    [{ generation_config: { thinking_config: { thinking_level: 'LOW' } } }, { reasoning: { effort: 'low' } }],
    [config({ responseMimeType: 'application/json' }), { output: {} }],
    [config({ responseMimeType: 'text/plain', responseModalities: ['TEXT'] }), {}],
    [config({ responseMimeType: 'application/json', responseJsonSchema: schema }), { output: { schema } }],
    [config({ responseMimeType: 'application/json', _responseJsonSchema: schema }), { output: { schema } }],
    [config({ responseFormat: [{ text: { mimeType: 'APPLICATION_JSON', schema } }] }), { output: { schema } }],
    [config({ responseSchema: { type: 'OBJECT', properties: { a: { type: 'STRING' } } } }), { output: { schema } }],
    [{ tools: [{ function_declarations: f }] }, { tools: [tool] }],
    [
      { tools: { functionDeclarations: [{ ...f, parametersJsonSchema: schema }] } },
      { tools: [{ ...tool, input: schema }] },
    ],
    [
      { tools: [{ functionDeclarations: [{ ...f, response: { type: 'STRING' } }] }] },
      { tools: [{ ...tool, output: { type: 'string' } }] },
    ],
    [{ tools: [{}] }, {}],
    [calling({ mode: 'AUTO' }), { tools: [tool, { ...tool, ...g }], toolChoice: 'auto' }],
    [calling({ mode: 'validated' }), { tools: [tool, { ...tool, ...g }], toolChoice: 'auto' }],
    [calling({ mode: 'NONE' }), { tools: [tool, { ...tool, ...g }], toolChoice: 'none' }],
    [calling({ mode: 2 }), { tools: [tool, { ...tool, ...g }], toolChoice: 'required' }],
    [calling({ mode: 'ANY', allowedFunctionNames: ['g'] }), { tools: [{ ...tool, ...g }], toolChoice: { name: 'g' } }],
    [
      calling({ mode: 'ANY', allowed_function_names: ['g', 'f'] }),
      { tools: [tool, { ...tool, ...g }], toolChoice: 'required' },
    ],
  ]
  for (const [body, expected] of fields) {
    it(`read ${JSON.stringify(body)}`, async () => {
      const { question, messages, ...rest } = await ask(body)
      expect({ question, messages }).to.deep.equal({ question: 'hi', messages: [user] })
      expect(rest).to.deep.equal({ limits: {}, ...expected })
    })
  }

  const system = { role: 'system', parts: [said('Be brief.')] }
  const instructions: [object, object][] = [
    [{ systemInstruction: { parts: [{ text: 'Be brief.' }] } }, system],
    [{ systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] } }, system],
    [{ system_instruction: { parts: { text: 'Be brief.' } } }, system],
    [{ systemInstruction: 'Be brief.' }, system],
    [{ systemInstruction: { text: 'Be brief.' } }, system],
    [{ systemInstruction: ['Be brief.'] }, system],
    [{ systemInstruction: [{ text: 'Be ' }, { text: 'brief.' }] }, { ...system, parts: [said('Be '), said('brief.')] }],
  ]
  for (const [body, expected] of instructions) {
    it(`read instructions as ${JSON.stringify(body)}`, async () => {
      expect((await ask(body)).messages).to.deep.equal([expected, user])
    })
  }
  it('read no instructions in an empty one', async () => {
    for (const systemInstruction of [{}, { role: 'user' }, { parts: [] }, []]) {
      expect((await ask({ systemInstruction })).messages).to.deep.equal([user])
    }
  })

  const bytes = Buffer.from([1, 2, 3])
  const call = (id: string, name = 'f', input: object = {}) => ({ type: 'call', call: { id, name, input } })
  const result = (callId: string, part: object, name = 'f') => ({ role: 'tool', callId, name, parts: [part] })
  const data = (value: unknown) => ({ type: 'data', data: value })
  const conversations: { title: string; contents: unknown; messages: object[] }[] = [
    { title: 'one content', contents: { parts: { text: 'hi' } }, messages: [user] },
    {
      title: 'every role',
      contents: [
        { role: 'system', parts: [{ text: 'a' }] },
        { role: 'user', parts: [{ text: 'b' }] },
        { role: 'model', parts: [{ text: 'c' }] },
        { parts: [{ text: 'd' }] },
      ],
      messages: [
        { role: 'system', parts: [said('a')] },
        { role: 'user', parts: [said('b')] },
        { role: 'assistant', parts: [said('c')] },
        { role: 'user', parts: [said('d')] },
      ],
    },
    {
      title: 'the chunks of a streamed answer as one message',
      contents: [
        { role: 'model', parts: [{ text: 'One' }] },
        { role: 'model', parts: [{ text: ' two' }] },
        { role: 'model', parts: [{ text: '' }] },
        { role: 'model', parts: [] },
        { role: 'user', parts: [{ text: 'hi' }] },
      ],
      messages: [{ role: 'assistant', parts: [said('One two')] }, user],
    },
    {
      title: 'media',
      contents: [
        {
          parts: [
            { inlineData: { mimeType: 'image/png', data: 'AQID' } },
            { inline_data: { mime_type: 'audio/mp3', data: 'AQID', display_name: 'a.mp3' } },
            { fileData: { fileUri: 'https://example.com/a' } },
            { file_data: { file_uri: 'data:image/png;base64,AQID', mime_type: 'image/png' } },
          ],
        },
      ],
      messages: [
        {
          role: 'user',
          parts: [
            { type: 'image', mediaType: 'image/png', data: bytes },
            { type: 'audio', mediaType: 'audio/mp3', data: bytes, name: 'a.mp3' },
            { type: 'file', mediaType: 'application/octet-stream', data: new URL('https://example.com/a') },
            { type: 'image', mediaType: 'image/png', data: bytes },
          ],
        },
      ],
    },
    {
      title: 'results by id',
      contents: [
        { role: 'model', parts: [{ functionCall: { id: 'x', name: 'f' } }, { functionCall: { id: 'y', name: 'f' } }] },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'y', name: 'f', response: { output: 'second' } } },
            { functionResponse: { id: 'x', name: 'f', response: { result: { a: 1 } } } },
            { text: 'hi' },
          ],
        },
      ],
      messages: [
        { role: 'assistant', parts: [call('x'), call('y')] },
        result('y', said('second')),
        result('x', data({ a: 1 })),
        user,
      ],
    },
    {
      title: 'results by name and order, of calls that have no ids',
      contents: [
        {
          role: 'model',
          parts: [
            { text: 'Hm.' },
            { function_call: f },
            { functionCall: g },
            { functionCall: { ...f, args: { a: 1 } } },
          ],
        },
        {
          role: 'function',
          parts: [
            { functionResponse: { name: 'g', response: { content: 'x', error: null } } },
            { functionResponse: { name: 'f', response: { output: 'first' } } },
          ],
        },
        { role: 'tool', parts: { function_response: { name: 'f', response: { error: 'broken' } } } },
        { parts: [{ text: 'hi' }] },
      ],
      messages: [
        {
          role: 'assistant',
          parts: [said('Hm.'), call('call_0_1'), call('call_0_2', 'g'), call('call_0_3', 'f', { a: 1 })],
        },
        result('call_0_2', data({ content: 'x', error: null }), 'g'),
        result('call_0_1', said('first')),
        { ...result('call_0_3', said('broken')), failed: true },
        user,
      ],
    },
    {
      title: 'a result with a picture',
      contents: [
        { role: 'model', parts: [{ functionCall: { id: 'x', name: 'f' } }] },
        {
          parts: [
            {
              functionResponse: {
                id: 'x',
                name: 'f',
                response: {},
                parts: [{ inlineData: { mimeType: 'image/png', data: 'AQID' } }],
              },
            },
          ],
        },
      ],
      messages: [
        { role: 'assistant', parts: [call('x')] },
        {
          role: 'tool',
          callId: 'x',
          name: 'f',
          parts: [data({}), { type: 'image', mediaType: 'image/png', data: bytes }],
        },
      ],
    },
    {
      title: 'thoughts and signatures, also in the URL-safe alphabet',
      contents: [
        {
          role: 'model',
          parts: [
            { text: 'Hm.', thought: true, thought_signature: '-_8' },
            { functionCall: f, thoughtSignature: Buffer.from('json:{"a":1}').toString('base64url') },
            { text: 'Yes.', thoughtSignature: 'c2ln' },
            { thoughtSignature: 'c2ln' },
            { inlineData: { mimeType: 'image/png', data: 'AQID' }, thought: true },
          ],
        },
        { parts: [{ text: 'hi' }] },
      ],
      messages: [
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'Hm.', opaque: '+/8=' },
            { type: 'call', call: { id: 'call_0_1', name: 'f', input: {}, opaque: { a: 1 } } },
            { type: 'reasoning', text: '', opaque: 'c2ln' },
            said('Yes.'),
            { type: 'reasoning', text: '', opaque: 'c2ln' },
            { type: 'image', mediaType: 'image/png', data: bytes },
          ],
        },
        user,
      ],
    },
    {
      title: 'what Google ran, as data',
      contents: [
        {
          role: 'model',
          parts: [
            { executableCode: { language: 'PYTHON', code: '1' } },
            { code_execution_result: { outcome: 'OUTCOME_OK', output: '1' } },
          ],
        },
        { parts: [{ text: 'hi' }] },
      ],
      messages: [
        {
          role: 'assistant',
          parts: [
            data({ executableCode: { language: 'PYTHON', code: '1' } }),
            data({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: '1' } }),
          ],
        },
        user,
      ],
    },
  ]
  for (const { title, contents, messages } of conversations) {
    it(`read ${title}`, async () => expect((await ask({ contents })).messages).to.deep.equal(messages))
  }

  const schemas: [object, object][] = [
    [{ type: 'STRING', nullable: true }, { type: ['string', 'null'] }],
    [{ type: 1 }, { type: 'string' }],
    [
      { type: 'string', format: 'enum', enum: ['a'], nullable: true },
      { type: ['string', 'null'], format: 'enum', enum: ['a', null] },
    ],
    [
      { type: 'ARRAY', items: { type: 'INTEGER' }, minItems: '1', max_items: 3 },
      { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 3 },
    ],
    [
      { any_of: [{ type: 'STRING' }, { type: 'NUMBER' }], nullable: true },
      { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'null' }] },
    ],
    [
      { type: 'TYPE_UNSPECIFIED', description: 'Any.', example: 7 },
      { description: 'Any.', examples: [7] },
    ],
    [{ type: ['string', 'null'] }, { type: ['string', 'null'] }],
    [
      {
        type: 'OBJECT',
        properties: { a_b: { type: 'STRING' }, type: { type: 'NUMBER' } },
        property_ordering: ['type'],
        required: ['a_b'],
      },
      { type: 'object', properties: { type: { type: 'number' }, a_b: { type: 'string' } }, required: ['a_b'] },
    ],
    [
      {
        type: 'OBJECT',
        properties: { a: { ref: '#/defs/A' } },
        defs: { A: { type: 'STRING' } },
        additionalProperties: false,
      },
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/A' } },
        $defs: { A: { type: 'string' } },
        additionalProperties: false,
      },
    ],
  ]
  for (const [given, expected] of schemas) {
    it(`read the schema ${JSON.stringify(given)}`, async () => {
      const { tools } = await ask({ tools: [{ functionDeclarations: [{ name: 'f', parameters: given }] }] })
      expect(tools?.[0]?.input).to.deep.equal(expected)
      expect(JSON.stringify(tools?.[0]?.input.properties)).to.equal(
        JSON.stringify((expected as typeof schema).properties),
      )
    })
  }

  it('ask as often as there are candidates', async () => {
    await ask(config({ candidateCount: 8 }))
    expect(asked).to.equal(8)
  })

  it('are read in bounded time, however many contents and parts there are', async () => {
    const part = { functionCall: f }
    const contents = Array.from({ length: 60_000 }, () => ({ role: 'model', parts: [part] }))
    const started = performance.now()
    const { messages } = await ask({ contents: [...contents, { role: 'model', parts: Array(200_000).fill(part) }] })
    expect(messages).to.have.lengthOf(1)
    expect(performance.now() - started).to.be.lessThan(10_000)
  })
})
