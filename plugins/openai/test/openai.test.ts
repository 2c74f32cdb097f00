import { expect } from 'chai'
import type { ChatRequest } from 'dramatis'
import {
  chatRequest,
  createSolver,
  scriptedSolver,
  settle,
  silentLog,
  solverContract,
  startTestHost,
  testContext,
} from 'dramatis/testing'
import openai from 'dramatis-solver-openai'
import { startFaultServer } from '../../../test/support/fault-server.ts'
import { json } from './stand-in.ts'

/** Our own surface: what it speaks, the vendor's SDK has been held to understand. */
const asked: ChatRequest[] = []
/** Whether the model's own client wanted each of them streamed. */
const streams: boolean[] = []
const model = scriptedSolver(
  {
    hello: () => 'Hello there.',
    words: async function* () {
      for (const word of ['One', ' two', ' three']) yield word
    },
    think: async function* () {
      yield { type: 'reasoning-delta', text: 'Hm.' }
      yield 'Yes.'
      yield { type: 'source', source: { title: 'A', url: 'https://a.example', start: 0, end: 3 } }
      yield { type: 'finish', reason: 'length', usage: { inputTokens: 7, outputTokens: 2, cachedTokens: 1 } }
    },
    call: async function* () {
      yield { type: 'tool-call', call: { id: 'a', name: 'add', input: { x: 1 } } }
      yield { type: 'tool-call', call: { id: 'b', name: 'add', input: { x: 2 } } }
      yield { type: 'finish', reason: 'tool-calls' }
    },
  },
  { accepts: ['image', 'file', 'audio'], uses: ['voice', 'tools', 'reasoning'] },
)
let url = ''

describe('openai', () => {
  let close = async (): Promise<void> => {}

  before(async () => {
    const solver: typeof model = {
      ...model,
      solve(request, context) {
        asked.push(request)
        streams.push(!context.whole)
        return model.solve(request, context) ?? 'I do not know.'
      },
      embed: ({ inputs }) => ({ vectors: inputs.map((input) => Float32Array.of(input.length, 0.5)) }),
    }
    const host = await startTestHost({ personas: [{ name: 'Model', chain: [{ id: 'model', solver }] }] })
    url = host.url
    close = () => host.close(0)
  })
  after(() => close())

  for (const api of ['chat', 'responses']) {
    const settings = {
      get baseUrl() {
        return `${url}/openai/v1`
      },
      apiKey: 'k',
      model: 'Model',
      api,
    }

    solverContract(`openai by ${api}`, openai, {
      config: settings,
      answers: { hello: 'Hello there.', words: 'One two three', 'anything else': 'I do not know.' },
    })

    describe(`openai by ${api}, from end to end`, () => {
      it('passes words on as they come', async () => {
        const { events } = await settle(
          (await createSolver(openai, settings)).solve(chatRequest('words'), testContext()),
        )
        const words = events.flatMap((event) => (event.type === 'text-delta' ? event.text : []))
        expect(words).to.deep.equal(['One', ' two', ' three'])
      })
      it('passes the rest on: thoughts, sources, usage and how it ended', async () => {
        const { events } = await settle(
          (await createSolver(openai, settings)).solve(chatRequest('think'), testContext()),
        )
        expect(events).to.deep.include({ type: 'reasoning-delta', text: 'Hm.' })
        expect(events).to.deep.include({
          type: 'source',
          source: { title: 'A', url: 'https://a.example', start: 0, end: 3 },
        })
        expect(events.at(-1)).to.deep.include({ type: 'finish', reason: 'length' })
        expect(events.at(-1))
          .to.have.property('usage')
          .that.includes({ inputTokens: 7, outputTokens: 2, cachedTokens: 1 })
      })
      it('passes parallel calls on, and what came of them', async () => {
        const solver = await createSolver(openai, settings)
        const tools = [{ name: 'add', description: 'Adds.', input: { type: 'object' } }]
        const { events } = await settle(solver.solve({ ...chatRequest('call'), tools }, testContext()))
        const calls = events.flatMap((event) => (event.type === 'tool-call' ? event.call : []))
        expect(calls).to.deep.equal([
          { id: 'a', name: 'add', input: { x: 1 } },
          { id: 'b', name: 'add', input: { x: 2 } },
        ])
        expect(events.at(-1)).to.include({ type: 'finish', reason: 'tool-calls' })
        const said: ChatRequest = {
          question: 'call',
          tools,
          messages: [
            ...chatRequest('call').messages,
            { role: 'assistant', parts: calls.map((call) => ({ type: 'call', call })) },
            ...calls.map(({ id }) => ({
              role: 'tool' as const,
              callId: id,
              parts: [{ type: 'text' as const, text: id }],
            })),
          ],
        }
        await settle(solver.solve(said, testContext()))
        expect(asked.at(-1)?.messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant', 'tool', 'tool'])
        expect(asked.at(-1)?.messages[1]?.parts).to.deep.equal(said.messages[1]?.parts)
        expect(asked.at(-1)?.messages[3]).to.deep.include({ callId: 'b', parts: [{ type: 'text', text: 'b' }] })
      })
      it('asks for a whole answer only where that is wanted, and says the same', async () => {
        if (api === 'responses') {
          await createSolver(openai, { ...settings, whole: true }).then(
            () => expect.fail('it was created'),
            (error: unknown) => expect(error).to.have.property('message').that.includes('"api": "chat"'),
          )
          return
        }
        for (const [whole, client, streamed] of [
          [true, true, false],
          [true, false, true],
          [false, true, true],
        ]) {
          const solver = await createSolver(openai, { ...settings, whole })
          const { text, events } = await settle(
            solver.solve(chatRequest('think'), testContext({ whole: client ?? false })),
          )
          expect(text).to.equal('Yes.')
          expect(events.at(-1)).to.deep.include({ type: 'finish', reason: 'length' })
          expect(events.at(-1)).to.have.property('usage').that.includes({ inputTokens: 7, outputTokens: 2 })
          expect(streams.at(-1)).to.equal(streamed)
        }
      })
      it('passes media on', async () => {
        const image = { type: 'image' as const, mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) }
        const messages: ChatRequest['messages'] = [{ role: 'user', parts: [{ type: 'text', text: 'hello' }, image] }]
        await settle((await createSolver(openai, settings)).solve({ question: 'hello', messages }, testContext()))
        const seen = asked.at(-1)?.messages[0]?.parts[1]
        expect(seen).to.deep.include({ type: 'image', mediaType: 'image/png' })
        expect(seen?.type === 'image' && [...(seen.data as Uint8Array)]).to.deep.equal([1, 2, 3])
      })
    })
  }

  describe('openai: settings', () => {
    it('embeds where a model for it is named', async () => {
      const baseUrl = `${url}/openai/v1`
      const solver = await createSolver(openai, { baseUrl, apiKey: 'k', embeddingModel: 'Model' })
      const embedded = await solver.embed?.({ inputs: ['a', 'abc'] }, testContext())
      expect(embedded?.vectors.map((vector) => [...vector])).to.deep.equal([
        [1, 0.5],
        [3, 0.5],
      ])
      expect((await createSolver(openai, { baseUrl })).embed).to.equal(undefined)
    })
    it('fails as a solver where embedding does', async () => {
      const server = await startFaultServer(() => ({ ...json({ error: { message: 'No.' } }), status: 429 }))
      const solver = await createSolver(openai, { baseUrl: server.url, apiKey: 'k', embeddingModel: 'e' })
      const thrown = await Promise.resolve(solver.embed?.({ inputs: ['a'] }, testContext())).catch((error) => error)
      expect(thrown).to.include({ kind: 'rate-limit' })
      await server.close()
    })

    const made: Record<string, [settings: object, expected: object]> = {
      'what it reads, by default': [{}, { accepts: ['image', 'file'], applies: ['maxTokens'] }],
      'what it reads, as set': [{ accepts: ['audio'] }, { accepts: ['audio'] }],
      'its upstream': [{}, { upstream: 'http://127.0.0.1:9/v1' }],
      'an address by an older name': [
        { baseUrl: undefined, api_url: 'http://127.0.0.1:8/v1' },
        { upstream: 'http://127.0.0.1:8/v1' },
      ],
      'its own prompt by an older name': [{ persona: 'Be kind.' }, { prompt: 'Be kind.' }],
    }
    for (const [name, [settings, expected]] of Object.entries(made)) {
      it(name, async () => {
        const defined = Object.fromEntries(
          Object.entries({ baseUrl: 'http://127.0.0.1:9/v1', ...settings }).filter(([, value]) => value !== undefined),
        )
        expect(await createSolver(openai, defined)).to.deep.include(expected)
      })
    }

    const refused: Record<string, [settings: object, message: RegExp]> = {
      'no key for OpenAI itself': [
        { baseUrl: 'https://api.openai.com/v1' },
        /no key for api\.openai\.com.*OPENAI_API_KEY/,
      ],
      'an address that is none': [
        { baseUrl: 'localhost:11434' },
        /"baseUrl" must be an http\(s\) URL.*localhost:11434/,
      ],
      'an address of another kind': [{ baseUrl: 'ftp://a.example' }, /"baseUrl" must be an http\(s\) URL/],
      'an endpoint that nobody has': [{ api: 'completions' }, /api/],
    }
    for (const [name, [settings, message]] of Object.entries(refused)) {
      it(`refuses ${name}`, async () => {
        const { OPENAI_API_KEY: key } = process.env
        delete process.env.OPENAI_API_KEY
        const thrown = await createSolver(openai, settings).catch((error: Error) => error)
        if (key !== undefined) process.env.OPENAI_API_KEY = key
        expect(thrown).to.be.an.instanceof(Error).with.property('message').that.matches(message)
      })
    }

    it('writes to the log what it sends and receives, but no key', async () => {
      const server = await startFaultServer(() => ({ ...json({ error: { message: 'No.' } }), status: 500 }))
      const logged: unknown[] = []
      const log = {
        ...silentLog,
        info: (details: object, message: string) => void logged.push({ message, ...details }),
      }
      const config = { baseUrl: server.url, apiKey: 'secret', headers: {}, logRequests: true, logResponses: true }
      const solver = await openai.create(
        { ...config, api: 'chat', body: {} } as never,
        { log, baseFolder: '' } as never,
      )
      await settle(solver.solve(chatRequest('hi'), testContext())).catch(() => undefined)
      expect(JSON.stringify(logged)).to.include('hi').and.include('500').and.include('No.').and.not.include('secret')
      await server.close()
    })
  })
})
