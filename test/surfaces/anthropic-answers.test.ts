import type Anthropic from '@anthropic-ai/sdk'
import { expect } from 'chai'
import type { ErrorCode } from 'dramatis'
import { catalogue, RuntimeError } from 'dramatis'
import type { Script } from 'dramatis/testing'
import { encodeError } from '../../src/formats/anthropic/index.ts'
import { eventsOf, fold } from '../support/anthropic.ts'
import { openStage, type Stage } from '../support/stage.ts'

const scripts: Record<string, Script> = {
  everything: async function* () {
    yield { type: 'reasoning-delta', text: 'Let me ' }
    yield { type: 'reasoning-delta', text: 'think.' }
    yield { type: 'reasoning-delta', text: '', opaque: 'c2ln' }
    yield { type: 'reasoning-delta', text: '', opaque: { redacted: 'secret' } }
    yield { type: 'reasoning-delta', text: 'So.', opaque: { item: 1 } }
    yield { type: 'status', text: 'looking it up' }
    yield 'Look: '
    yield { type: 'part', part: { type: 'data', data: 1 } }
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/', start: 0, end: 4 } }
    yield { type: 'source', source: { title: 'A book' } }
    yield { type: 'tool-input-delta', id: 'a', name: 'look', text: '{"at":' }
    yield { type: 'tool-input-delta', id: 'a', name: 'look', text: '1}' }
    yield { type: 'tool-call', call: { id: 'a', name: 'look', input: { at: 1 } } }
    yield { type: 'tool-call', call: { id: 'b', name: 'look', input: {} } }
    const usage = { inputTokens: 30, outputTokens: 20, cachedTokens: 10, reasoningTokens: 5 }
    yield { type: 'finish', reason: 'tool-calls', usage }
  },
  refusal: async function* () {
    yield 'No.'
    yield { type: 'finish', reason: 'refusal' }
  },
  asking: async function* () {
    yield 'Which one?'
    yield { type: 'finish', reason: 'input-required' }
  },
}

const tools = [{ name: 'look', input_schema: { type: 'object' } }]
const counted = { cache_creation_input_tokens: 0, server_tool_use: null }
const billing = { cache_creation: null, inference_geo: null, service_tier: 'standard', speed: null } as const
const usage = {
  ...counted,
  input_tokens: 20,
  cache_read_input_tokens: 10,
  output_tokens: 20,
  output_tokens_details: { thinking_tokens: 5 },
}
const unstopped = { container: null, stop_details: null, stop_reason: null, stop_sequence: null } as const
const stopped = { ...unstopped, stop_reason: 'tool_use' } as const
const page: Anthropic.TextCitation = {
  type: 'web_search_result_location',
  url: 'https://example.com/',
  title: 'A page',
  cited_text: '',
  encrypted_index: '',
}
const book: Anthropic.TextCitation = {
  type: 'char_location',
  document_title: 'A book',
  cited_text: '',
  document_index: 0,
  start_char_index: 0,
  end_char_index: 0,
  file_id: null,
}
const caller = { type: 'direct' } as const
const head = { type: 'message', role: 'assistant', model: 'Scripted', diagnostics: null } as const

// The vendor publishes no schema: its SDK's own types check what is expected here.
const wholeMessage: Omit<Anthropic.Message, 'id'> = {
  ...head,
  ...stopped,
  content: [
    { type: 'thinking', thinking: 'Let me think.', signature: 'c2ln' },
    { type: 'redacted_thinking', data: 'secret' },
    { type: 'thinking', thinking: 'So.', signature: 'json:{"item":1}' },
    { type: 'text', text: 'Look: 1', citations: [page, book] },
    { type: 'tool_use', id: 'a', name: 'look', input: { at: 1 }, caller },
    { type: 'tool_use', id: 'b', name: 'look', input: {}, caller },
  ],
  usage: { ...usage, ...billing },
}

const delta = (index: number, delta: Anthropic.RawContentBlockDelta) =>
  ({ type: 'content_block_delta', index, delta }) as const
const stop = (index: number) => ({ type: 'content_block_stop', index }) as const
const begun: Omit<Anthropic.Message, 'id'> = {
  ...head,
  ...unstopped,
  content: [],
  usage: {
    ...counted,
    ...billing,
    input_tokens: 3,
    cache_read_input_tokens: 0,
    output_tokens: 0,
    output_tokens_details: null,
  },
}
const streamed: (Exclude<Anthropic.RawMessageStreamEvent, { type: 'message_start' }> | { type: 'ping' })[] = [
  { type: 'ping' },
  { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
  delta(0, { type: 'thinking_delta', thinking: 'Let me ' }),
  delta(0, { type: 'thinking_delta', thinking: 'think.' }),
  delta(0, { type: 'signature_delta', signature: 'c2ln' }),
  stop(0),
  { type: 'content_block_start', index: 1, content_block: { type: 'redacted_thinking', data: 'secret' } },
  stop(1),
  { type: 'content_block_start', index: 2, content_block: { type: 'thinking', thinking: '', signature: '' } },
  delta(2, { type: 'thinking_delta', thinking: 'So.' }),
  delta(2, { type: 'signature_delta', signature: 'json:{"item":1}' }),
  stop(2),
  { type: 'content_block_start', index: 3, content_block: { type: 'text', text: '', citations: [] } },
  delta(3, { type: 'text_delta', text: 'Look: ' }),
  delta(3, { type: 'text_delta', text: '1' }),
  delta(3, { type: 'citations_delta', citation: page }),
  delta(3, { type: 'citations_delta', citation: book }),
  stop(3),
  {
    type: 'content_block_start',
    index: 4,
    content_block: { type: 'tool_use', id: 'a', name: 'look', input: {}, caller },
  },
  delta(4, { type: 'input_json_delta', partial_json: '{"at":' }),
  delta(4, { type: 'input_json_delta', partial_json: '1}' }),
  stop(4),
  {
    type: 'content_block_start',
    index: 5,
    content_block: { type: 'tool_use', id: 'b', name: 'look', input: {}, caller },
  },
  delta(5, { type: 'input_json_delta', partial_json: '{}' }),
  stop(5),
  { type: 'message_delta', delta: stopped, usage },
  { type: 'message_stop' },
]

const types: Record<ErrorCode, [status: number, type: Anthropic.ErrorType | 'request_too_large']> = {
  'invalid-request': [400, 'invalid_request_error'],
  unauthorized: [401, 'authentication_error'],
  forbidden: [403, 'permission_error'],
  'unknown-persona': [404, 'not_found_error'],
  'not-found': [404, 'not_found_error'],
  'method-not-allowed': [405, 'invalid_request_error'],
  conflict: [409, 'invalid_request_error'],
  'precondition-failed': [412, 'invalid_request_error'],
  'body-too-large': [413, 'request_too_large'],
  'unsupported-encoding': [415, 'invalid_request_error'],
  unanswered: [422, 'invalid_request_error'],
  overloaded: [429, 'rate_limit_error'],
  cancelled: [499, 'api_error'],
  internal: [500, 'api_error'],
  unsupported: [501, 'invalid_request_error'],
  'solver-failed': [502, 'api_error'],
  'shutting-down': [529, 'overloaded_error'],
  'state-failed': [503, 'api_error'],
  timeout: [504, 'timeout_error'],
  'invalid-persona': [422, 'invalid_request_error'],
  'invalid-settings': [400, 'invalid_request_error'],
  'tool-failed': [500, 'api_error'],
  'plugin-failed': [500, 'api_error'],
}

describe('anthropic answers', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())

  const ask = async (content: string, rest: object = {}): Promise<string> => {
    const body = { model: 'Scripted', max_tokens: 100, messages: [{ role: 'user', content }], ...rest }
    const response = await fetch(`${stage.url}/anthropic/v1/messages`, { method: 'POST', body: JSON.stringify(body) })
    expect(response.status).to.equal(200)
    expect(response.headers.get('request-id'))
      .to.equal(response.headers.get('x-request-id'))
      .and.to.match(/^[\w-]+$/)
    return await response.text()
  }

  it('with a whole message', async () => {
    const { id, ...message } = JSON.parse(await ask('everything', { tools }))
    expect(id).to.match(/^msg_[0-9a-f]{32}$/)
    expect(message).to.deep.equal(wholeMessage)
  })

  it('with events that come to the same message', async () => {
    const events = eventsOf(await ask('everything', { tools, stream: true }))
    const [start, ...rest] = events
    const { id, ...message } = start?.message ?? {}
    expect([start?.type, id.slice(0, 4), message]).to.deep.equal(['message_start', 'msg_', begun])
    expect(rest).to.deep.equal(streamed)
    expect(fold(events)).to.deep.equal({ id, ...wholeMessage })
  })

  const ends: [question: string, rest: object, text: string, end: object][] = [
    ['plain', {}, 'One. Two. Three.', { stop_reason: 'end_turn' }],
    ['plain', { stop_sequences: ['Six', 'Two'] }, 'One. ', { stop_reason: 'stop_sequence', stop_sequence: 'Two' }],
    ['long', { max_tokens: 1 }, 'abcd', { stop_reason: 'max_tokens' }],
    ['asking', {}, 'Which one?', { stop_reason: 'end_turn' }],
    [
      'refusal',
      {},
      'No.',
      { stop_reason: 'refusal', stop_details: { type: 'refusal', category: null, explanation: null } },
    ],
  ]
  for (const [question, rest, text, end] of ends) {
    it(`${question} ${JSON.stringify(rest)}: ${JSON.stringify(end)}`, async () => {
      const expected = { ...unstopped, ...end, content: [{ type: 'text', text, citations: [] }] }
      expect(JSON.parse(await ask(question, rest))).to.deep.include(expected)
      expect(fold(eventsOf(await ask(question, { ...rest, stream: true })))).to.deep.include(expected)
    })
  }

  it('nothing to who wants no tokens', async () => {
    const asked = stage.requests.length
    const message = JSON.parse(await ask('plain', { max_tokens: 0 }))
    expect(message).to.deep.include({ content: [], stop_reason: 'max_tokens', model: 'Scripted' })
    expect(message.usage).to.deep.include({ input_tokens: 2, output_tokens: 0 })
    expect(stage.requests).to.have.lengthOf(asked)
  })

  it('in the middle of a stream with an error that names the request', async () => {
    const body = {
      model: 'Scripted',
      max_tokens: 9,
      stream: true,
      messages: [{ role: 'user', content: 'late failure' }],
    }
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'x-request-id': 'req-1' } }
    const events = eventsOf(await (await fetch(`${stage.url}/anthropic/v1/messages`, init)).text())
    expect(events.at(-1)).to.deep.include({ type: 'error', request_id: 'req-1' })
    expect(events.at(-1)?.error.type).to.equal('api_error')
  })

  for (const code of Object.keys(catalogue) as ErrorCode[]) {
    it(`${code}: ${types[code]}`, () => {
      const call = { method: 'POST', path: '/anthropic/v1/messages', requestId: 'req-1' }
      const { status, body } = encodeError(new RuntimeError(code, 'It is so.'), call)
      const envelope: Anthropic.ErrorResponse = body as Anthropic.ErrorResponse // what is checked here
      const { type, error, request_id } = envelope
      expect([status, type, error.type, request_id]).to.deep.equal([types[code][0], 'error', types[code][1], 'req-1'])
      expect(error.message).to.match(/It is so\.$/)
    })
  }
})
