import { expect } from 'chai'
import type { ChatRequest, Part } from 'dramatis'
import { openStage, type Stage } from '../support/stage.ts'

const schema = { type: 'object', properties: { city: { type: 'string' } } }
const page = 'https://example.com/a.png'
const image: Part = { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) }
const text = (words: string): Part => ({ type: 'text', text: words })

describe('tgi requests', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts: { '': () => 'A picture.' } })
  })
  after(() => stage.close())

  const post = async (path: string, body: unknown) => {
    const response = await fetch(`${stage.url}/tgi${path}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, answer: JSON.parse(await response.text()) }
  }
  const understood = async (path: string, body: object): Promise<ChatRequest> => {
    const before = stage.requests.length
    const { status, answer } = await post(path, body)
    expect(stage.requests.length, JSON.stringify(answer)).to.equal(before + 1)
    expect(status, JSON.stringify(answer)).to.be.oneOf([200, 424])
    return stage.requests[before] ?? expect.fail('nobody was asked')
  }

  const parameters: [object | null, Partial<ChatRequest>][] = [
    [null, { limits: {} }],
    [{}, { limits: {} }],
    [{ max_new_tokens: 5, stop: ['x'] }, { limits: { maxTokens: 5, stop: ['x'] } }],
    [{ stop: [] }, { limits: {} }],
    [
      { temperature: 0.5, top_p: 1, top_k: 3, seed: 0, frequency_penalty: -2 },
      { limits: { temperature: 0.5, topP: 1, topK: 3, seed: 0, frequencyPenalty: -2 } },
    ],
    [{ temperature: null, top_p: null, stop: null, grammar: null, details: null, best_of: null }, { limits: {} }],
    [
      {
        best_of: 1,
        top_n_tokens: 0,
        do_sample: true,
        repetition_penalty: 1.1,
        typical_p: 0.9,
        truncate: 100,
        watermark: true,
        adapter_id: null,
        decoder_input_details: false,
      },
      { limits: {} },
    ],
    [{ grammar: { type: 'json', value: schema } }, { limits: {}, output: { schema } }],
    [{ grammar: { type: 'json', value: JSON.stringify(schema) } }, { limits: {}, output: { schema } }],
    [{ grammar: { type: 'json_schema', value: { name: 'a', schema } } }, { limits: {}, output: { schema } }],
  ]
  for (const [given, expected] of parameters) {
    it(`read parameters ${JSON.stringify(given)}`, async () => {
      const { question, messages, ...rest } = await understood('/generate', { inputs: 'plain', parameters: given })
      expect({ question, messages }).to.deep.equal({
        question: 'plain',
        messages: [{ role: 'user', parts: [text('plain')] }],
      })
      expect(rest).to.deep.equal(expected)
    })
  }

  const prompts: [string, readonly Part[]][] = [
    ['![](data:image/png;base64,AQID)', [image]],
    ['See ![](data:image/png;base64,AQID) there', [text('See '), image, text(' there')]],
    [`![](${page})`, [{ type: 'image', mediaType: 'image/*', data: new URL(page) }]],
    ['![](data:image/png;base64,AQID)![](data:image/png;base64,AQID)', [image, image]],
    ['![a picture](https://example.com/a.png)', [text('![a picture](https://example.com/a.png)')]],
    ['![](./a.png) and ![](', [text('![](./a.png) and ![](')]],
    ['![](![](data:image/png;base64,AQID)', [text('![](![](data:image/png;base64,AQID)')]],
  ]
  for (const [prompt, parts] of prompts) {
    it(`read the prompt ${prompt}`, async () => {
      expect((await understood('', { inputs: prompt })).messages[0]?.parts).to.deep.equal(parts)
      expect((await understood('/v1/completions', { prompt })).messages[0]?.parts).to.deep.equal(parts)
    })
  }
  it('read a stop sequence that is a text, which native requests cannot have', async () => {
    expect((await understood('/v1/completions', { prompt: 'plain', stop: 'Two' })).limits).to.deep.equal({
      stop: ['Two'],
    })
  })

  it('read a prompt full of openings without being slow', async () => {
    const started = performance.now()
    for (const unit of ['![](', '![](x)', '![](data:', '![](data:,)'])
      await post('/generate', { inputs: unit.repeat(2 ** 18) })
    expect(performance.now() - started).to.be.below(2000)
  })

  const sentence = { role: 'user', content: 'plain' }
  const call = (input: unknown) => ({ id: 'a', type: 'function', function: { name: 'f', arguments: input } })
  const bare = { type: 'function', function: { name: 'f', parameters: schema } }
  const spec = { name: 'f', description: '', input: schema }
  const chats: [string, object, Partial<ChatRequest>][] = [
    [
      'an input schema called arguments',
      { tools: [{ type: 'function', function: { name: 'f', arguments: schema } }] },
      { tools: [{ name: 'f', description: '', input: schema }] },
    ],
    [
      'an input schema called parameters',
      { tools: [{ type: 'function', function: { name: 'f', description: 'F.', parameters: schema } }] },
      { tools: [{ name: 'f', description: 'F.', input: schema }] },
    ],
    ['a tool by its bare name', { tools: [bare], tool_choice: 'f' }, { tools: [spec], toolChoice: { name: 'f' } }],
    [
      'a tool without a type',
      { tools: [bare], tool_choice: { function: { name: 'f' } } },
      { tools: [spec], toolChoice: { name: 'f' } },
    ],
    ['a tool that must be called', { tool_choice: 'required' }, { toolChoice: 'required' }],
    ['a grammar', { response_format: { type: 'json', value: schema } }, { output: { schema } }],
    [
      'a grammar called json_object',
      { response_format: { type: 'json_object', value: schema } },
      { output: { schema } },
    ],
    [
      'a grammar with a name',
      { response_format: { type: 'json_schema', value: { name: 'a', schema } } },
      { output: { schema } },
    ],
    [
      "OpenAI's form of it",
      { response_format: { type: 'json_schema', json_schema: { name: 'a', schema } } },
      { output: { schema } },
    ],
    ['any JSON', { response_format: { type: 'json' } }, { output: {} }],
    ['no weights of tokens', { logit_bias: [] }, {}],
    ['any JSON, as OpenAI says it', { response_format: { type: 'json_object' } }, { output: {} }],
  ]
  for (const [what, body, expected] of chats) {
    it(`read ${what}`, async () => {
      const { question, messages, limits, ...rest } = await understood('/v1/chat/completions', {
        messages: [sentence],
        ...body,
      })
      expect(rest).to.deep.equal(expected)
    })
  }
  for (const input of [{ x: 1 }, '{"x":1}']) {
    it(`read calls whose arguments are ${typeof input}s, and fields that are null`, async () => {
      const { messages } = await understood('/v1/chat/completions', {
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'hi', image_url: null }], name: null, tool_calls: null },
          { role: 'assistant', content: null, tool_calls: [call(input)], tool_call_id: null },
          { role: 'tool', tool_call_id: 'a', content: '7' },
          sentence,
        ],
      })
      expect(messages.map(({ parts }) => parts)).to.deep.equal([
        [text('hi')],
        [{ type: 'call', call: { id: 'a', name: 'f', input: { x: 1 } } }],
        [text('7')],
        [text('plain')],
      ])
    })
  }

  it('read results of tools that do not say which call they belong to', async () => {
    const called = (id: string, name: string) => ({ id, type: 'function', function: { name, arguments: {} } })
    const { messages } = await understood('/v1/chat/completions', {
      messages: [
        sentence,
        { role: 'assistant', tool_calls: [called('a', 'f'), called('b', 'g'), called('c', 'f')] },
        { role: 'tool', name: 'g', content: '1' },
        { role: 'tool', content: '2' },
        { role: 'tool', tool_call_id: null, content: '3' },
        { role: 'tool', content: '4' },
        sentence,
      ],
    })
    const ids = messages.flatMap((message) => (message.role === 'tool' ? [message.callId] : []))
    expect(ids).to.deep.equal(['b', 'a', 'c', 'call_5'])
  })

  const wrong = (name: string, value: unknown, message: string | RegExp): [string, unknown, string | RegExp] => [
    '/generate',
    { inputs: 'plain', parameters: { [name]: value } },
    message,
  ]
  const refusals: [string, unknown, string | RegExp][] = [
    ['/generate', {}, '"inputs" is required.'],
    ['/generate', { inputs: '' }, '`inputs` cannot be empty.'],
    ['/generate', { inputs: ['a'] }, '"inputs" must be a string, not an array.'],
    ['/generate', { inputs: 'plain', parameters: [] }, /"parameters" must be an object/],
    ['', { inputs: 'plain', stream: 'yes' }, /"stream" must be true or false/],
    ['/generate', { inputs: '![](data:image/png;base64,%)' }, /not valid base64/],
    wrong('best_of', 2, '`best_of` != 1 is not allowed for this endpoint.'),
    wrong('best_of', 0, '`best_of` != 1 is not allowed for this endpoint.'),
    wrong('top_n_tokens', 3, '`top_n_tokens` != 0 is not allowed for this endpoint.'),
    wrong('decoder_input_details', true, /^`decoder_input_details` == true is not supported/),
    wrong('adapter_id', 'me/lora', /adapter that is not loaded/),
    wrong('max_new_tokens', 0, '`max_new_tokens` must be strictly positive.'),
    wrong('max_new_tokens', '5', '"parameters.max_new_tokens" must be an integer or null, not a string.'),
    wrong('temperature', 0, '`temperature` must be strictly positive.'),
    wrong('repetition_penalty', -1, '`repetition_penalty` must be strictly positive.'),
    wrong('frequency_penalty', 3, '`frequency_penalty` must be >= -2.0 and <= 2.0.'),
    wrong('top_p', 1.5, '`top_p` must be > 0.0 and <= 1.0.'),
    wrong('typical_p', 0, '`typical_p` must be > 0.0 and <= 1.0.'),
    wrong('top_k', 0, '`top_k` must be strictly positive.'),
    wrong('truncate', 0, '`truncate` must be strictly positive.'),
    wrong('seed', -1, /"parameters.seed" must be >= 0/),
    wrong('grammar', { type: 'regex', value: 'a+' }, /^grammar is not valid: .*regular expression/),
    wrong('grammar', { type: 'json', value: 7 }, /^grammar is not valid: .*JSON Schema object/),
    wrong('grammar', { type: 'json', value: '{' }, /^grammar is not valid: .*not JSON/),
    wrong('grammar', { type: 'json' }, '"parameters.grammar.value" is required.'),
    ['/v1/chat/completions', { messages: [sentence], logprobs: true }, /[Ll]og prob/],
    ['/v1/chat/completions', { messages: [sentence], logit_bias: [0, 1.5] }, /^Tokens cannot be weighed/],
    [
      '/v1/chat/completions',
      { messages: [sentence], response_format: { type: 'regex', value: 'a' } },
      /regular expression/,
    ],
    ['/v1/chat/completions', { messages: [] }, /"messages"/],
    ['/v1/completions', { prompt: 'plain', suffix: 'x' }, /middle/],
    ['/v1/completions', { prompt: 'plain', top_n_tokens: 3 }, /`top_n_tokens` != 0/],
    ['/v1/completions', { prompt: '' }, '`prompt` cannot be empty.'],
    ['/v1/completions', { prompt: [1, 2] }, /token ids/],
    ['/invocations', {}, '"inputs" is required.'],
    ['/invocations', [], /must be an object/],
    ['/tokenize', { inputs: 7 }, /"inputs" must be a string/],
  ]
  for (const [path, body, message] of refusals) {
    it(`are refused: ${path} ${JSON.stringify(body)}`, async () => {
      const before = stage.requests.length
      const { status, answer } = await post(path, body)
      expect([status, answer.error_type]).to.deep.equal([422, 'validation'])
      const [prefix, said] = [answer.error.slice(0, 24), answer.error.slice(24)]
      expect(prefix).to.equal('Input validation error: ')
      if (typeof message === 'string') expect(said).to.equal(message)
      else expect(said).to.match(message)
      expect(stage.requests.length).to.equal(before)
    })
  }

  const models = ['', 'tgi', 'http://127.0.0.1:8337/tgi', 'no-such', 'Scripted', 'scripted', null]
  for (const model of models) {
    it(`answer as the default persona where the model is ${JSON.stringify(model)}`, async () => {
      const bodies: [string, object][] = [
        ['/v1/chat/completions', { messages: [sentence] }],
        ['/v1/completions', { prompt: 'plain' }],
      ]
      for (const [path, body] of bodies)
        expect((await post(path, { ...body, model })).answer.model).to.equal('Scripted')
      expect((await post('', { inputs: 'plain', model })).status).to.equal(200)
    })
  }
  it('answer as the persona that the model or the path names', async () => {
    const modelOf = async (path: string, model: string) =>
      (await post(`${path}/v1/chat/completions`, { messages: [sentence], model })).answer.model
    expect(await modelOf('', 'patient')).to.equal('Patient')
    expect(await modelOf('/patient', 'Scripted')).to.equal('Patient')
    expect(await modelOf('/acme%2Fbot%3A1', 'tgi')).to.equal('acme/bot:1')
  })
})
