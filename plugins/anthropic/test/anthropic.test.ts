import { expect } from 'chai'
import { isRuntimeError, type Log } from 'dramatis'
import { chatRequest, createSolver, silentLog, solverContract } from 'dramatis/testing'
import anthropic from 'dramatis-solver-anthropic'
import { toolbox } from '../../../test/support/model.ts'
import { hear } from '../../../test/support/turn.ts'
import { standIn } from './stand-in.ts'
import { answer, call, delta, end, open, stop, text } from './wire.ts'

const variables = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL'] as const

describe('anthropic', () => {
  const vendor = standIn()
  const given = Object.fromEntries(variables.map((name) => [name, process.env[name]]))
  const reset = (): void => {
    for (const name of variables) delete process.env[name]
  }
  before(reset)
  afterEach(reset)
  after(() => {
    for (const [name, value] of Object.entries(given)) if (value !== undefined) process.env[name] = value
  })

  solverContract('anthropic', anthropic, {
    config: {
      get baseUrl() {
        return vendor.server.url
      },
    },
    answers: { Hi: 'Hello.', 'How are you?': /^Hello\.$/ },
    declines: ['', ' \n'],
  })

  /** Settings, and what the vendor then hears in the head of a call. */
  const heads: Readonly<Record<string, readonly [settings: object, head: object]>> = {
    'a key, as both versions have it': [
      { apiKey: 'k' },
      { authorization: 'Bearer k', 'x-api-key': 'k', 'anthropic-version': '2023-06-01' },
    ],
    'a key, as the newer version has it': [
      { apiKey: 'k', version: '2026-10-21' },
      { authorization: 'Bearer k', 'x-api-key': undefined, 'anthropic-version': '2026-10-21' },
    ],
    'a key of another spelling': [{ key: 'k' }, { authorization: 'Bearer k' }],
    'headers of the settings': [
      { headers: { 'anthropic-beta': 'b', Authorization: 'Basic eA==' } },
      { 'anthropic-beta': 'b', authorization: 'Basic eA==' },
    ],
  }
  for (const [what, [settings, head]] of Object.entries(heads)) {
    it(`sends ${what}`, async () => {
      await vendor.ask(chatRequest('Hi'), settings)
      for (const [name, value] of Object.entries(head)) expect(vendor.call.headers[name], name).to.equal(value)
      expect(vendor.call.path).to.equal('/v1/messages')
    })
  }

  for (const path of ['', '/', '/v1', '/v1/', '/gateway/v1']) {
    it(`takes an address that ends in "${path}"`, async () => {
      await vendor.ask(chatRequest('Hi'), { baseUrl: undefined, api_url: vendor.server.url + path })
      expect(vendor.call.path).to.equal(path.startsWith('/gateway') ? '/gateway/v1/messages' : '/v1/messages')
    })
  }

  it('takes its address and its key from the environment', async () => {
    process.env.ANTHROPIC_BASE_URL = vendor.server.url
    process.env.ANTHROPIC_AUTH_TOKEN = 'token'
    await vendor.ask(chatRequest('Hi'), { baseUrl: undefined })
    expect(vendor.call.headers.authorization).to.equal('Bearer token')
    process.env.ANTHROPIC_API_KEY = 'key'
    await vendor.ask(chatRequest('Hi'), { baseUrl: undefined })
    expect(vendor.call.headers.authorization).to.equal('Bearer key')
  })

  it('has no need of a key but for the vendor itself', async () => {
    const error = await createSolver(anthropic).catch((thrown: unknown) => thrown)
    expect(isRuntimeError(error) && error.message).to.match(
      /no key for api\.anthropic\.com: set "apiKey" or ANTHROPIC_API_KEY/,
    )
    await vendor.ask(chatRequest('Hi'))
    expect(vendor.call.headers).not.to.have.property('x-api-key')
  })

  it('refuses an address that is none', async () => {
    const error = await createSolver(anthropic, { baseUrl: 'claude' }).catch((thrown: unknown) => thrown)
    expect(isRuntimeError(error) && error.message).to.match(/"baseUrl" must be an http\(s\) URL.*not "claude"/)
  })

  /** Settings, and those of them that it owns up to doing nothing with. */
  const useless: Readonly<Record<string, readonly [settings: object, names: readonly string[] | undefined]>> = {
    'nothing to own up to': [{ temperature: 1, max_tokens: 5, version: '2023-06-01' }, undefined],
    'what no version has': [
      { seed: 1, frequency_penalty: 1, embeddingModel: 'e', version: '2023-06-01' },
      ['seed', 'frequencyPenalty', 'embeddingModel'],
    ],
    'what the newer version has not': [
      { temperature: 1, top_p: 1, topK: 1, version: '2026-10-21' },
      ['temperature', 'topP', 'topK'],
    ],
  }
  for (const [what, [settings, names]] of Object.entries(useless)) {
    it(`owns up to ${what}`, async () => {
      const warned: object[] = []
      const log: Log = { ...silentLog, warn: (details) => void warned.push(details) }
      const config = { baseUrl: vendor.server.url, headers: {}, logRequests: false, logResponses: false, cache: false }
      const host = { log, baseFolder: '.', askPersona: () => expect.fail('it asks no persona') }
      const solver = await anthropic.create({ ...config, ...settings } as never, host) // the schema would say so
      await solver.close?.()
      expect(warned).to.have.length(names ? 1 : 0)
      if (names) expect(warned[0]).to.deep.include({ settings: names })
    })
  }

  it('tells the host what it is', async () => {
    const solver = await createSolver(anthropic, { baseUrl: `${vendor.server.url}/v1`, system_prompt: 'Be kind.' })
    expect(solver).to.deep.include({
      upstream: vendor.server.url,
      uses: ['voice', 'tools', 'reasoning'],
      accepts: ['image', 'file'],
      prompt: 'Be kind.',
    })
    expect(solver).not.to.have.property('embed')
    await solver.close?.()
  })

  it('thinks, uses the tools of its persona, and goes on where it was', async () => {
    const solver = await createSolver(anthropic, { baseUrl: vendor.server.url })
    const thought = [
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, 'thinking', { thinking: 'I need the time.' }),
      delta(0, 'signature', { signature: 'c2ln' }),
      stop(0),
    ]
    const first = answer(
      thought,
      call(1, 'toolu_1', 'clock', '{}'),
      call(2, 'toolu_2', 'broken', '{}'),
      end('tool_use'),
    )
    vendor.replies(first, answer(text(0, 'It is noon.'), end('end_turn')))
    const tools = toolbox({
      clock: () => '12:00',
      broken: () => {
        throw new Error('It broke.')
      },
    })
    const heard = await hear({ name: 'Bot', chain: [{ id: 'model', solver }], toolbox: tools })
    await solver.close?.()
    expect(heard.text).to.equal('It is noon.')
    expect(heard.events.at(-1)).to.deep.include({ usage: { inputTokens: 24, outputTokens: 10, cachedTokens: 0 } })
    expect(vendor.call.body).to.deep.include({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'hello' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'I need the time.', signature: 'c2ln' },
            { type: 'tool_use', id: 'toolu_1', name: 'clock', input: {} },
            { type: 'tool_use', id: 'toolu_2', name: 'broken', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'toolu_1', content: [{ type: 'text', text: '12:00' }] },
            {
              type: 'tool_result',
              tool_use_id: 'toolu_2',
              content: [{ type: 'text', text: 'It broke.' }],
              is_error: true,
            },
          ],
        },
      ],
    })
  })
})
