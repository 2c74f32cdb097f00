import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import { standIn } from './stand-in.ts'
import { answer, call, delta, end, event, open, start, stop, text } from './wire.ts'

const usage = { inputTokens: 12, outputTokens: 5, cachedTokens: 0 }
const finish = (reason: string, more: object = {}): SolverEvent =>
  ({ type: 'finish', reason, ...more, usage }) as SolverEvent // the reasons of the table are some

const said = (piece: string): SolverEvent => ({ type: 'text-delta', text: piece })
const thought = (piece: string): SolverEvent => ({ type: 'reasoning-delta', text: piece })
const opaque = (value: unknown): SolverEvent => ({ type: 'reasoning-delta', text: '', opaque: value })
const input = (id: string, name: string, piece: string): SolverEvent => ({
  type: 'tool-input-delta',
  id,
  name,
  text: piece,
})
const called = (id: string, name: string, value: unknown): SolverEvent => ({
  type: 'tool-call',
  call: { id, name, input: value },
})

const web = {
  type: 'web_search_result_location',
  url: 'https://a.example/',
  title: 'A',
  cited_text: '',
  encrypted_index: '',
}
const page = {
  type: 'page_location',
  document_index: 2,
  document_title: null,
  start_page_number: 1,
  end_page_number: 2,
}

const answers: Readonly<Record<string, readonly [frames: readonly string[], events: readonly SolverEvent[]]>> = {
  'words as they come': [
    answer(text(0, 'One ', 'two'), text(1, ' three'), end('end_turn')),
    [said('One '), said('two'), said(' three'), finish('stop')],
  ],
  'a stop sequence': [
    answer(text(0, 'One'), end('stop_sequence', { stop_sequence: 'END' })),
    [said('One'), finish('stop', { stopSequence: 'END' })],
  ],
  'an answer that was cut off': [answer(text(0, 'One'), end('max_tokens')), [said('One'), finish('length')]],
  'a full context': [answer(end('model_context_window_exceeded')), [finish('length')]],
  'a pause': [answer(text(0, 'One'), end('pause_turn')), [said('One'), finish('length')]],
  'a reason to come': [answer(text(0, 'One'), end('bored')), [said('One'), finish('stop')]],
  'an end without a reason': [answer(text(0, 'One'), end(null)), [said('One'), finish('stop')]],
  'thoughts with their signature': [
    answer(
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, 'thinking', { thinking: 'Let me' }),
      delta(0, 'thinking', { thinking: ' see.' }),
      delta(0, 'signature', { signature: 'c2ln' }),
      stop(0),
      text(1, 'Yes.'),
      end('end_turn'),
    ),
    [thought('Let me'), thought(' see.'), opaque('c2ln'), said('Yes.'), finish('stop')],
  ],
  'thoughts that are kept back': [
    answer(
      open(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, 'signature', { signature: 'c2ln' }),
      stop(0),
      open(1, { type: 'redacted_thinking', data: 'ZGF0YQ==' }),
      stop(1),
      end('end_turn'),
    ),
    [opaque('c2ln'), opaque({ redacted: 'ZGF0YQ==' }), finish('stop')],
  ],
  'parallel calls': [
    answer(
      text(0, 'Wait.'),
      call(1, 'toolu_1', 'weather', '{"city"', ': "Rome"}'),
      call(2, 'toolu_2', 'clock', ''),
      call(3, 'toolu_3', 'odd', '[1'),
      end('tool_use'),
    ),
    [
      said('Wait.'),
      input('toolu_1', 'weather', ''),
      input('toolu_1', 'weather', '{"city"'),
      input('toolu_1', 'weather', ': "Rome"}'),
      called('toolu_1', 'weather', { city: 'Rome' }),
      input('toolu_2', 'clock', ''),
      called('toolu_2', 'clock', {}),
      input('toolu_3', 'odd', ''),
      input('toolu_3', 'odd', '[1'),
      called('toolu_3', 'odd', '[1'),
      finish('tool-calls'),
    ],
  ],
  'a call that was cut off': [
    answer(call(0, 'toolu_1', 'weather', '{}'), call(1, 'toolu_2', 'weather', '{"city": "Ro'), end('max_tokens')),
    [
      input('toolu_1', 'weather', ''),
      input('toolu_1', 'weather', '{}'),
      called('toolu_1', 'weather', {}),
      input('toolu_2', 'weather', ''),
      input('toolu_2', 'weather', '{"city": "Ro'),
      finish('length'),
    ],
  ],
  'a call that was cut off before its input': [
    answer(call(0, 'toolu_1', 'remove'), end('max_tokens')),
    [input('toolu_1', 'remove', ''), finish('length')],
  ],
  'a call whose input comes at once, and an end that does not tell of it': [
    answer(open(0, { type: 'tool_use', id: 't', name: 'weather', input: { city: 'Rome' } }), stop(0), end('end_turn')),
    [input('t', 'weather', ''), called('t', 'weather', { city: 'Rome' }), finish('tool-calls')],
  ],
  citations: [
    answer(
      text(0, 'See: '),
      open(1, { type: 'text', text: '', citations: [] }),
      delta(1, 'citations', { citation: web }),
      delta(1, 'text', { text: 'it is.' }),
      delta(1, 'citations', { citation: page }),
      stop(1),
      end('end_turn'),
    ),
    [
      said('See: '),
      said('it is.'),
      { type: 'source', source: { title: 'A', url: 'https://a.example/', start: 5, end: 11 } },
      { type: 'source', source: { title: 'Document 3', start: 5, end: 11 } },
      finish('stop'),
    ],
  ],
  'a refusal': [
    answer(end('refusal', { stop_details: { type: 'refusal', category: 'cyber', explanation: 'I must not.' } })),
    [said('I must not.'), finish('refusal')],
  ],
  'a refusal in the middle': [
    answer(text(0, 'First'), end('refusal', { stop_details: { type: 'refusal', explanation: 'I must not.' } })),
    [said('First'), finish('refusal')],
  ],
  'tokens of the cache and of thoughts': [
    [
      event('message_start', {
        message: {
          usage: { input_tokens: 3, cache_creation_input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 1 },
        },
      }),
      ...text(0, 'One'),
      ...end('end_turn', {}, { input_tokens: null, output_tokens: 9, output_tokens_details: { thinking_tokens: 4 } }),
    ],
    [
      said('One'),
      {
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: 113, outputTokens: 9, cachedTokens: 100, reasoningTokens: 4 },
      },
    ],
  ],
  'events that come again, and events after the end': [
    answer(
      start,
      open(0, { type: 'text', text: '' }),
      open(0, { type: 'text', text: '' }),
      delta(0, 'text', { text: 'One' }),
      stop(0),
      stop(0),
      delta(0, 'text', { text: 'One' }),
      open(1, { type: 'tool_use', id: 't', name: 'clock', input: {} }),
      call(1, 't', 'clock', '{}'),
      stop(1),
      end('tool_use'),
      end('end_turn'),
      text(2, 'More'),
    ),
    [said('One'), input('t', 'clock', ''), input('t', 'clock', '{}'), called('t', 'clock', {}), finish('tool-calls')],
  ],
  'blocks and events to come': [
    answer(
      event('weather_report', { sky: 'blue' }),
      open(0, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      delta(0, 'input_json', { partial_json: '{}' }),
      stop(0),
      open(1, { type: 'text', text: '' }),
      delta(1, 'colour', { colour: 'red' }),
      delta(1, 'text', { text: 'One' }),
      stop(1),
      end('end_turn'),
    ),
    [said('One'), finish('stop')],
  ],
}

/** What breaks off, or makes no sense, and how it fails. */
const failures: Readonly<Record<string, readonly [frames: readonly string[], kind: string]>> = {
  'nothing but a beginning': [[start], 'server-error'],
  'an end that never comes': [
    answer(text(0, 'One'), event('message_delta', { delta: { stop_reason: 'end_turn' } })),
    'server-error',
  ],
  'a piece of no block': [answer(delta(0, 'text', { text: 'One' })), 'server-error'],
  'a call without an end': [
    answer(open(0, { type: 'tool_use', id: 't', name: 'clock', input: {} }), end('tool_use')),
    'server-error',
  ],
  'an end of no block': [answer(stop(3)), 'server-error'],
  'a block without a number': [
    answer(event('content_block_start', { content_block: { type: 'text' } })),
    'server-error',
  ],
  'a text that is none': [answer(open(0, { type: 'text', text: '' }), delta(0, 'text', { text: 7 })), 'server-error'],
  'a call without a name': [answer(open(0, { type: 'tool_use', id: 't' })), 'server-error'],
  'citations that are none': [answer(open(0, { type: 'text', text: '', citations: 7 })), 'server-error'],
  'an event that is no object': [['data: 7\n\n'], 'server-error'],
  'an event without a type': [['data: {}\n\n'], 'server-error'],
  'an event that is no JSON': [['data: {\n\n'], 'server-error'],
  ...Object.fromEntries(
    Object.entries({
      overloaded_error: 'server-error',
      api_error: 'server-error',
      rate_limit_error: 'rate-limit',
      billing_error: 'quota',
      authentication_error: 'unauthorized',
      permission_error: 'unauthorized',
      timeout_error: 'timeout',
      invalid_request_error: 'bad-request',
      constructor: 'server-error',
    }).map(([type, kind]) => [type, [answer(event('error', { error: { type, message: 'Oh.' } })), kind]] as const),
  ),
}

describe('anthropic passes on what comes back', () => {
  const vendor = standIn()

  for (const [what, [frames, events]] of Object.entries(answers)) {
    it(what, async () => {
      vendor.says(frames)
      expect((await vendor.ask(chatRequest('Hi'))).events).to.deep.equal(events)
      vendor.says([frames.join('')])
      expect((await vendor.ask(chatRequest('Hi'))).events).to.deep.equal(events)
    })
  }

  for (const [what, [frames, kind]] of Object.entries(failures)) {
    it(`fails by ${what}`, async () => {
      vendor.says(frames)
      const error = await vendor.listen(chatRequest('Hi'), [])
      expect(isSolverError(error) && error.kind, String(error)).to.equal(kind)
    })
  }

  it('the words before an error', async () => {
    const error = event('error', { error: { type: 'overloaded_error', message: 'Oh.' } })
    vendor.says([answer(text(0, 'One'), error).join('')])
    const heard: unknown[] = []
    const thrown = await vendor.listen(chatRequest('Hi'), heard)
    expect(heard).to.deep.equal([said('One')])
    expect(isSolverError(thrown) && thrown.kind).to.equal('server-error')
  })

  it('the whole answer of a server that does not stream', async () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
      { type: 'text', text: 'One', citations: [web] },
      { type: 'tool_use', id: 't', name: 'clock', input: {} },
    ]
    const message = { type: 'message', content, stop_reason: 'tool_use', usage: { input_tokens: 12, output_tokens: 5 } }
    vendor.does({ headers: { 'content-type': 'application/json' }, frames: [JSON.stringify(message)] })
    expect((await vendor.ask(chatRequest('Hi'))).events).to.deep.equal([
      thought('Hm.'),
      opaque('c2ln'),
      said('One'),
      { type: 'source', source: { title: 'A', url: 'https://a.example/', start: 0, end: 3 } },
      input('t', 'clock', ''),
      called('t', 'clock', {}),
      { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 12, outputTokens: 5 } },
    ])
  })

  for (const [what, body, kind] of [
    ['an error', '{"type":"error","error":{"type":"rate_limit_error","message":"Oh."}}', 'rate-limit'],
    ['no message', '{"choices":[]}', 'server-error'],
    ['half a message', '{"content":[', 'server-error'],
  ] as const) {
    it(`fails by ${what} from a server that does not stream`, async () => {
      vendor.does({ headers: { 'content-type': 'application/json' }, frames: [body] })
      const error = await vendor.listen(chatRequest('Hi'), [])
      expect(isSolverError(error) && error.kind, String(error)).to.equal(kind)
    })
  }
})
