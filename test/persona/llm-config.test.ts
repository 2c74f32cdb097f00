import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Log } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import { type Cast, loadCast } from '../../src/cast.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { type Call, type FaultServer, type Said, startFaultServer } from '../support/fault-server.ts'
import { request } from '../support/turn.ts'

const hi: Said = {
  headers: { 'content-type': 'text/event-stream' },
  frames: ['data: {"choices":[{"delta":{"content":"Hi."},"finish_reason":"stop"}]}\n\n', 'data: [DONE]\n\n'],
}

describe('llm_config.json', () => {
  let folder = ''
  let server: FaultServer
  let said: Said = hi
  let logged: string[] = []
  const log: Log = {
    ...silentLog,
    info: (details, message) => void logged.push(JSON.stringify({ message, ...details })),
  }

  beforeEach(async () => {
    said = hi
    logged = []
    folder = await mkdtemp(join(tmpdir(), 'dramatis-llm-'))
    server = await startFaultServer(() => said)
  })
  afterEach(async () => {
    await server.close()
    await rm(folder, { recursive: true })
  })

  /** A cast of one persona, `P`, whose chain is `openai`. */
  async function load(file: object, persona: object = {}): Promise<Cast> {
    const path = join(folder, 'llm_config.json')
    await writeFile(path, JSON.stringify(file))
    await writeFile(join(folder, 'p.json'), JSON.stringify({ name: 'P', solvers: ['openai'], ...persona }))
    const flags = { personas: [join(folder, 'p.json')], plugins: [] }
    return await loadCast(await resolveSettings({ flags, env: { LLM_CONFIG_PATH: path } }), log)
  }

  async function ask({ turns, directory }: Cast): Promise<{ text: string; call: Call | undefined }> {
    const { events } = turns.begin(directory.get('P'), [request('hi')], new AbortController())
    let text = ''
    try {
      for await (const event of events) if (event.type === 'text-delta') text += event.text
    } catch {
      text += ' and failed'
    }
    return { text, call: server.calls.at(-1) }
  }

  const entry = {
    name: 'fast',
    model: 'model-1',
    temperature: 0.1,
    max_tokens: 9,
    top_p: 0.2,
    frequency_penalty: 0.3,
    presence_penalty: 0.4,
  }
  const sent = {
    model: 'model-1',
    temperature: 0.1,
    max_tokens: 9,
    top_p: 0.2,
    frequency_penalty: 0.3,
    presence_penalty: 0.4,
  }
  const other = { name: 'other', model: 'model-2' }

  const cases: Record<string, [file: object, openai: object, body: object]> = {
    'the first entry, where nobody names one': [{ model_configs: [entry, other] }, {}, sent],
    'the default model, by its name': [
      { default_model: 'other', model_configs: [entry, other] },
      {},
      { model: 'model-2' },
    ],
    'the default model, by its model': [{ default_model: 'model-1', model_configs: [other, entry] }, {}, sent],
    'a default model without an entry': [
      { default_model: 'model-3', model_configs: [entry] },
      {},
      { model: 'model-3' },
    ],
    "the persona's model": [{ model_configs: [other, entry] }, { model: 'fast' }, sent],
    "the persona's own words before all": [
      { model_configs: [entry] },
      { max_tokens: 5, temperature: 1 },
      { ...sent, max_tokens: 5, temperature: 1 },
    ],
  }
  for (const [name, [file, openai, body]] of Object.entries(cases)) {
    it(`takes ${name}`, async () => {
      const cast = await load({ api_base: `${server.url}/v1`, api_key: 'k', ...file }, { openai })
      expect(cast.problems).to.deep.equal([])
      const { text, call } = await ask(cast)
      expect(text).to.equal('Hi.')
      expect(call?.body).to.deep.include(body)
      await cast.close()
    })
  }

  it('takes the address and the key of an entry before those of all', async () => {
    const own = { ...entry, api_base: `${server.url}/own`, api_key: 'own' }
    const cast = await load({ api_base: 'http://127.0.0.1:1/v1', api_key: 'k', model_configs: [own] })
    const { call } = await ask(cast)
    expect([call?.path, call?.headers.authorization]).to.deep.equal(['/own/chat/completions', 'Bearer own'])
    await cast.close()
  })
  it('takes the key and the address of all for an entry that has none', async () => {
    const cast = await load({ api_base: `${server.url}/all`, api_key: 'k', model_configs: [entry] })
    const { call } = await ask(cast)
    expect([call?.path, call?.headers.authorization]).to.deep.equal(['/all/chat/completions', 'Bearer k'])
    await cast.close()
  })
  it('takes time-outs, retries and their pause, in seconds', async () => {
    said = { status: 500 }
    const api_settings = { timeout: 2, retry_attempts: 2, retry_delay: 0.01 }
    const cast = await load({ api_base: server.url, api_key: 'k', api_settings })
    expect(cast.directory.get('P').links[0]).to.include({ timeout: 2000, retries: 2, retryDelay: 10 })
    expect((await ask(cast)).text).to.equal(' and failed')
    expect(server.calls.length).to.equal(3)
    await cast.close()
  })
  for (const block of [{ timeout: '5s' }, { request_timeout: 5 }]) {
    it(`takes ${JSON.stringify(block)} of the persona before its own time-out`, async () => {
      const file = { api_base: server.url, api_key: 'k', api_settings: { timeout: 2 } }
      const cast = await load(file, { openai: block })
      expect(cast.problems).to.deep.equal([])
      expect(cast.directory.get('P').links[0]?.timeout).to.equal(5000)
      await cast.close()
    })
  }
  const words = ['"role', 'Hi.'] as const // of what is sent, and of what comes back
  for (const [what, api_settings, expected] of [
    ['nothing, where it is not told to', {}, []],
    ['what is sent', { log_requests: true }, [words[0]]],
    ['what comes back', { log_responses: true }, [words[1]]],
  ] as const) {
    it(`writes to the log ${what}`, async () => {
      const cast = await load({ api_base: server.url, api_key: 'secret', api_settings })
      await ask(cast)
      await cast.close()
      const lines = logged
        .filter((line) => / (of|to) a language model/.test(line))
        .map((line) => line.replaceAll('\\', ''))
      expect(lines.length).to.equal(expected.length)
      expect(words.filter((word) => lines.some((line) => line.includes(word)))).to.deep.equal(expected)
      expect(lines.join()).not.to.include('secret')
    })
  }
  it('fills in its variables', async () => {
    process.env.LLM_TEST_KEY = 'from the environment'
    const cast = await load({ api_base: server.url, api_key: '${LLM_TEST_KEY}' })
    delete process.env.LLM_TEST_KEY
    expect((await ask(cast)).call?.headers.authorization).to.equal('Bearer from the environment')
    await cast.close()
  })

  const wrong: Record<string, [file: object, message: RegExp]> = {
    'a key that it does not know': [{ api_kee: 'k' }, /api_kee is not a known key; did you mean "api_key"/],
    'a time-out that is none': [{ api_settings: { timeout: 'long' } }, /\/api_settings\/timeout must be a number/],
    'a variable that is not set': [{ api_key: '${NOBODY_SET_THIS}' }, /NOBODY_SET_THIS, which is not set/],
  }
  for (const [name, [file, message]] of Object.entries(wrong)) {
    it(`refuses ${name}`, async () => {
      const thrown: unknown = await load(file).catch((error: unknown) => error)
      expect(thrown).to.be.an.instanceof(Error).with.property('message').that.matches(message)
      expect(thrown).to.have.property('message').that.includes('llm_config.json')
    })
  }
})
