import { expect } from 'chai'
import type { Message } from 'dramatis'
import { gate, silentLog, type TestPersona } from 'dramatis/testing'
import { joinTranscript } from '../../src/persona/conversation.ts'
import { Turns } from '../../src/persona/turns.ts'
import { hear, remembering, request, sleep } from '../support/turn.ts'

const text = (role: 'system' | 'user' | 'assistant', said: string): Message => ({
  role,
  parts: [{ type: 'text', text: said }],
})
const shown = (messages: readonly Message[]): string =>
  messages
    .map(({ role, parts }) => `${role[0]}:${parts.map((part) => ('text' in part ? part.text : '')).join('')}`)
    .join(' ')

const recalling: TestPersona = {
  name: 'Recalling',
  chain: [
    {
      id: 'recall',
      solver: {
        async solve({ question, messages }, { memory }) {
          if (question === 'fail') throw new Error('broken')
          if (question === 'seen') return shown(messages)
          if (question === 'count') {
            const count = Number((await memory.get('count')) ?? 0) + 1
            await memory.set('count', count)
            return String(count)
          }
          return `re ${question}`
        },
      },
      settings: { breaker: { failures: 99 } },
    },
  ],
}

describe('a conversation', () => {
  const talk =
    (turns = remembering({ messages: 6, conversations: 2 })) =>
    async (question: string, conversation?: string, persona = recalling) =>
      await hear(persona, request(question, conversation === undefined ? {} : { conversation }), { turns })

  it('shows every solver the turns before, and only those of the same id', async () => {
    const say = talk()
    await say('one', 'a')
    await say('other', 'b')
    expect((await say('seen', 'a')).text).to.equal('u:one a:re one u:seen')
    expect((await say('seen')).text).to.equal('u:seen')
  })
  it('keeps the memory of each id apart, and none where there is no id', async () => {
    const say = talk()
    const counts = []
    for (const id of ['a', 'a', 'b', undefined, undefined, 'a']) counts.push((await say('count', id)).text)
    expect(counts).to.deep.equal(['1', '2', '1', '1', '1', '3'])
  })
  it('is not shared between personas', async () => {
    const say = talk()
    await say('count', 'a')
    expect((await say('count', 'a', { ...recalling, name: 'Another' })).text).to.equal('1')
  })
  it('keeps nothing of a turn that failed', async () => {
    const say = talk()
    await say('one', 'a')
    expect((await say('fail', 'a')).error).to.equal('solver-failed')
    expect((await say('seen', 'a')).text).to.equal('u:one a:re one u:seen')
  })
  it('forgets the oldest messages, and the conversation that was used the longest ago', async () => {
    const say = talk()
    for (const word of ['1', '2', '3', '4']) await say(word, 'a')
    expect((await say('seen', 'a')).text).to.equal('u:2 a:re 2 u:3 a:re 3 u:4 a:re 4 u:seen')
    await say('x', 'b')
    await say('x', 'c')
    expect((await say('seen', 'a')).text).to.equal('u:seen')
  })
  it('has one turn at a time', async () => {
    const first = gate()
    const slow: TestPersona = {
      name: 'Slow',
      chain: [
        {
          id: 'slow',
          solver: {
            async solve({ question, messages }) {
              if (question === 'first') await first.opened
              return shown(messages)
            },
          },
        },
      ],
    }
    const say = talk()
    const one = say('first', 'a', slow)
    const two = say('second', 'a', slow)
    const elsewhere = await say('second', 'b', slow)
    expect(elsewhere.text).to.equal('u:second')
    first.open()
    expect((await two).text).to.equal('u:first a:u:first u:second')
    expect((await one).text).to.equal('u:first')
  })
  it('lets a client leave that waits for its turn, and goes on with the next', async () => {
    const first = gate()
    const turns = remembering()
    const slow: TestPersona = {
      name: 'Slow',
      chain: [
        {
          id: 'slow',
          solver: {
            async solve({ question }) {
              if (question === 'first') await first.opened
              return question
            },
          },
        },
      ],
    }
    const one = hear(slow, request('first', { conversation: 'a' }), { turns })
    await sleep(5)
    const two = hear(slow, request('second', { conversation: 'a' }), { turns, signal: AbortSignal.timeout(10) })
    const three = hear(slow, request('third', { conversation: 'a' }), { turns })
    expect((await two).error).to.equal('cancelled')
    first.open()
    expect([(await one).text, (await three).text]).to.deep.equal(['first', 'third'])
    expect(turns.running).to.equal(0)
  })

  const kept = [text('system', 'S'), text('user', '1'), text('assistant', 'A')]
  const joined: [string, Message[], string][] = [
    ['goes on where it stands', [text('user', '2')], 's:S u:1 a:A u:2'],
    [
      'believes a client that keeps the history itself',
      [text('user', '1'), text('assistant', 'B'), text('user', '2')],
      'u:1 a:B u:2',
    ],
    ['takes a new system prompt', [text('system', 'T'), text('user', '2')], 's:T u:1 a:A u:2'],
  ]
  for (const [what, sent, expected] of joined) {
    it(what, () => expect(shown(joinTranscript(kept, sent))).to.equal(expected))
  }
})

describe('a call with several answers', () => {
  const both: TestPersona = {
    name: 'Both',
    chain: [
      {
        id: 'one',
        solver: {
          async *solve({ question }, { signal }) {
            yield `${question} `
            await sleep(5)
            if (question === 'fail') throw new Error('broken')
            for (let word = 0; word < (question === 'endless' ? 1e6 : 3) && !signal.aborted; word++) {
              yield `${word}`
              await sleep(1)
            }
          },
        },
      },
    ],
  }
  const begin = async (questions: string[], turns = new Turns(silentLog)) => {
    const { createTestPersona } = await import('dramatis/testing')
    const waiting = { signal: new AbortController().signal }
    return {
      turns,
      ...turns.begin(
        createTestPersona(both),
        questions.map((question) => request(question)),
        waiting,
      ),
    }
  }

  it('marks each event with its answer', async () => {
    const { events, turns } = await begin(['a', 'b'])
    const texts = ['', '']
    for await (const event of events) if (event.type === 'text-delta') texts[event.choice ?? 9] += event.text
    expect(texts).to.deep.equal(['a 012', 'b 012'])
    expect(turns.running).to.equal(0)
  })
  it('ends all of them when one fails', async () => {
    const { events, turns } = await begin(['endless', 'fail'])
    let thrown: unknown
    try {
      for await (const _ of events);
    } catch (error) {
      thrown = error
    }
    expect(thrown).to.include({ code: 'solver-failed' })
    expect(turns.running).to.equal(0)
  })
  it('has as many answers as it likes, without a warning', async () => {
    const warnings: Error[] = []
    const warned = (warning: Error): void => void warnings.push(warning)
    process.on('warning', warned)
    const { events } = await begin(Array.from({ length: 64 }, () => 'a'))
    for await (const _ of events);
    await sleep(5)
    process.off('warning', warned)
    expect(warnings).to.deep.equal([])
  })
  it('ends at once for a client that has left already', async () => {
    const turns = new Turns(silentLog)
    const { createTestPersona } = await import('dramatis/testing')
    const asked = ['endless', 'endless'].map((question) => request(question))
    const { events } = turns.begin(createTestPersona(both), asked, { signal: AbortSignal.abort() })
    let thrown: unknown
    try {
      for await (const _ of events);
    } catch (error) {
      thrown = error
    }
    expect(thrown).to.include({ code: 'cancelled' })
    expect(turns.running).to.equal(0)
  })
  it('is refused in a conversation', () => {
    const ask = () =>
      new Turns(silentLog).begin({} as never, [request('a', { conversation: 'x' }), request('b')], {
        signal: new AbortController().signal,
      })
    expect(ask).to.throw(/only one answer/)
  })
})
