import assert from 'node:assert/strict'
import type { ErrorCode } from '../core/errors.ts'
import type { SurfaceDefinition } from '../http/surface.ts'
import type { Runtime } from '../runtime.ts'
import { startTestHost } from './host.ts'
import { scriptedSolver } from './script.ts'
import { suite } from './suite.ts'
import { type DriverQuestion, exchange, type Heard, post, type SurfaceDriver, statusOf } from './surface-driver.ts'
import { awkwardText, type Scripts, surfaceScripts, weatherTool } from './surface-scripts.ts'

export interface SurfaceContractOptions {
  driver: SurfaceDriver
  /** A surface that does not come with the host. */
  definition?: SurfaceDefinition
}

const bodyLimit = 64 * 1024

/** What every surface owes its clients, as a suite for mocha, vitest or jest with globals. */
export function surfaceContract(name: string, { driver, definition }: SurfaceContractOptions): void {
  const { describe, it, before, after } = suite()
  let host: Runtime
  let scripts: Scripts

  const question = (text: string, rest: Partial<DriverQuestion> = {}): DriverQuestion => ({
    persona: 'Scripted',
    turns: [text],
    stream: false,
    ...rest,
  })
  const ask = (text: string, rest: Partial<DriverQuestion> = {}) => exchange(host.url, driver, question(text, rest))
  const hear = async (text: string, rest: Partial<DriverQuestion> = {}): Promise<Heard> => {
    const { status, body } = await ask(text, rest)
    assert.equal(status, 200, body.toString())
    return driver.read(body, rest.stream ?? false)
  }
  const hearBoth = async (text: string, rest: Partial<DriverQuestion> = {}): Promise<Heard> => {
    const whole = await hear(text, rest)
    assert.deepEqual(await hear(text, { ...rest, stream: true }), whole, 'streamed and whole answers differ')
    return whole
  }
  const refused = async (code: ErrorCode, text: string, rest: Partial<DriverQuestion> = {}): Promise<string> => {
    const { status, body } = await ask(text, rest)
    assert.equal(status, statusOf(driver, code), body.toString())
    const message = driver.errorMessage(body)
    assert.ok(message.length > 0 && !message.includes('secret-detail'), message)
    return message
  }

  describe(`${name} keeps the surface contract`, () => {
    before(async () => {
      scripts = surfaceScripts()
      const chain = [
        {
          id: 'scripted',
          solver: scriptedSolver(scripts.scripts),
          settings: { timeout: '300ms', breaker: { failures: 99 } },
        },
      ]
      host = await startTestHost({
        personas: [
          { name: 'Scripted', chain },
          { name: 'Other', chain },
        ],
        settings: { bodyLimit },
        ...(definition ? { surfaces: { [name]: definition } } : {}),
      })
    })
    after(async () => await host.close(0))

    it('gives the same answer whole and streamed', async () => {
      assert.equal((await hearBoth('plain')).text, 'One. Two. Three.')
      assert.equal((await hearBoth('words')).text, 'One two three ')
      assert.equal((await hearBoth('later')).text, 'It took a moment.')
    })
    it('carries text that needs escaping', async () => assert.equal((await hearBoth('awkward')).text, awkwardText))
    it('ends an answer with its reason', async () => assert.equal((await hearBoth('plain')).finish, 'stop'))
    it('renders a part that the format has no place for', async () => {
      assert.match((await hearBoth('picture')).text, /Look: .*https:\/\/example\.com\/a\.png/)
    })
    it('tells a refusal', async () => {
      const { text, finish } = await hearBoth('refuse')
      assert.equal(text, 'I would rather not.')
      assert.equal(finish, driver.likeStop?.includes('refusal') ? 'stop' : 'refusal')
    })

    if (driver.carries.reasoning) {
      it('carries reasoning apart from the text', async () => {
        const { text, reasoning } = await hearBoth('reason')
        assert.deepEqual({ text, reasoning }, { text: 'Thought.', reasoning: 'Let me think.' })
      })
    }
    if (driver.carries.tools) {
      it("carries calls to the client's tools", async () => {
        const { calls, finish } = await hearBoth('call', { tools: [weatherTool] })
        assert.deepEqual(calls, [{ name: 'get_weather', input: { city: 'Caf\u00E9 "X"' } }])
        assert.equal(finish, driver.likeStop?.includes('tool-calls') ? 'stop' : 'tool-calls')
      })
    }
    if (driver.carries.limits) {
      it('applies token limits and stop sequences', async () => {
        const short = await hearBoth('long', { maxTokens: 10 })
        assert.deepEqual([short.text, short.finish], ['abcd'.repeat(10), 'length'])
        const stopped = await hearBoth('plain', { stop: ['Two'] })
        assert.deepEqual([stopped.text, stopped.finish], ['One. ', 'stop'])
      })
    }

    if (driver.carries.history !== false) {
      it('passes the whole conversation on', async () => {
        const { text } = await hear('', { turns: ['one', 'two', 'transcript'] })
        assert.match(text, /user:one\|assistant:two\|user:transcript$/)
      })
    }
    it('keeps a conversation by its header', async () => {
      const say = async (text: string): Promise<Heard> => {
        const { path, body } = driver.request(question(text))
        const headers = { 'x-conversation-id': `contract-${name}` }
        return driver.read((await post(host.url + path, JSON.stringify(body), headers)).body, false)
      }
      await say('plain')
      assert.match((await say('transcript')).text, /user:plain\|assistant:One\. Two\. Three\.\|user:transcript$/)
    })
    it('says who answered, in which turn', async () => {
      const { headers } = await ask('plain')
      assert.equal(headers.get('x-dramatis-persona'), 'scripted')
      assert.equal(headers.get('x-dramatis-solver'), 'scripted')
      const trace = await fetch(`${host.url}/api/v1/turns/${headers.get('x-dramatis-turn')}`)
      assert.equal(((await trace.json()) as { outcome: string }).outcome, 'answered')
      assert.ok(headers.get('x-request-id'))
    })
    it('does not mix answers that are under way at once', async () => {
      const asked = Array.from({ length: 30 }, (_, index) =>
        hear(['plain', 'later', 'words'][index % 3] ?? '', { stream: index % 2 === 0 }),
      )
      const texts = (await Promise.all(asked)).map(({ text }) => text)
      for (const [index, text] of texts.entries()) {
        assert.equal(text, ['One. Two. Three.', 'It took a moment.', 'One two three '][index % 3])
      }
    })

    for (const stream of [false, true]) {
      const way = stream ? 'when streaming' : 'when not streaming'
      it(`refuses an unknown model ${way}`, async () =>
        await refused('unknown-persona', 'plain', { persona: 'no-such', stream }))
      it(`is honest when nobody has an answer ${way}`, async () => {
        await refused('unanswered', 'nothing', { stream })
        await refused('unanswered', 'empty stream', { stream })
      })
      it(`is honest when a solver fails ${way}`, async () =>
        await refused('solver-failed', 'early failure', { stream }))
      it(`is honest when a solver is late ${way}`, async () => await refused('timeout', 'too slow', { stream }))
    }
    it('is honest when an answer breaks off', async () => {
      await refused('solver-failed', 'late failure')
      const broken = await hear('late failure', { stream: true })
      assert.equal(broken.text, 'It began')
      assert.equal(broken.finish, undefined, 'a broken answer must not look complete')
      assert.ok(broken.error && !broken.error.includes('secret-detail'), `error: ${broken.error}`)
    })

    const wrongBodies = [
      '',
      '{',
      'null',
      '[]',
      '"text"',
      '{}',
      '{"messages":7}',
      `{"x":${'['.repeat(1000)}`,
      '\u0000\u0001',
    ]
    it('refuses bodies that it cannot read, in its own form', async () => {
      const { path } = driver.request(question('plain'))
      for (const body of wrongBodies) {
        const answer = await post(host.url + path, body)
        assert.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(body)}: ${answer.status}`)
        assert.ok(driver.errorMessage(answer.body).length > 0)
      }
    })
    it('refuses a body over the limit, in its own form', async () => {
      const answer = await ask('x'.repeat(bodyLimit))
      assert.equal(answer.status, statusOf(driver, 'body-too-large'))
      assert.ok(driver.errorMessage(answer.body).length > 0)
    })
    it('reads a body whatever its content type says', async () => {
      const { path, body } = driver.request(question('plain'))
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/octet-stream']) {
        assert.equal((await post(host.url + path, JSON.stringify(body), { 'content-type': type })).status, 200, type)
      }
    })
    it('ignores fields that it does not know', async () => {
      const { path, body } = driver.request(question('plain'))
      const more = { ...(body as object), 'x-unknown': { deep: [1, null] }, __proto__: { polluted: true } }
      assert.equal((await post(host.url + path, JSON.stringify(more))).status, 200)
    })

    it('sends a word before the next one is there', async () => {
      const { path, body } = driver.request(question('gated', { stream: true }))
      const response = await fetch(host.url + path, { method: 'POST', body: JSON.stringify(body) })
      const reader = response.body?.getReader()
      assert.ok(reader)
      let received = Buffer.alloc(0)
      while (!received.includes('first')) {
        const { done, value } = await reader.read()
        assert.ok(!done, 'the stream ended before the gate was opened')
        received = Buffer.concat([received, value])
      }
      assert.ok(!received.includes('second'))
      scripts.gate.open()
      for (;;) {
        const { done, value } = await reader.read()
        if (done) break
        received = Buffer.concat([received, value])
      }
      assert.equal(driver.read(received, true).text, 'first second')
    })
    it('tells the solver when the client has left', async () => {
      const { path, body } = driver.request(question('endless', { stream: true }))
      const controller = new AbortController()
      const response = await fetch(host.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
        signal: controller.signal,
      })
      await response.body?.getReader().read()
      controller.abort()
      const late = new Promise((resolve) => setTimeout(resolve, 2000, 'late').unref())
      assert.notEqual(await Promise.race([scripts.left.opened, late]), 'late')
    })
  })
}
