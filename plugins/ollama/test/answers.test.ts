import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import type { Said } from '../../../test/support/fault-server.ts'
import { done, line, lines, play, word } from './stand-in.ts'

const said = (text: string): SolverEvent => ({ type: 'text-delta', text })
const usage = { inputTokens: 12, outputTokens: 5 }
const finish = (reason: 'stop' | 'length' | 'tool-calls' = 'stop'): SolverEvent => ({ type: 'finish', reason, usage })
const calls = (...functions: readonly object[]) => ({
  message: { role: 'assistant', content: '', tool_calls: functions },
  done: false,
})

const answers: Readonly<Record<string, readonly [said: Said, events: readonly SolverEvent[]]>> = {
  'words as they come': [lines(word('One '), word('two'), word(''), done), [said('One '), said('two'), finish()]],
  'a last line with words': [lines({ ...done, message: { content: 'All.' } }), [said('All.'), finish()]],
  'an answer that was cut off': [
    lines(word('One'), { ...done, done_reason: 'length' }),
    [said('One'), finish('length')],
  ],
  'a reason to come': [lines(word('One'), { ...done, done_reason: 'bored' }), [said('One'), finish()]],
  'no end to the last line, and a return before every end': [
    {
      frames: [`${line(word('One')).trimEnd()}\r\n\r\n`, line(done).trimEnd()],
    },
    [said('One'), finish()],
  ],
  'words after the end': [lines(word('One'), done, word('Two'), done), [said('One'), finish()]],
  'a prompt that was not counted': [
    lines(word('One'), { done: true, done_reason: 'stop', eval_count: 5 }),
    [said('One'), { type: 'finish', reason: 'stop' }],
  ],
  'a model that is only loaded': [
    lines({ ...word(''), done: true, done_reason: 'load' }),
    [{ type: 'finish', reason: 'stop' }],
  ],
  thoughts: [
    lines({ message: { role: 'assistant', content: '', thinking: 'Let me' } }, word('Yes.'), done),
    [{ type: 'reasoning-delta', text: 'Let me' }, said('Yes.'), finish()],
  ],
  'parallel calls, one of them on the last line': [
    lines(
      word('Wait.'),
      calls({ id: 'call_1', function: { index: 0, name: 'weather', arguments: { city: 'Rome' } } }),
      { ...calls({ id: 'call_2', function: { name: 'clock' } }), ...{ done: true, done_reason: 'stop' } },
    ),
    [
      said('Wait.'),
      { type: 'tool-call', call: { id: 'call_1', name: 'weather', input: { city: 'Rome' } } },
      { type: 'tool-call', call: { id: 'call_2', name: 'clock', input: {} } },
      { type: 'finish', reason: 'tool-calls' },
    ],
  ],
  'arguments as text': [
    lines(
      calls(
        { id: 'a', function: { name: 'weather', arguments: '{"city":"Rome"}' } },
        { id: 'b', function: { name: 'weather', arguments: '{"city' } },
      ),
      done,
    ),
    [
      { type: 'tool-call', call: { id: 'a', name: 'weather', input: { city: 'Rome' } } },
      { type: 'tool-call', call: { id: 'b', name: 'weather', input: '{"city' } },
      finish('tool-calls'),
    ],
  ],
  nothing: [lines(), []],
}

const failures: Readonly<Record<string, readonly [said: Said, kind: string, words: RegExp]>> = {
  'an error in the stream': [
    lines(word('One'), { error: 'the runner has stopped' }),
    'server-error',
    /runner has stopped/,
  ],
  'an error in the stream that tells of a limit': [lines({ error: 'too many requests' }), 'rate-limit', /too many/],
  'a model that is not there': [
    { status: 404, frames: ['{"error":"model \'m\' not found"}'] },
    'bad-request',
    /model 'm' not found.*"ollama pull m"/,
  ],
  'something else that is not there': [{ status: 404, frames: ['404 page not found'] }, 'bad-request', /not found$/],
  'what a model cannot do': [
    { status: 400, frames: ['{"error":"\\"m\\" does not support tools"}'] },
    'bad-request',
    /does not support tools/,
  ],
  'a line that is no object': [{ frames: ['[1]\n'] }, 'server-error', /no line of an answer: \[1\]/],
  'a line of another protocol': [lines({ choices: [] }), 'server-error', /no line of an answer/],
  'words that are none': [lines({ message: { content: 1 } }), 'server-error', /no line of an answer/],
  'a call without a name': [lines(calls({ function: {} })), 'server-error', /no line of an answer/],
  'a line without an end': [{ frames: Array(9).fill('x'.repeat(1024 * 1024)) }, 'server-error', /without an end/],
}

describe('ollama hears', () => {
  for (const [title, [given, expected]] of Object.entries(answers)) {
    it(title, async () => {
      const { events } = await play(given, chatRequest('Hi'))
      expect(events).to.deep.equal(expected)
    })
  }

  it('calls without an id, and gives them one that nobody guesses', async () => {
    const { events } = await play(
      lines(calls({ function: { name: 'a' } }, { function: { name: 'a' } }), done),
      chatRequest('Hi'),
    )
    const ids = events.flatMap((event) => (event.type === 'tool-call' ? [event.call.id] : []))
    expect(new Set(ids).size).to.equal(2)
    for (const id of ids) expect(id).to.match(/^call_[0-9a-f]{32}$/)
  })

  it('lines that come in pieces, however much there is of them', async () => {
    const long = 'x'.repeat(600 * 1024)
    const frames = Array(8)
      .fill(line(word(long + long)))
      .flatMap((whole: string) => [whole.slice(0, long.length), whole.slice(long.length)])
    const { text } = await play({ frames: [...frames, line(done)] }, chatRequest('Hi'))
    expect(text.length).to.equal(16 * long.length)
  })

  for (const [title, [given, kind, words]] of Object.entries(failures)) {
    it(`${title}: ${kind}`, async () => {
      const thrown = await play(given, chatRequest('Hi')).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (!isSolverError(thrown)) throw new Error(`${thrown}`)
      expect(thrown.kind).to.equal(kind)
      expect(thrown.message).to.match(words)
    })
  }
})
