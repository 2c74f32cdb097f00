import { type Message, Role, type Task, TaskState } from '@a2a-js/sdk'
import type { A2ARequestHandler } from '@a2a-js/sdk/server'
import { expect } from 'chai'
import { type Caller, onBehalfOf } from '../../../src/core/caller.ts'
import type { ChatRequest, SolverEvent } from '../../../src/core/types.ts'
import {
  asTask,
  brief,
  caller,
  cancel,
  collect,
  context,
  failure,
  get,
  inFolder,
  list,
  partText,
  pause,
  persona,
  send,
  startEngine,
  stateOf,
  statusText,
  type TestEngine,
  textOf,
  textPart,
  until,
} from './engine-kit.ts'

const c = context()
let asked: ChatRequest[] = []
let aborted = 0

/** Says what the question tells it to: each word is a step. */
async function* script({ question }: ChatRequest, { signal }: { signal: AbortSignal }) {
  for (const step of question.split('|')) {
    const [, word = '', given = ''] = /^(\w+):(.*)$/.exec(step) ?? []
    const event = steps[word]?.(given)
    if (event) yield event
    else if (word === 'wait') await pause(Number(given))
    else if (word === 'throw') throw new Error('secret: the database password is swordfish')
    else if (word === 'hang') {
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => {
          aborted = performance.now()
          resolve()
        })
      })
    }
  }
}

const bytes = new Uint8Array([104, 105])
const steps: Record<string, (given: string) => SolverEvent> = {
  say: (text) => ({ type: 'text-delta', text }),
  no: (text) => ({ type: 'text-delta', text, refusal: true }),
  think: (text) => ({ type: 'reasoning-delta', text }),
  status: (text) => ({ type: 'status', text }),
  finish: (reason) => ({ type: 'finish', reason: reason as 'stop' }), // one of the reasons, or one that a plugin without types has made up
  bare: () => ({ type: 'finish', reason: 'stop', untracked: true }),
  file: (name) => ({ type: 'part', part: { type: 'file', mediaType: 'text/plain', data: bytes, name } }),
  url: () => ({
    type: 'part',
    part: { type: 'image', mediaType: 'image/png', data: new URL('https://a.example/b.png') },
  }),
  data: () => ({ type: 'part', part: { type: 'data', data: { n: 42 } }, artifact: { id: 'd', name: 'Numbers' } }),
  chunk: (text) => ({ type: 'part', part: { type: 'text', text }, artifact: { id: 'c', append: true } }),
  last: (text) => ({ type: 'part', part: { type: 'text', text }, artifact: { id: 'c', append: true, last: true } }),
  source: (url) => ({ type: 'source', source: { title: 'A page', url } }),
  // a plugin without types may give anything
  odd: () => ({ type: 'source', source: { title: 'A page', start: 1n as unknown as number } }),
}

describe('a2a engine', () => {
  let kit: TestEngine
  let handler: A2ARequestHandler

  before(async () => {
    kit = await startEngine([
      persona('Script', script),
      ...['Broken1', 'Broken2', 'Broken3', 'Broken4'].map((name) => persona(name, script)),
      persona('Echo', (request) => {
        asked.push(request)
        return `You said ${request.question}.`
      }),
      persona(
        'Eyes',
        (request) => {
          asked.push(request)
          return 'I see.'
        },
        { accepts: ['image', 'file'] },
      ),
      persona('Quiz', async function* ({ messages }) {
        yield messages.length < 3 ? 'Which one?' : `That was message ${messages.length}.`
        yield { type: 'finish', reason: messages.length < 3 ? 'input-required' : 'stop' }
      }),
      persona('Silent', () => null),
    ])
    handler = kit.of('Script')
  })
  beforeEach(() => {
    asked = []
    aborted = 0
  })
  after(() => kit.close())

  describe('turns become events', () => {
    const rows: readonly [name: string, question: string, events: readonly string[], persona?: string][] = [
      ['a word', 'say:Hello', ['"Hello".', 'COMPLETED']],
      ['sentences said at once', 'say:One. Two. Three.', ['"One. Two. Three.".', 'COMPLETED']],
      [
        'a sentence as soon as the next one begins',
        'say:One. Two|wait:20|say: and more.',
        ['"One. "', '+"Two and more.".', 'COMPLETED'],
      ],
      [
        'words after a while, but for the last one',
        'say:one two three|wait:320|say: four',
        ['"one two "', '+"three four".', 'COMPLETED'],
      ],
      [
        'a word that nothing comes after for a while',
        'say:Hm|wait:650|say:, yes.',
        ['"Hm"', '+", yes.".', 'COMPLETED'],
      ],
      ['what it thinks is not shown', 'think:hm|say:Yes', ['"Yes".', 'COMPLETED']],
      ['a status', 'status:Looking|say:Found', ['WORKING', '"Found".', 'COMPLETED']],
      ['a refusal', 'no:I will not.|finish:refusal', ['REJECTED']],
      ['a question', 'say:Which?|finish:input-required', ['INPUT_REQUIRED']],
      ['a user who has to sign in', 'say:Sign in first.|finish:auth-required', ['AUTH_REQUIRED']],
      ['an end that nobody knows', 'say:Well|wait:5|finish:unheard-of', ['"Well".', 'FAILED'], 'Broken4'],
      ['an answer cut short', 'say:Half a|finish:length', ['"Half a".', 'COMPLETED']],
      ['a file', 'file:a.txt', ['"<raw>".', 'COMPLETED']],
      ['an address', 'url:', ['"<url>".', 'COMPLETED']],
      ['text around a part', 'say:Before it |data:|say:after', ['"Before "', '"<data>".', '+"it after".', 'COMPLETED']],
      ['a word before a part', 'say:Before|data:|say:, after', ['"<data>".', '"Before, after".', 'COMPLETED']],
      ['an artifact in pieces', 'chunk:a|chunk:b|last:c', ['"a"', '+"b"', '+"c".', 'COMPLETED']],
      ['a failure', 'throw:', ['FAILED'], 'Broken1'],
      ['a failure after words', 'say:Half a word|wait:5|throw:', ['"Half a word".', 'FAILED'], 'Broken2'],
    ]
    for (const [name, question, events, persona = 'Script'] of rows) {
      it(name, async () => {
        const handler = kit.of(persona)
        const streamed = await collect(handler.sendMessageStream(send(question), c))
        expect(streamed.map(brief)).to.deep.equal(['task SUBMITTED', 'WORKING', ...events])
        const first = streamed[0]?.payload
        const id = first?.$case === 'task' ? first.value.id : ''
        const kept = await handler.getTask(get(id), c)
        expect(stateOf(kept)).to.equal(events.at(-1))
        const whole = asTask(await handler.sendMessage(send(question), c))
        expect(stateOf(whole)).to.equal(events.at(-1))
        expect(textOf(kept)).to.equal(textOf(whole))
        expect(await handler.getTask(get(whole.id), c)).to.deep.equal(whole)
      })
    }

    it('tells why it failed, and nothing of what went wrong inside', async () => {
      for (const [name, question, text] of [
        ['Broken3', 'throw:', /failed/],
        ['Silent', 'Hello?', /has no answer/],
      ] as const) {
        const task = asTask(await kit.of(name).sendMessage(send(question), c))
        expect(stateOf(task)).to.equal('FAILED')
        expect(statusText(task)).to.match(text)
        expect(JSON.stringify(task)).not.to.include('swordfish')
      }
    })

    it('puts questions and refusals into the status, and answers into artifacts', async () => {
      const rows = [
        ['say:Which?|finish:input-required', 'Which?', ''],
        ['no:I will not.|finish:refusal', 'I will not.', ''],
        ['say:Here you are.', undefined, 'Here you are.'],
      ] as const
      for (const [question, status, text] of rows) {
        const task = asTask(await handler.sendMessage(send(question), c))
        expect([statusText(task), textOf(task)]).to.deep.equal([status, text])
      }
    })

    it('keeps ids, names and places of artifacts, and sources with the text', async () => {
      const task = asTask(await handler.sendMessage(send('chunk:a|data:|last:b|source:https://a.example/|say:x'), c))
      const shown = task.artifacts.map(({ artifactId, name, parts }) => [artifactId, name, parts.map(partText)])
      expect(shown).to.deep.equal([
        ['c', '', ['ab']],
        ['d', 'Numbers', ['<data>']],
        ['text-1', '', ['x']],
      ])
      expect(task.artifacts[2]?.metadata).to.deep.equal({ sources: [{ title: 'A page', url: 'https://a.example/' }] })
    })

    it('names the solver and the turn', async () => {
      const task = asTask(await handler.sendMessage(send('say:x'), c))
      expect(task.metadata?.['dramatis']).to.include({ persona: 'Script', solver: 'script' })
      expect(kit.host.turn(task.metadata?.['dramatis'].turn)?.outcome).to.equal('answered')
    })

    it('answers with a message alone where the persona says that nobody needs a task', async () => {
      const message = (await handler.sendMessage(send('say:Hi|bare:'), c)) as Message // what is checked next
      expect(message.parts.map(partText)).to.deep.equal(['Hi'])
      expect(message.role).to.equal(Role.ROLE_AGENT)
      const streamed = await collect(handler.sendMessageStream(send('say:Hi|bare:'), c))
      expect(streamed.map(brief)).to.deep.equal(['message "Hi"'])
      const late = asTask(await handler.sendMessage(send('say:Hi|wait:700|bare:'), c))
      expect([stateOf(late), textOf(late)]).to.deep.equal(['COMPLETED', 'Hi'])
    })

    it('fails where what was said cannot be kept, and lets nobody wait for it', async () => {
      expect(await failure(handler.sendMessage(send('say:x|odd:'), c))).to.equal('TypeError')
      expect(await failure(collect(handler.sendMessageStream(send('say:x|odd:'), c)))).to.equal('TypeError')
      expect(stateOf(asTask(await handler.sendMessage(send('say:x'), c)))).to.equal('COMPLETED')
    })

    it('ends a task whose artifacts grow too large', async () => {
      const small = await startEngine([persona('Script', script)], { limits: { taskBytes: 10 } })
      const task = asTask(await small.of('Script').sendMessage(send('say:1234567|say:89012345'), c))
      expect([stateOf(task), textOf(task)]).to.deep.equal(['FAILED', '1234567'])
      expect(statusText(task)).to.match(/10 bytes/)
      await small.close()
    })
  })

  describe('messages that cannot be taken', () => {
    const raw = (mediaType: string) => ({
      ...textPart(''),
      content: { $case: 'raw' as const, value: Buffer.from('x') },
      mediaType,
    })
    const rows: readonly [name: string, request: () => ReturnType<typeof send>, error: string][] = [
      ['none', () => ({ ...send(''), message: undefined }), 'RequestMalformedError'],
      ['without an id', () => send('x', { messageId: ' ' }), 'RequestMalformedError'],
      ['without parts', () => send('x', { parts: [] }), 'RequestMalformedError'],
      ['an empty part', () => send('x', { parts: [{ ...textPart(''), content: undefined }] }), 'RequestMalformedError'],
      ['an id that is too long', () => send('x', { contextId: 'c'.repeat(600) }), 'RequestMalformedError'],
      [
        'a file for one that reads none',
        () => send('x', { parts: [raw('image/png')] }),
        'ContentTypeNotSupportedError',
      ],
      [
        'text that is none',
        () => send('x', { parts: [{ ...textPart('x'), mediaType: 'video/mp4' }] }),
        'ContentTypeNotSupportedError',
      ],
      [
        'nothing it says is accepted',
        () => send('x', {}, { acceptedOutputModes: ['image/png'] }),
        'ContentTypeNotSupportedError',
      ],
      ['a negative historyLength', () => send('x', {}, { historyLength: -1 }), 'RequestMalformedError'],
      ['a task that is not there', () => send('x', { taskId: 'nope' }), 'TaskNotFoundError'],
    ]
    for (const [name, request, error] of rows) {
      it(name, async () => {
        expect(await failure(kit.of('Echo').sendMessage(request(), c))).to.equal(error)
        expect(await failure(collect(kit.of('Echo').sendMessageStream(request(), c)))).to.equal(error)
        expect(asked).to.have.length(0)
      })
    }

    it('needs the extensions that the card requires', async () => {
      const extensions = [{ uri: 'urn:x', description: '', required: true, params: undefined }]
      const strict = await startEngine([persona('Echo', () => 'x')], {}, 'memory:', {
        capabilities: { extensions, streaming: false, pushNotifications: false },
      })
      const echo = strict.of('Echo')
      expect(await failure(echo.sendMessage(send('x'), c))).to.equal('ExtensionSupportRequiredError')
      expect(await failure(collect(echo.sendMessageStream(send('x'), c)))).to.equal('UnsupportedOperationError')
      expect(await failure(collect(echo.resubscribe({ tenant: '', id: 'x' }, c)))).to.equal('UnsupportedOperationError')
      const configs = echo.listTaskPushNotificationConfigs({ tenant: '', taskId: 'x', pageSize: 0, pageToken: '' }, c)
      expect(await failure(configs)).to.equal('PushNotificationNotSupportedError')
      expect(await failure(echo.getAuthenticatedExtendedAgentCard({ tenant: '' }, c))).to.equal(
        'UnsupportedOperationError',
      )
      await strict.close()
    })

    it('passes on what it can read', async () => {
      const parts = [
        textPart('Look: '),
        { ...textPart(''), content: { $case: 'data' as const, value: { a: 1 } } },
        { ...raw('image/png'), filename: 'a.png' },
        {
          ...textPart(''),
          content: { $case: 'url' as const, value: 'https://a.example/b.pdf' },
          mediaType: 'application/pdf',
        },
      ]
      await kit.of('Eyes').sendMessage(send('', { parts }, { acceptedOutputModes: ['application/json'] }), c)
      expect(asked[0]?.messages.at(-1)?.parts).to.deep.equal([
        { type: 'text', text: 'Look: ' },
        { type: 'data', data: { a: 1 } },
        { type: 'image', mediaType: 'image/png', data: Buffer.from('x'), name: 'a.png' },
        { type: 'file', mediaType: 'application/pdf', data: new URL('https://a.example/b.pdf') },
      ])
      expect(asked[0]).to.deep.include({ question: 'Look: {"a":1}', output: {} })
    })
  })

  describe('contexts', () => {
    it('gives each message without one a context of its own, and tolerates references', async () => {
      const [one, two] = await Promise.all([
        handler.sendMessage(send('say:x', { referenceTaskIds: ['nope'] }), c),
        handler.sendMessage(send('say:x'), c),
      ])
      expect(asTask(one).contextId).not.to.equal(asTask(two).contextId)
      const given = asTask(await handler.sendMessage(send('say:x', { contextId: 'mine' }), c))
      expect(given.contextId).to.equal('mine')
    })

    it('carries the conversation, for each caller apart', async () => {
      const echo = kit.of('Echo')
      const ask = (id: string, text: string) =>
        onBehalfOf(caller(id), () => echo.sendMessage(send(text, { contextId: 'shared' }), c))
      await ask('ann', 'one')
      await ask('bob', 'two')
      await ask('ann', 'three')
      expect(asked.map(({ messages }) => messages.length)).to.deep.equal([1, 1, 3])
    })

    it('goes on with a task that has asked something', async () => {
      const quiz = kit.of('Quiz')
      const first = asTask(await quiz.sendMessage(send('Hello'), c))
      expect([stateOf(first), statusText(first)]).to.deep.equal(['INPUT_REQUIRED', 'Which one?'])
      expect(await failure(quiz.sendMessage(send('x', { taskId: first.id, contextId: 'other' }), c))).to.equal(
        'RequestMalformedError',
      )
      const streamed = await collect(quiz.sendMessageStream(send('This', { taskId: first.id }), c))
      expect(streamed.map(brief)).to.deep.equal(['task SUBMITTED', 'WORKING', '"That was message 3.".', 'COMPLETED'])
      const task = await quiz.getTask(get(first.id), c)
      expect(task.contextId).to.equal(first.contextId)
      expect(task.history.map(({ parts }) => parts.map(partText).join(''))).to.deep.equal([
        'Hello',
        'Which one?',
        'This',
      ])
    })

    it('takes one turn at a time, and only so many wait', async () => {
      const one = await startEngine([persona('Script', script)], { limits: { waiting: 1 } })
      const script1 = one.of('Script')
      const first = script1.sendMessage(send('say:a|wait:60', { contextId: 'q' }), c)
      await pause(10)
      const second = script1.sendMessage(send('say:b', { contextId: 'q' }), c)
      await pause(10)
      expect(await failure(script1.sendMessage(send('say:c', { contextId: 'q' }), c))).to.equal('RuntimeError')
      const [a, b] = [asTask(await first), asTask(await second)]
      expect(Date.parse(b.status?.timestamp ?? '') >= Date.parse(a.status?.timestamp ?? '')).to.equal(true)
      expect(stateOf(asTask(await script1.sendMessage(send('say:c', { contextId: 'q' }), c)))).to.equal('COMPLETED')
      await one.close()
    })

    it('cancels a message that waits for its turn', async () => {
      const first = handler.sendMessage(send('say:a|wait:150', { contextId: 'w' }), c)
      const request = send('say:b', { contextId: 'w' }, { returnImmediately: true })
      const second = asTask(await handler.sendMessage(request, c))
      expect(stateOf(second)).to.equal('SUBMITTED')
      expect(stateOf(await handler.cancelTask(cancel(second.id), c))).to.equal('CANCELED')
      expect(stateOf(asTask(await first))).to.equal('COMPLETED')
      const third = asTask(await handler.sendMessage(send('say:c', { contextId: 'w' }), c))
      expect(textOf(third)).to.equal('c')
    })
  })

  describe('messages to a task', () => {
    it('refuses them while it is at work, and when it is over', async () => {
      const running = asTask(await handler.sendMessage(send('say:a|hang:', {}, { returnImmediately: true }), c))
      const more = () => handler.sendMessage(send('say:b', { taskId: running.id }), c)
      expect(await failure(more())).to.equal('UnsupportedOperationError')
      await handler.cancelTask(cancel(running.id), c)
      expect(await failure(more())).to.equal('UnsupportedOperationError')
      expect(await failure(collect(handler.resubscribe({ tenant: '', id: running.id }, c)))).to.equal(
        'UnsupportedOperationError',
      )
    })

    it('hears them afterwards where the settings say so', async () => {
      const queue = await startEngine([persona('Script', script)], { whileWorking: 'queue' })
      const patient = queue.of('Script')
      const running = asTask(await patient.sendMessage(send('say:one|wait:80', {}, { returnImmediately: true }), c))
      const done = asTask(await patient.sendMessage(send('say:two', { taskId: running.id }), c))
      expect([stateOf(done), textOf(done), done.history.length]).to.deep.equal(['COMPLETED', 'onetwo', 2])
      await queue.close()
    })

    it('answers a repeated message once, at the same time, later, and after a restart', async () => {
      await inFolder(async (folder) => {
        const echo = persona('Echo', async (request) => {
          asked.push(request)
          await pause(20)
          return 'Once.'
        })
        const first = await startEngine([echo], {}, `file:${folder}/state.db`)
        const request = send('Hello')
        const answers = await Promise.all([1, 2, 3].map(() => first.of('Echo').sendMessage(request, c)))
        const streamed = await collect(first.of('Echo').sendMessageStream(request, c))
        await first.close()
        const second = await startEngine([echo], {}, `file:${folder}/state.db`)
        answers.push(await second.of('Echo').sendMessage(request, c))
        expect(new Set(answers.map((answer) => asTask(answer).id))).to.have.property('size', 1)
        expect(streamed.map(brief)).to.deep.equal(['task COMPLETED'])
        expect(asked).to.have.length(1)
        const other = { ...request, message: { ...(request.message as Message), parts: [textPart('Bye')] } } // it has one
        expect(asTask(await second.of('Echo').sendMessage(other, c)).id).not.to.equal(asTask(answers[0] as Task).id)
        await second.close()
      })
    })

    it('gives the streams of a message that is sent twice at once the same events', async () => {
      for (const question of ['say:x', 'wait:80|say:One. |wait:5|say:Two.']) {
        const request = send(question)
        const [one, two] = await Promise.all([1, 2].map(() => collect(handler.sendMessageStream(request, c))))
        expect(two).to.deep.equal(one)
        expect(one?.map(brief).at(-1)).to.equal('COMPLETED')
      }
    })

    it('replays the stream of a repeated message', async () => {
      const request = send('say:One. Two.|wait:5|say: Three.')
      const [first, second] = [
        await collect(handler.sendMessageStream(request, c)),
        await collect(handler.sendMessageStream(request, c)),
      ]
      expect(second).to.deep.equal(first)
    })

    it('takes a message as a new one when its task has gone on since', async () => {
      const quiz = kit.of('Quiz')
      const request = send('Hello', { messageId: 'it-is-always-the-same' })
      const first = asTask(await quiz.sendMessage(request, c))
      expect(asTask(await quiz.sendMessage(request, c)).id).to.equal(first.id)
      await quiz.sendMessage(send('This', { taskId: first.id }), c)
      const second = asTask(await quiz.sendMessage(request, c))
      expect([second.id === first.id, stateOf(second)]).to.deep.equal([false, 'INPUT_REQUIRED'])
      await quiz.cancelTask(cancel(second.id), c)
      expect(asTask(await quiz.sendMessage(request, c)).id).not.to.equal(second.id)
    })
  })

  describe('tasks', () => {
    it('returns at once where the client does not wait', async () => {
      const task = asTask(await handler.sendMessage(send('wait:150|say:x', {}, { returnImmediately: true }), c))
      expect(stateOf(task)).to.equal('WORKING')
      await until(async () => stateOf(await handler.getTask(get(task.id), c)) === 'COMPLETED')
    })

    it('goes on when the client of a stream has left', async () => {
      const stream = handler.sendMessageStream(send('say:One. Two|wait:60|say: three.'), c)
      const { value } = await stream.next()
      await stream.return(undefined)
      const id = value?.payload?.$case === 'task' ? value.payload.value.id : ''
      await until(async () => stateOf(await handler.getTask(get(id), c)) === 'COMPLETED')
      expect(textOf(await handler.getTask(get(id), c))).to.equal('One. Two three.')
    })

    it('shows as much history as asked for', async () => {
      const quiz = kit.of('Quiz')
      const first = asTask(await quiz.sendMessage(send('Hello'), c))
      const done = asTask(await quiz.sendMessage(send('This', { taskId: first.id }, { historyLength: 0 }), c))
      const lengths = [0, 1, 2, 99, undefined].map(
        async (n) => (await quiz.getTask(get(first.id, n), c)).history.length,
      )
      expect([done.history.length, ...(await Promise.all(lengths))]).to.deep.equal([0, 0, 1, 2, 3, 3])
      expect(await failure(quiz.getTask(get(first.id, -1), c))).to.equal('RequestMalformedError')
      const [event] = await collect(quiz.sendMessageStream(send('Hello', {}, { historyLength: 0 }), c))
      expect(event?.payload?.$case === 'task' && event.payload.value.history).to.deep.equal([])
    })

    it('keeps them apart by persona and by caller, whatever is done to them', async () => {
      const ann = caller('ann')
      const task = await onBehalfOf(ann, async () =>
        asTask(await handler.sendMessage(send('say:x|hang:', {}, { returnImmediately: true }), c)),
      )
      const attempts: readonly ((h: A2ARequestHandler) => Promise<unknown>)[] = [
        (h) => h.getTask(get(task.id), c),
        (h) => h.cancelTask(cancel(task.id), c),
        (h) => h.sendMessage(send('x', { taskId: task.id }), c),
        (h) => collect(h.resubscribe({ tenant: '', id: task.id }, c)),
        (h) => collect(h.sendMessageStream(send('x', { taskId: task.id }), c)),
        (h) => h.listTaskPushNotificationConfigs({ tenant: '', taskId: task.id, pageSize: 0, pageToken: '' }, c),
      ]
      for (const attempt of attempts) {
        expect(await failure(attempt(handler))).to.equal('TaskNotFoundError')
        expect(await failure(onBehalfOf(ann, () => attempt(kit.of('Echo'))))).to.equal('TaskNotFoundError')
      }
      expect(await failure(collect(kit.engine.resume(task.id, 0, c)))).to.equal('TaskNotFoundError')
      expect(stateOf(await onBehalfOf(ann, () => handler.cancelTask(cancel(task.id), c)))).to.equal('CANCELED')
    })

    it('refuses ids that are missing', async () => {
      const calls = [
        handler.getTask(get(''), c),
        handler.cancelTask(cancel(' '), c),
        collect(handler.resubscribe({ tenant: '', id: '' }, c)),
      ]
      for (const call of calls) expect(await failure(call)).to.equal('RequestMalformedError')
    })
  })

  describe('cancel', () => {
    it('ends the task first, and the work within 100 ms', async () => {
      const stream = handler.sendMessageStream(send('say:One. |wait:1|say:Two|hang:'), c)
      const { value } = await stream.next()
      const id = value?.payload?.$case === 'task' ? value.payload.value.id : ''
      await pause(60)
      const started = performance.now()
      const task = await handler.cancelTask(cancel(id), c)
      expect(stateOf(task)).to.equal('CANCELED')
      await until(() => aborted > 0)
      expect(aborted - started).to.be.lessThan(100)
      expect((await collect(stream)).map(brief)).to.deep.equal(['WORKING', '"One. "', 'CANCELED'])
      await pause(30)
      expect(stateOf(await handler.getTask(get(id), c))).to.equal('CANCELED')
      expect(await failure(handler.cancelTask(cancel(id), c))).to.equal('TaskNotCancelableError')
    })

    it('ends a task that waits for its client', async () => {
      const task = asTask(await kit.of('Quiz').sendMessage(send('Hello'), c))
      expect(stateOf(await kit.of('Quiz').cancelTask(cancel(task.id), c))).to.equal('CANCELED')
      expect(await failure(kit.of('Quiz').cancelTask(cancel(task.id), c))).to.equal('TaskNotCancelableError')
    })

    it('lets only one of many win', async () => {
      const request = send('say:x|hang:', {}, { returnImmediately: true })
      const task = asTask(await handler.sendMessage(request, c))
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => failure(handler.cancelTask(cancel(task.id), c))),
      )
      expect(outcomes.filter((outcome) => outcome !== 'nothing' && outcome !== 'TaskNotCancelableError')).to.deep.equal(
        [],
      )
      expect(outcomes).to.include('nothing')
      const { events } = await everything(kit, task.id)
      expect(events.filter((event) => event === 'CANCELED')).to.have.length(1)
    })
  })

  describe('list', () => {
    let ids: string[] = []
    const reader = caller('reader')
    const listed = (given: Parameters<typeof list>[0] = {}) =>
      onBehalfOf(reader, () => handler.listTasks(list(given), c))

    before(async () => {
      for (const [question, contextId] of [
        ['say:1', 'a'],
        ['say:2', 'a'],
        ['say:3|finish:input-required', 'b'],
        ['no:x|finish:refusal', 'c'],
        ['say:5', 'd'],
      ] as const) {
        const task = await onBehalfOf(reader, () => handler.sendMessage(send(question, { contextId }), c))
        ids = [asTask(task).id, ...ids]
        await pause(3)
      }
    })

    it('gives the latest first, without artifacts', async () => {
      const { tasks, totalSize, pageSize, nextPageToken } = await listed()
      expect(tasks.map(({ id }) => id)).to.deep.equal(ids)
      expect({ totalSize, pageSize, nextPageToken }).to.deep.equal({ totalSize: 5, pageSize: 50, nextPageToken: '' })
      expect(tasks.flatMap(({ artifacts }) => artifacts)).to.deep.equal([])
      expect((await listed({ includeArtifacts: true })).tasks.map(textOf)).to.deep.equal(['5', '', '', '2', '1'])
      expect((await listed({ historyLength: 0 })).tasks.flatMap(({ history }) => history)).to.deep.equal([])
    })

    it('gives page after page, whatever comes in meanwhile', async () => {
      const pages: string[] = []
      let pageToken = ''
      do {
        const page = await listed({ pageSize: 2, pageToken, contextId: '' })
        pages.push(...page.tasks.map(({ id }) => id))
        pageToken = page.nextPageToken
        const added = await onBehalfOf(reader, () => handler.sendMessage(send('say:x', { contextId: 'later' }), c))
        expect(pages).not.to.include(asTask(added).id)
      } while (pageToken !== '')
      expect(pages).to.deep.equal(ids)
    })

    it('finds by context, by state and by time', async () => {
      const idsOf = async (given: Parameters<typeof list>[0]) => (await listed(given)).tasks.map(({ id }) => id)
      expect(await idsOf({ contextId: 'a' })).to.deep.equal([ids[3], ids[4]])
      expect(await idsOf({ status: TaskState.TASK_STATE_INPUT_REQUIRED })).to.deep.equal([ids[2]])
      const third = (await handlerTask(handler, reader, ids[2] ?? '')).status?.timestamp
      const since = (await idsOf({ statusTimestampAfter: third })).filter((id) => ids.includes(id))
      expect(since, 'of that very time too').to.deep.equal(ids.slice(0, 3))
      expect(await idsOf({ contextId: 'd', statusTimestampAfter: third })).to.deep.equal([ids[0]])
      expect(await idsOf({ contextId: 'a', statusTimestampAfter: third })).to.deep.equal([])
    })

    for (const [name, given] of [
      ['a page of nothing', { pageSize: 0 }],
      ['a page too large', { pageSize: 101 }],
      ['a negative history', { historyLength: -1 }],
      ['a state that is none', { status: 99 as TaskState }],
      ['a time that is none', { statusTimestampAfter: 'yesterday' }],
      ['a token that is none', { pageToken: 'xyz' }],
    ] as const) {
      it(`refuses ${name}`, async () => expect(await failure(listed(given))).to.equal('RequestMalformedError'))
    }
  })

  it('says what became of a task when the host closes, and takes no more', async () => {
    await inFolder(async (folder) => {
      const first = await startEngine([persona('Script', script)], {}, `file:${folder}/state.db`)
      const old = first.of('Script')
      const task = asTask(await old.sendMessage(send('say:x|hang:', {}, { returnImmediately: true }), c))
      const stream = old.resubscribe({ tenant: '', id: task.id }, c)
      await stream.next()
      first.engine.stop()
      expect(await failure(old.sendMessage(send('say:x'), c))).to.equal('RuntimeError')
      const rest = collect(stream)
      await first.close()
      expect(JSON.stringify(await rest)).to.include('The host was shut down before this task was finished')
      const second = await startEngine([persona('Script', script)], {}, `file:${folder}/state.db`)
      const left = await second.of('Script').getTask(get(task.id), c)
      expect([stateOf(left), statusText(left)]).to.deep.equal([
        'FAILED',
        'The host was shut down before this task was finished; send the message again.',
      ])
      await second.close()
    })
  })
})

async function everything(kit: TestEngine, id: string): Promise<{ events: string[] }> {
  return { events: (await collect(kit.engine.resume(id, 0, c))).map(brief) }
}

async function handlerTask(handler: A2ARequestHandler, asker: Caller, id: string): Promise<Task> {
  return await onBehalfOf(asker, () => handler.getTask(get(id), c))
}
