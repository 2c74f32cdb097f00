import { TaskState } from '@a2a-js/sdk'
import { expect } from 'chai'
import { type ChatRequest, type Context, isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, mapMemory, solverContract, testContext } from 'dramatis/testing'
import a2a from 'dramatis-solver-a2a'
import { askOnce } from '../../../test/support/ask-once.ts'
import { eventually } from '../../../test/support/stage.ts'
import { type Play, startAgent, type TestAgent, text } from './agent.ts'
import { failureOf } from './failure-of.ts'

const { TASK_STATE_COMPLETED: completed, TASK_STATE_INPUT_REQUIRED: inputRequired } = TaskState
const pixel = Buffer.from('89504e470d0a1a0a', 'hex')

const plays: Readonly<Record<string, Play>> = {
  hello({ artifact, end }) {
    artifact('a', [text('Hello there.')])
    end(completed)
  },
  words({ working, artifact, end }) {
    working('Thinking.')
    working('Thinking.')
    for (const [index, word] of ['One', ' two', ' three'].entries()) {
      artifact('a', [text(word)], { append: index > 0, last: index === 2 })
    }
    end(completed)
  },
  message: ({ reply }) => reply([text('Just a message.')]),
  'a status': ({ working, end }) => {
    working()
    end(completed, 'All is well.')
  },
  'said twice': ({ artifact, end }) => {
    artifact('a', [text('The same.')])
    end(completed, 'The same.')
  },
  'said more': ({ artifact, end }) => {
    artifact('a', [text('A picture.')])
    end(completed, 'I hope you like it.')
  },
  'longer and longer': ({ artifact, end }) => {
    for (const words of ['One', 'One two', 'One two three']) artifact('a', [text(words)])
    end(completed)
  },
  'another mind': ({ artifact, end }) => {
    artifact('a', [text('It is 4.')])
    artifact('a', [text('It is 5.')])
    end(completed)
  },
  'two artifacts': ({ artifact, end }) => {
    artifact('a', [text('First.')], { name: 'one' })
    artifact('b', [text('Second.')], { name: 'two' })
    end(completed)
  },
  'a word an artifact': ({ artifact, end }) => {
    for (const word of ['One', ' two', ' three']) artifact(word, [text(word)], { name: 'current_result' })
    end(completed)
  },
  'pieces of nothing': ({ artifact, end }) => {
    for (const word of ['One', ' two', ' three']) artifact(word, [text(word)], { append: true })
    end(completed)
  },
  parts({ artifact, end }) {
    const rest = { metadata: undefined, filename: '', mediaType: '' }
    artifact('a', [
      text('See: '),
      { ...rest, content: { $case: 'raw', value: pixel }, mediaType: 'image/png', filename: 'dot.png' },
      { ...rest, content: { $case: 'url', value: 'https://a.example/b.pdf' }, mediaType: 'application/pdf' },
      { ...rest, content: { $case: 'data', value: { n: 42 } } },
    ])
    end(completed)
  },
  'where to': ({ artifact, end }) => {
    artifact('map', [text('A map.')])
    end(inputRequired, 'Which city?')
  },
  Bern: ({ artifact, end }) => {
    artifact('a', [text('To Bern, then.')])
    end(completed)
  },
  refuse: ({ end }) => end(TaskState.TASK_STATE_REJECTED, 'I will not.'),
  fail: ({ end }) => end(TaskState.TASK_STATE_FAILED, 'No disk.'),
  'sign in': ({ end }) => end(TaskState.TASK_STATE_AUTH_REQUIRED, 'Who are you?'),
  'give up': ({ end }) => end(TaskState.TASK_STATE_CANCELED),
  nothing: ({ working, end }) => {
    working()
    end(completed)
  },
  async slowly({ working, artifact }) {
    working('It takes a while.')
    artifact('a', [text('One')])
    await new Promise((resolve) => setTimeout(resolve, 3000).unref())
  },
  async 'in the end'({ working, artifact, end }) {
    working()
    await new Promise((resolve) => setTimeout(resolve, 300))
    artifact('a', [text('Done at last.')])
    end(completed)
  },
  '*': ({ reply }) => reply([text('I do not know.')]),
}

interface Case {
  readonly said?: string
  readonly reason?: string
  readonly kind?: string
  readonly words?: RegExp
}

const cases: Readonly<Record<string, Case>> = {
  hello: { said: 'Hello there.', reason: 'stop' },
  words: { said: 'One two three', reason: 'stop' },
  message: { said: 'Just a message.', reason: 'stop' },
  'a status': { said: 'All is well.', reason: 'stop' },
  'said twice': { said: 'The same.', reason: 'stop' },
  'said more': { said: 'A picture.\n\nI hope you like it.', reason: 'stop' },
  'longer and longer': { said: 'One two three', reason: 'stop' },
  'two artifacts': { said: 'First.\n\nSecond.', reason: 'stop' },
  'where to': { said: 'A map.\n\nWhich city?', reason: 'input-required' },
  refuse: { said: 'I will not.', reason: 'refusal' },
  nothing: { said: '' },
  fail: { kind: 'server-error', words: /No disk\./ },
  'sign in': { kind: 'unauthorized', words: /Who are you\?/ },
  'give up': { kind: 'server-error', words: /cancelled/ },
}

/** What a stream alone can show. */
const streamed: Readonly<Record<string, Case>> = {
  'another mind': { said: 'It is 4.\n\nIt is 5.', reason: 'stop' },
  'a word an artifact': { said: 'One two three', reason: 'stop' },
  'pieces of nothing': { said: 'One two three', reason: 'stop' },
}

let agent: TestAgent

const ask = (asked: string | ChatRequest, settings: object, context: Partial<Context> = {}) =>
  askOnce(a2a, { baseUrl: agent.url, ...settings }, asked, context)

function reasonOf(events: readonly SolverEvent[]): string | undefined {
  const last = events.at(-1)
  return last?.type === 'finish' ? last.reason : undefined
}

describe('a2a', () => {
  before(async () => {
    agent = await startAgent(plays, { inputModes: ['text/plain', 'image/*', 'application/json'] })
  })
  after(() => agent.close())

  const settings = {
    get baseUrl() {
      return agent.url
    },
  }
  solverContract('a2a', a2a, {
    config: settings,
    answers: { hello: 'Hello there.', words: 'One two three', message: 'Just a message.' },
    declines: ['nothing', ' '],
  })

  for (const transport of ['jsonrpc', 'rest', 'grpc']) {
    for (const protocol of ['1.0', '0.3']) {
      for (const streaming of [true, false]) {
        const table = streaming ? { ...cases, ...streamed } : cases
        describe(`a2a ${protocol} by ${transport}, ${streaming ? 'streamed' : 'whole'}`, () => {
          const ways = { transport, protocol, streaming }
          for (const [question, { said, reason, kind, words }] of Object.entries<Case>(table)) {
            it(`${question}: ${kind ?? reason ?? 'declined'}`, async () => {
              if (kind === undefined) {
                const { text, events } = await ask(question, ways)
                expect(text).to.equal(said)
                expect(reasonOf(events)).to.equal(reason)
                return
              }
              const error = await failureOf(ask(question, ways))
              if (!isSolverError(error)) throw error
              expect(error.kind).to.equal(kind)
              expect(error.message).to.match(words ?? /./)
            })
          }

          it('passes on what is no text', async () => {
            const { text, events } = await ask('parts', ways)
            expect(text).to.equal('See: ')
            const parts = events.flatMap((event) => (event.type === 'part' ? [event.part] : []))
            const [image, file, data] = parts
            expect(parts).to.have.length(3)
            expect(image).to.deep.include({ type: 'image', mediaType: 'image/png' })
            if (image?.type === 'image' && !(image.data instanceof URL))
              expect(Buffer.from(image.data)).to.deep.equal(pixel)
            expect(file).to.deep.include({ type: 'file', data: new URL('https://a.example/b.pdf') })
            expect(data).to.deep.equal({ type: 'data', data: { n: 42 } })
          })

          it('sends files and data along', async () => {
            const request: ChatRequest = {
              question: 'look',
              messageId: `m-${transport}-${protocol}-${streaming}`,
              messages: [
                {
                  role: 'user',
                  parts: [
                    { type: 'text', text: 'look' },
                    { type: 'image', mediaType: 'image/png', data: new Uint8Array(pixel), name: 'dot.png' },
                    { type: 'image', mediaType: 'image/gif', data: new URL('https://a.example/a.gif') },
                    { type: 'data', data: { n: 1 } },
                  ],
                },
              ],
            }
            await ask(request, ways)
            const heard = agent.heard.at(-1)?.message
            expect(heard?.messageId).to.equal(request.messageId)
            const [, image, address, data] = heard?.parts ?? []
            expect(image).to.deep.include({ mediaType: 'image/png', content: { $case: 'raw', value: pixel } })
            expect(address?.content).to.deep.equal({ $case: 'url', value: 'https://a.example/a.gif' })
            expect(data?.content).to.deep.equal({ $case: 'data', value: { n: 1 } })
          })

          it('keeps the context of a conversation, and the task that waits for an answer', async () => {
            const memory = mapMemory()
            await ask('where to', ways, { memory })
            const first = agent.heard.at(-1)
            const { text } = await ask('Bern', ways, { memory })
            expect(text).to.equal('To Bern, then.')
            expect(agent.heard.at(-1)).to.deep.include({ continues: true, contextId: first?.contextId })
            await ask('hello', ways, { memory })
            expect(agent.heard.at(-1)).to.deep.include({ continues: false, contextId: first?.contextId })
            await ask('hello', ways)
            expect(agent.heard.at(-1)?.contextId).not.to.equal(first?.contextId)
          })

          it('begins another task where the one that waited is gone', async () => {
            const memory = mapMemory()
            await ask('hello', ways, { memory })
            const known = await memory.get(`a2a ${agent.url}`)
            await memory.set(`a2a ${agent.url}`, {
              ...Object(known),
              task: { id: 'long gone', status: '', artifacts: {} },
            })
            const { text } = await ask('hello', ways, { memory })
            expect(text).to.equal('Hello there.')
          })

          if (!streaming) return // the id of the task is not known before the answer
          it('cancels the task within 100 ms when nobody waits any more', async () => {
            const leaving = new AbortController()
            const solver = await createSolver(a2a, { ...settings, ...ways })
            const cancelled = agent.cancelled.length
            const over = agent.over.length + 1 // the card comes first
            let time = 0
            const listening = async () => {
              const answer = await solver.solve(chatRequest('slowly'), testContext({ signal: leaving.signal }))
              for await (const event of answer as AsyncIterable<SolverEvent>) {
                // this solver always streams
                if (event.type !== 'text-delta') continue
                time = performance.now()
                leaving.abort(new Error('It left.'))
              }
            }
            expect(await failureOf(listening())).to.have.property('message', 'It left.')
            await eventually('the task is cancelled', () => agent.cancelled.length > cancelled)
            expect(performance.now() - time).to.be.below(100)
            await eventually(
              'the call is over',
              () => agent.over.slice(over).some(({ path }) => /rpc|:stream/.test(path)) || transport === 'grpc',
            )
            for (const call of agent.over.slice(over)) expect(call.time - time).to.be.below(100)
            await solver.close?.()
          })
        })
      }
    }
  }
})
