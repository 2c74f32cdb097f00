import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import type { InputRequest } from '../../src/core/toolset.ts'
import { memoryOf } from '../../src/persona/conversation.ts'
import type { Runtime } from '../../src/runtime.ts'
import type { Toolkit } from '../../src/toolbox/toolset.ts'
import { openKit } from '../support/mcp.ts'
import { call, closeAll, failure, reached, sessionOf, started } from './clients.ts'

const answers: Readonly<Record<string, unknown>> = { name: 'Ada', color: 'green', context: 'the sea' }

/** Agrees to everything that is asked. */
function agree(request: InputRequest): unknown {
  if (request.kind === 'sample') return 'Paris'
  if (request.kind === 'roots') return ['file:///work']
  const { required = [], properties = {} } = request.schema as { required?: string[]; properties?: object } // a form
  return Object.fromEntries(
    Object.keys(properties).flatMap((key) => (required.includes(key) ? [[key, answers[key] ?? 'yes']] : [])),
  )
}

describe('Calls of tools of MCP servers', () => {
  let host: Runtime
  before(async () => {
    host = await openKit()
  })
  afterEach(closeAll)
  after(() => host.close(0))

  const ways: Record<string, () => object> = {
    'Streamable HTTP': () => ({ url: `${host.url}/mcp`, protocol: 'legacy' }),
    'HTTP without sessions': () => ({ url: `${host.url}/mcp`, protocol: 'modern' }),
    'whatever it speaks': () => ({ url: `${host.url}/mcp` }),
    SSE: () => ({ url: `${host.url}/mcp/sse`, type: 'sse' }),
  }
  for (const [way, settings] of Object.entries(ways)) {
    describe(`over ${way}`, () => {
      let toolkit: Toolkit
      beforeEach(async () => {
        toolkit = await reached({ kit: settings() })
      })

      it('bring texts, images, sounds and files', async () => {
        const kinds = async (name: string) => {
          const outcome = await toolkit.call(name, {}, sessionOf())
          return outcome.kind === 'result' ? outcome.parts.map(({ type }) => type) : []
        }
        expect(await kinds('test_simple_text')).to.deep.equal(['text'])
        expect(await kinds('test_image_content')).to.deep.equal(['image'])
        expect(await kinds('test_audio_content')).to.deep.equal(['audio'])
        expect(await kinds('test_multiple_content_types')).to.deep.equal(['text', 'image', 'text'])
      })

      it('fail in the words of the tool', async () => {
        const error = await failure(call(toolkit, 'test_error_handling'))
        expect(error).to.include({ code: 'tool-failed' })
        expect(error.message).to.equal('This tool intentionally returns an error for testing')
      })

      it('are refused here where the input is wrong', async () => {
        const error = await failure(call(toolkit, 'test_elicitation', { message: 3 }))
        expect(error).to.deep.include({ code: 'invalid-request', pointer: '/message' })
      })

      it('tell how far they are, and what they log', async () => {
        const heard: unknown[] = []
        const progress = (done: number, total?: number): void => void heard.push([done, total])
        await call(toolkit, 'test_tool_with_progress', {}, agree, { progress })
        expect(heard).to.deep.equal([
          [0, 100],
          [50, 100],
          [100, 100],
        ])
        const lines: string[] = []
        await call(toolkit, 'test_tool_with_logging', {}, agree, { onLog: (_, message) => lines.push(message) })
        expect(lines).to.have.length(3)
      })

      it('ask, and go on with the answer', async () => {
        const { text, asked } = await call(toolkit, 'test_elicitation', { message: 'Who?' }, agree)
        expect(asked.map(({ kind }) => kind)).to.deep.equal(['ask'])
        expect(asked[0]).to.include({ message: 'Who?' })
        expect(text).to.match(/action=accept, content=\{.*"yes"/)
      })

      it('take no for an answer', async () => {
        const { text } = await call(toolkit, 'test_elicitation', { message: 'Who?' }, () => undefined).catch(
          (error: Error) => ({ text: error.message }),
        )
        expect(text).to.match(/declin/)
      })

      it('ask several things, one after the other', async () => {
        const { asked } = await call(toolkit, 'test_input_required_result_multi_round', {}, agree)
        expect(asked.length).to.be.above(1)
      })

      it("use the caller's model and folders", async () => {
        expect((await call(toolkit, 'test_sampling', { prompt: 'Where?' }, agree)).text).to.contain('Paris')
        const { asked } = await call(toolkit, 'test_input_required_result_list_roots', {}, agree)
        expect(asked.map(({ kind }) => kind)).to.deep.equal(['roots'])
      })

      it('fail where the caller cannot be asked, and say so', async () => {
        const error = await failure(call(toolkit, 'test_elicitation', { message: 'Who?' }, agree, { abilities: [] }))
        expect(error.message).to.match(/cannot|capabilit/i)
      })

      it('of two callers at the same time ask each of them for itself', async () => {
        const names = ['Ada', 'Grace', 'Edsger']
        const asking = names.map(async (name) => {
          const told = await call(toolkit, 'test_elicitation', { message: `Who? ${name}` }, (request) => {
            expect(request).to.include({ message: `Who? ${name}` })
            return { ...(agree(request) as object), username: name }
          })
          return told.text
        })
        if (way === 'SSE') return void (await Promise.allSettled(asking)) // as on stdio: see below
        for (const [index, text] of (await Promise.all(asking)).entries()) expect(text).to.contain(names[index])
      })
    })
  }

  it('of a server of the first generation ask too, with defaults filled in; its names and schemas are taken as they are', async () => {
    const toolkit = await reached({ older: started('older') })
    expect(toolkit.tools.map(({ name }) => name)).to.deep.equal(['ask_name', 'old_schema'])
    expect((await call(toolkit, 'ask_name', {}, () => ({}))).text).to.equal('accept Nobody')
    expect((await call(toolkit, 'ask_name', {}, () => ({ name: 'Ada' }))).text).to.equal('accept Ada')
    expect((await call(toolkit, 'old_schema', { size: 2, unit: null })).text).to.equal('{"size":2,"unit":null}')
  })

  it('ask nobody where it cannot be told whose call it is', async () => {
    const toolkit = await reached({ older: started('older') })
    const nobody = (): never => {
      throw new Error('somebody was asked')
    }
    const calls = [1, 2].map(() => failure(call(toolkit, 'ask_name', {}, nobody)))
    for (const { message } of await Promise.all(calls)) expect(message).to.match(/cannot be told which call/)
    expect((await call(toolkit, 'ask_name', {}, () => ({ name: 'Ada' }))).text).to.equal('accept Ada')
  })

  it('that wait for an answer are gone with their server', async () => {
    const toolkit = await reached({ older: started('older') })
    const session = sessionOf({ abilities: ['ask'], memory: memoryOf(new Map()), log: silentLog })
    const first = await toolkit.call('ask_name', {}, session)
    if (first.kind !== 'ask') throw new Error('it did not ask')
    const next = { ...session, state: first.state, answers: { ask1: { accepted: true, value: { name: 4 } } } as const }
    expect(await failure(toolkit.call('ask_name', {}, next)), 'a wrong answer').to.include({ code: 'invalid-request' })
    const right = { ...next, answers: { ask1: { accepted: true, value: { name: 'Ada' } } } as const }
    expect(await toolkit.call('ask_name', {}, right)).to.have.nested.property('parts[0].text', 'accept Ada')
    const error = await failure(toolkit.call('ask_name', {}, right))
    expect(error.message).to.match(/waits no longer/)
  })

  for (const protocol of ['legacy', 'modern', 'auto']) {
    it(`of a server of the second generation are checked both ways, and its changes are followed (${protocol})`, async () => {
      const toolkit = await reached({ newer: { ...started('newer'), protocol } })
      const heard = new Set<unknown>()
      toolkit.onChange((what) => heard.add(what))
      expect(await call(toolkit, 'weigh', { of: 'bread' })).to.deep.include({ text: '5 g', structured: { grams: 5 } })
      expect(toolkit.get('weigh').spec).to.deep.include({ annotations: { readOnly: true } })
      expect(toolkit.resources.map(({ uri }) => uri)).to.deep.equal(['note://about'])
      const read = await toolkit.attempt('it', sessionOf(), (context) => toolkit.resources[0]?.read(context))
      expect(read).to.include({ value: 'About notes.' })
      const [day] = toolkit.templates
      const monday = await toolkit.attempt('it', sessionOf(), (context) => day?.read({ day: 'monday' }, context))
      expect(monday).to.include({ value: 'Notes of monday.' })
      expect(await day?.complete?.('day', '')).to.deep.equal(['monday', 'tuesday'])
      const prompt = await toolkit.attempt('it', sessionOf(), (context) => toolkit.prompts[0]?.render({}, context))
      expect(prompt).to.deep.include({ value: [{ role: 'user', parts: [{ type: 'text', text: 'Say hello.' }] }] })
      await call(toolkit, 'grow')
      const deadline = performance.now() + 4_000
      while (!heard.has('tools') && performance.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 20))
      expect(toolkit.tools.map(({ name }) => name)).to.deep.equal(['weigh', 'grown'])
    })
  }

  describe('of an address that speaks SSE alone', () => {
    let server: ChildProcess
    let port = ''
    before(async () => {
      const { command, args } = started('older', '0')
      server = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      if (server.stdout) port = String((await once(server.stdout, 'data'))[0]).trim()
    })
    after(() => server.kill())

    it('go there', async () => {
      const toolkit = await reached({ older: { url: `http://127.0.0.1:${port}/mcp` } })
      expect(toolkit.problems).to.deep.equal([])
      expect((await call(toolkit, 'ask_name', {}, () => ({ name: 'Ada' }))).text).to.equal('accept Ada')
    })
  })
})
