import { expect } from 'chai'
import type { ChatRequest, Solver } from 'dramatis'
import { startTestHost } from 'dramatis/testing'

const png = Buffer.from('89504e470d0a1a0a0000000d', 'hex')

describe('ollama requests', () => {
  let seen: ChatRequest
  let host: Awaited<ReturnType<typeof startTestHost>>

  before(async () => {
    const solver: Solver = {
      accepts: ['image'],
      solve(request) {
        seen = request
        return 'ok'
      },
    }
    host = await startTestHost({ personas: [{ name: 'Listener', chain: [{ id: 'listen', solver }] }] })
  })
  after(async () => await host.close(0))

  const ask = async (endpoint: 'chat' | 'generate', body: object) => {
    const given = { model: 'Listener', stream: false, ...body }
    const response = await fetch(`${host.url}/ollama/api/${endpoint}`, { method: 'POST', body: JSON.stringify(given) })
    expect(response.status, await response.text()).to.equal(200)
    return seen
  }
  const user = { role: 'user', content: 'hi' }
  const said = (text: string) => [{ type: 'text', text }]

  const fields: [object, Partial<ChatRequest>][] = [
    [{ options: { num_predict: 5 } }, { limits: { maxTokens: 5 } }],
    [{ options: { num_predict: -1 } }, { limits: {} }],
    [{ options: { num_predict: -2, stop: 'x' } }, { limits: { stop: ['x'] } }],
    [{ options: { stop: ['x', 'y'], num_ctx: 4096, mirostat: 2 } }, { limits: { stop: ['x', 'y'] } }],
    [
      { options: { temperature: 0, top_p: 0.5, top_k: 3, seed: 0, presence_penalty: 1, frequency_penalty: 2 } },
      { limits: { temperature: 0, topP: 0.5, topK: 3, seed: 0, presencePenalty: 1, frequencyPenalty: 2 } },
    ],
    [{ options: null }, { limits: {} }],
    [{ think: true }, { limits: {}, reasoning: {} }],
    [{ think: 'high' }, { limits: {}, reasoning: { effort: 'high' } }],
    [{ think: false }, { limits: {}, reasoning: { effort: 'none' } }],
    [{ think: null }, { limits: {} }],
    [{ format: 'json' }, { limits: {}, output: {} }],
    [{ format: '' }, { limits: {} }],
    [{ format: { type: 'object' } }, { limits: {}, output: { schema: { type: 'object' } } }],
  ]
  for (const [body, expected] of fields) {
    it(`read ${JSON.stringify(body)}`, async () => {
      const { question, messages, ...rest } = await ask('chat', { messages: [user], ...body })
      expect({ question, messages }).to.deep.equal({ question: 'hi', messages: [{ role: 'user', parts: said('hi') }] })
      expect(rest).to.deep.equal(expected)
      const { question: prompt, messages: _, ...generated } = await ask('generate', { prompt: 'hi', ...body })
      expect(prompt).to.equal('hi')
      expect(generated).to.deep.equal(expected)
    })
  }

  it('read roles in letters of any size', async () => {
    const { messages } = await ask('chat', {
      messages: [
        { role: 'System', content: 'a' },
        { ...user, role: 'USER' },
      ],
    })
    expect(messages.map(({ role }) => role)).to.deep.equal(['system', 'user'])
  })

  it('offer tools', async () => {
    const parameters = { type: 'object', properties: { city: { type: 'string' } } }
    const { tools } = await ask('chat', {
      messages: [user],
      tools: [
        { type: 'function', function: { name: 'weather', description: 'The weather.', parameters } },
        { type: 'function', function: { name: 'time' } },
      ],
    })
    expect(tools).to.deep.equal([
      { name: 'weather', description: 'The weather.', input: parameters },
      { name: 'time', description: '', input: { type: 'object', properties: {} } },
    ])
    expect(await ask('chat', { messages: [user], tools: [] })).to.not.have.property('tools')
  })

  const call = (name: string, id?: string) => ({ ...(id ? { id } : {}), function: { name, arguments: { of: name } } })
  const histories: [string, object[], object[], string[]][] = [
    [
      'by their ids',
      [call('a', 'x'), call('a', 'y')],
      [
        { role: 'tool', content: '2', tool_call_id: 'y' },
        { role: 'tool', content: '1', tool_call_id: 'x' },
      ],
      ['y:a', 'x:a'],
    ],
    [
      'by the names of their tools',
      [call('a'), call('b'), call('a')],
      [
        { role: 'tool', content: '', tool_name: 'b' },
        { role: 'tool', content: '', tool_name: 'a' },
        { role: 'tool', content: '', tool_name: 'a' },
      ],
      ['call_1_1:b', 'call_1_0:a', 'call_1_2:a'],
    ],
    [
      'by their order',
      [call('a'), call('b')],
      [
        { role: 'tool', content: '' },
        { role: 'tool', content: '' },
      ],
      ['call_1_0:a', 'call_1_1:b'],
    ],
    ['where nobody called', [], [{ role: 'tool', content: '', tool_name: 'a' }], ['call_2:a']],
    [
      'of calls that are not in the transcript',
      [call('a')],
      [{ role: 'tool', content: '', tool_call_id: 'z' }],
      ['z:undefined'],
    ],
  ]
  for (const [how, calls, results, expected] of histories) {
    it(`match the results of tools ${how}`, async () => {
      const { messages } = await ask('chat', {
        messages: [user, { role: 'assistant', content: '', thinking: 'Hm.', tool_calls: calls }, ...results],
      })
      const ids = messages.flatMap((message) => (message.role === 'tool' ? [`${message.callId}:${message.name}`] : []))
      expect(ids).to.deep.equal(expected)
      expect(messages[1]?.parts[0]).to.deep.equal({ type: 'reasoning', text: 'Hm.' })
      expect(messages[1]?.parts.length).to.equal(1 + calls.length)
    })
  }
  it('match many results without being slow', async () => {
    const many = Array.from({ length: 20_000 })
    const started = performance.now()
    await ask('chat', {
      messages: [
        user,
        { role: 'assistant', tool_calls: many.map(() => call('a')) },
        ...many.map(() => ({ role: 'tool', content: '', tool_name: 'b' })),
        ...many.map(() => ({ role: 'tool', content: '', tool_name: 'a' })),
      ],
    })
    expect(performance.now() - started).to.be.below(2000)
  })

  const images: [string, unknown, string][] = [
    ['base64', png.toString('base64'), 'image/png'],
    ['a Buffer as JSON', png.toJSON(), 'image/png'],
    ['a Uint8Array as JSON', { ...png }, 'image/png'],
    ['a data: URL', `data:image/png;base64,${png.toString('base64')}`, 'image/png'],
    ['a JPEG', Buffer.from('ffd8ffe0', 'hex').toString('base64'), 'image/jpeg'],
    ['a GIF', Buffer.from('GIF89a').toString('base64'), 'image/gif'],
    ['WebP', Buffer.from('RIFF1234WEBPVP8 ').toString('base64'), 'image/webp'],
    ['something else', Buffer.from('BM').toString('base64'), 'image/*'],
  ]
  for (const [what, image, mediaType] of images) {
    it(`carry an image as ${what}`, async () => {
      const bodies = [
        ['chat', { messages: [{ ...user, images: [image] }] }],
        ['generate', { prompt: 'hi', images: [image] }],
      ] as const
      for (const [endpoint, body] of bodies) {
        const part = (await ask(endpoint, body)).messages.at(-1)?.parts.at(-1)
        expect(part).to.include({ type: 'image', mediaType })
        if (mediaType !== 'image/png') continue
        expect(part?.type === 'image' && !(part.data instanceof URL) && Buffer.compare(part.data, png)).to.equal(0)
      }
    })
  }

  it('generate with a system message and with what comes after the answer', async () => {
    const { messages } = await ask('generate', {
      prompt: 'hi',
      system: 'Be brief.',
      suffix: 'bye',
      raw: false,
      template: '{{ .Prompt }}',
      context: [1, 2, 3],
    })
    expect(messages.map(({ role }) => role)).to.deep.equal(['system', 'system', 'user'])
    expect(messages[0]?.parts).to.deep.equal(said('Be brief.'))
    expect(JSON.stringify(messages[1]?.parts)).to.contain('bye')
  })
})
