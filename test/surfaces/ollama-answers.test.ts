import { expect } from 'chai'
import { chat, linesOf, startOllamaHost } from './ollama-host.ts'
import { missingSpec, specValidator } from './ollama-spec.ts'

const tools = [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object' } } }]

describe('ollama answers', () => {
  let host: Awaited<ReturnType<typeof startOllamaHost>>
  before(async () => {
    host = await startOllamaHost()
  })
  after(async () => await host.close())

  const lines = async (path: string, body: object) => {
    const response = await host.send('POST', path, body)
    expect(response.status).to.equal(200)
    expect(response.headers.get('content-type')).to.equal('application/x-ndjson')
    return linesOf(response)
  }

  describe('are what the published description says', () => {
    const check = missingSpec === undefined ? specValidator() : () => undefined
    before(function () {
      if (missingSpec !== undefined) {
        process.stdout.write(`    skipped: ${missingSpec}\n`)
        this.skip()
      }
    })

    for (const question of ['hello', 'think', 'call', 'slow']) {
      it(`to "${question}"`, async () => {
        for (const line of await lines('/ollama/api/chat', chat(question, { tools }))) {
          check(line.done ? 'ChatResponse' : 'ChatStreamEvent', line)
        }
        const whole = await host.send('POST', '/ollama/api/chat', chat(question, { tools, stream: false }))
        expect(whole.headers.get('content-type')).to.match(/^application\/json/)
        check('ChatResponse', JSON.parse(await whole.text()))
        if (question === 'call') return
        for (const line of await lines('/ollama/api/generate', { model: 'Talker', prompt: question })) {
          check(line.done ? 'GenerateResponse' : 'GenerateStreamEvent', line)
        }
        check(
          'GenerateResponse',
          await host.post('/ollama/api/generate', { model: 'Talker', prompt: question, stream: false }),
        )
      })
    }

    const others = [
      ['GET', '/tags', undefined, 'ListResponse'],
      ['GET', '/ps', undefined, 'PsResponse'],
      ['GET', '/version', undefined, 'VersionResponse'],
      ['POST', '/show', { model: 'Talker' }, 'ShowResponse'],
      ['POST', '/pull', { model: 'Talker', stream: false }, 'StatusResponse'],
      ['POST', '/embed', { model: 'Seer', input: ['a', 'b'] }, 'EmbedResponse'],
      ['POST', '/chat', { model: 'nobody' }, 'ErrorResponse'],
    ] as const
    for (const [method, path, body, schema] of others) {
      it(`from ${method} ${path}`, async () =>
        check(schema, JSON.parse(await (await host.send(method, `/ollama/api${path}`, body)).text())))
    }
    it('from a pull that is streamed', async () => {
      for (const line of await lines('/ollama/api/pull', { name: 'Talker' })) check('StatusEvent', line)
    })
  })

  describe('to questions', () => {
    it('are streamed unless the client says otherwise, and each line has its time', async () => {
      const said = await lines('/ollama/api/chat', chat('slow'))
      expect(said.map(({ done }) => done)).to.deep.equal([false, true])
      const [first, last] = said.map(({ created_at }) => Date.parse(created_at))
      expect(last).to.be.at.least((first ?? 0) + 50)
      expect((await lines('/api/generate', { model: 'Talker', prompt: 'hello', stream: null })).length).to.equal(2)
    })
    it('measure what they took', async () => {
      for (const stream of [true, false]) {
        const response = await host.send('POST', '/ollama/api/chat', chat('slow', { stream }))
        const last = (await linesOf(response)).at(-1)
        expect(last).to.include({ done_reason: 'stop', load_duration: 0, prompt_eval_count: 7, eval_count: 3 })
        expect(last.prompt_eval_duration).to.be.within(35e6, 79e6)
        expect(last.eval_duration).to.be.within(75e6, 400e6)
        expect(last.total_duration).to.be.closeTo(last.prompt_eval_duration + last.eval_duration, 2)
      }
    })
    it('call the model what the client called it', async () => {
      for (const model of ['Talker', 'talker', 'TALKER:latest', 'tagged']) {
        const said = await lines('/ollama/api/chat', { ...chat('hello'), model })
        expect(said.map((line) => line.model)).to.deep.equal([model, model])
      }
      expect((await lines('/ollama/api/chat', { ...chat('hello'), model: '' }))[0].model).to.equal('Talker')
    })
    it('have calls with their position and with objects as arguments', async () => {
      const { message } = await host.post('/ollama/api/chat', chat('call', { tools, stream: false }))
      expect(message).to.deep.equal({
        role: 'assistant',
        content: '',
        tool_calls: [
          { id: 'a', function: { index: 0, name: 'look_up', arguments: { word: 'x' } } },
          { id: 'b', function: { index: 1, name: 'look_up', arguments: { value: 'y' } } },
        ],
      })
    })
    it('keep the thinking to themselves where it is not wanted', async () => {
      for (const [think, thinking] of [
        [false, undefined],
        [true, 'Hm.'],
        ['low', 'Hm.'],
        ['medium', 'Hm.'],
        ['max', 'Hm.'],
      ] as const) {
        const { message } = await host.post('/ollama/api/chat', chat('think', { think, stream: false }))
        expect(message.thinking).to.equal(thinking)
        expect(message.content).to.equal('Yes.')
      }
    })
    it('are lines to readers that know every end of a line', async () => {
      const text = await (await host.send('POST', '/ollama/api/chat', chat('ends'))).text()
      expect(text).to.not.match(/[\u0085\u2028\u2029]/)
      expect(JSON.parse(text.split('\n')[0] ?? '').message.content).to.equal('one\u0085two\u2028three\u2029four')
    })
    it('end with an error, and not as if they were complete', async () => {
      const said = await lines('/ollama/api/chat', chat('fail'))
      expect(Object.keys(said.at(-1))).to.deep.equal(['error'])
      expect(said.some(({ done }) => done)).to.equal(false)
    })
    it('end with an empty context where they were generated', async () => {
      expect((await lines('/ollama/api/generate', { model: 'Talker', prompt: 'hello' })).at(-1)).to.deep.include({
        response: '',
        context: [],
      })
    })
  })

  describe('to nothing', () => {
    const cases = [
      ['/chat', {}, 'load'],
      ['/chat', { messages: [] }, 'load'],
      ['/chat', { messages: [], keep_alive: '5m' }, 'load'],
      ['/chat', { messages: [], keep_alive: -1 }, 'load'],
      ['/chat', { messages: null, keep_alive: 0 }, 'unload'],
      ['/generate', {}, 'load'],
      ['/generate', { prompt: '', stream: true }, 'load'],
      ['/generate', { prompt: '', keep_alive: '' }, 'load'],
      ['/generate', { prompt: '', keep_alive: '10s' }, 'load'],
      ['/generate', { prompt: '', keep_alive: '0s' }, 'unload'],
      ['/generate', { prompt: '', keep_alive: '0' }, 'unload'],
    ] as const
    for (const [path, body, reason] of cases) {
      it(`${reason} the model: POST ${path} ${JSON.stringify(body)}`, async () => {
        const before = host.asked()
        const response = await host.send('POST', `/ollama/api${path}`, { model: 'Talker', ...body })
        const answer = JSON.parse(await response.text())
        expect(response.headers.get('content-type')).to.equal('application/json')
        expect(answer).to.include({ model: 'Talker', done: true, done_reason: reason })
        expect(answer.message ?? answer.response).to.deep.equal(
          path === '/chat' ? { role: 'assistant', content: '' } : '',
        )
        expect(host.asked()).to.equal(before)
      })
    }
  })
})
