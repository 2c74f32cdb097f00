import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import type { Said } from '../../../test/support/fault-server.ts'
import { json, play, stream } from './stand-in.ts'
import { data, numbered, response, text } from './wires.ts'

const settings = { api: 'responses' }
const thought = { id: 'rs_1', type: 'reasoning', summary: [], encrypted_content: 'secret' }
const added = { id: 'fc_1', type: 'function_call', call_id: 'a', name: 'add', arguments: '' }
const call = { ...added, arguments: '{"x":1}' }
const citation = { type: 'url_citation', url: 'https://a.example', title: 'A', start_index: 0, end_index: 2 }
const stop: SolverEvent = { type: 'finish', reason: 'stop' }

function event(type: string, fields: object): { type: string } {
  return { type: `response.${type}`, ...fields }
}

function end(status: string, fields: object = {}): { type: string } {
  return event(status, { response: { ...response, status, ...fields } })
}

const said = (delta: string, place: object = text): { type: string } => event('output_text.delta', { ...place, delta })

const answers: Record<string, [events: { type: string }[], ...said: SolverEvent[]]> = {
  'text, and kinds of events that nobody knows': [
    [event('created', { response }), event('something.new', { delta: 'x' }), said('Hi'), end('completed')],
    { type: 'text-delta', text: 'Hi' },
    stop,
  ],
  usage: [
    [
      said('Hi'),
      end('completed', {
        usage: {
          input_tokens: 9,
          output_tokens: 4,
          input_tokens_details: { cached_tokens: 3 },
          output_tokens_details: { reasoning_tokens: 2 },
        },
      }),
    ],
    { type: 'text-delta', text: 'Hi' },
    { ...stop, usage: { inputTokens: 9, outputTokens: 4, cachedTokens: 3, reasoningTokens: 2 } },
  ],
  'an answer that was cut short': [
    [said('Hi'), end('incomplete', { incomplete_details: { reason: 'max_output_tokens' } })],
    { type: 'text-delta', text: 'Hi' },
    { type: 'finish', reason: 'length' },
  ],
  'a content filter': [
    [said('Hi'), end('incomplete', { incomplete_details: { reason: 'content_filter' } })],
    { type: 'text-delta', text: 'Hi' },
    { type: 'finish', reason: 'refusal' },
  ],
  'thoughts, in paragraphs, with what goes back unread': [
    [
      event('output_item.added', { output_index: 0, item: { ...thought, encrypted_content: '' } }),
      event('reasoning_summary_text.delta', { output_index: 0, summary_index: 0, delta: 'Hm.' }),
      event('reasoning_summary_text.delta', { output_index: 0, summary_index: 1, delta: 'Ah' }),
      event('reasoning_summary_text.delta', { output_index: 0, summary_index: 1, delta: '!' }),
      event('output_item.done', { output_index: 0, item: thought }),
      said('Hi'),
      end('completed'),
    ],
    { type: 'reasoning-delta', text: 'Hm.' },
    { type: 'reasoning-delta', text: '\n\nAh' },
    { type: 'reasoning-delta', text: '!' },
    { type: 'reasoning-delta', text: '', opaque: thought },
    { type: 'text-delta', text: 'Hi' },
    stop,
  ],
  'calls, piece by piece': [
    [
      event('output_item.added', { output_index: 1, item: added }),
      event('function_call_arguments.delta', { output_index: 1, item_id: 'fc_1', delta: '{"x":1}' }),
      event('function_call_arguments.done', { output_index: 1, arguments: '{"x":1}' }),
      event('output_item.done', { output_index: 1, item: call }),
      end('completed'),
    ],
    { type: 'tool-input-delta', id: 'a', name: 'add', text: '' },
    { type: 'tool-input-delta', id: 'a', name: 'add', text: '{"x":1}' },
    { type: 'tool-call', call: { id: 'a', name: 'add', input: { x: 1 } } },
    { type: 'finish', reason: 'tool-calls' },
  ],
  'a call that was cut off': [
    [
      event('output_item.added', { output_index: 1, item: added }),
      event('function_call_arguments.delta', { output_index: 1, item_id: 'fc_1', delta: '{"x"' }),
      event('output_item.done', { output_index: 1, item: { ...call, arguments: '{"x"', status: 'incomplete' } }),
      end('incomplete', { incomplete_details: { reason: 'max_output_tokens' } }),
    ],
    { type: 'tool-input-delta', id: 'a', name: 'add', text: '' },
    { type: 'tool-input-delta', id: 'a', name: 'add', text: '{"x"' },
    { type: 'finish', reason: 'length' },
  ],
  'sources, counted from the beginning of all the text': [
    [
      said('One. '),
      said('Two.', { ...text, content_index: 1 }),
      event('output_text.annotation.added', { ...text, content_index: 1, annotation: citation }),
      event('output_text.annotation.added', { ...text, annotation: { type: 'file_citation', file_id: 'f' } }),
      end('completed'),
    ],
    { type: 'text-delta', text: 'One. ' },
    { type: 'text-delta', text: 'Two.' },
    { type: 'source', source: { title: 'A', url: 'https://a.example', start: 5, end: 7 } },
    stop,
  ],
  'a picture': [
    [event('output_item.done', { item: { type: 'image_generation_call', result: 'AQID' } }), end('completed')],
    { type: 'part', part: { type: 'image', mediaType: 'image/png', data: Buffer.of(1, 2, 3) } },
    stop,
  ],
  'an end that has everything': [
    [end('completed', { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Hi' }] }] })],
    { type: 'text-delta', text: 'Hi' },
    stop,
  ],
  'events after the end': [[said('Hi'), end('completed'), said('again')], { type: 'text-delta', text: 'Hi' }, stop],
}

describe('openai by responses: answers', () => {
  for (const [name, [events, ...expected]] of Object.entries(answers)) {
    it(name, async () => {
      const { events: heard } = await play(stream(...numbered(events)), chatRequest('hi'), settings)
      expect(heard).to.deep.equal(expected)
    })
  }

  it('reads a response that is not streamed', async () => {
    const output = [
      { ...thought, summary: [{ type: 'summary_text', text: 'Hm.' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'Hi', annotations: [citation] }] },
      call,
    ]
    const { events } = await play(json({ ...response, status: 'completed', output }), chatRequest('hi'), settings)
    expect(events).to.deep.equal([
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'reasoning-delta', text: '', opaque: output[0] },
      { type: 'text-delta', text: 'Hi' },
      { type: 'source', source: { title: 'A', url: 'https://a.example', start: 0, end: 2 } },
      { type: 'tool-call', call: { id: 'a', name: 'add', input: { x: 1 } } },
      { type: 'finish', reason: 'tool-calls' },
    ])
  })

  it('reads events without numbers', async () => {
    const frames = [said('Hi'), said('Hi'), end('completed')].map(data)
    expect((await play(stream(...frames), chatRequest('hi'), settings)).text).to.equal('HiHi')
  })

  const failures: Record<string, [said: Said, kind: string]> = {
    'a response that failed': [
      stream(...numbered([end('failed', { error: { code: 'rate_limit_exceeded', message: 'Slow down.' } })])),
      'rate-limit',
    ],
    'one that failed without a reason': [stream(...numbered([end('failed')])), 'server-error'],
    'an error': [
      stream(...numbered([{ type: 'error', ...{ code: 'server_error', message: 'Broken.' } }])),
      'server-error',
    ],
    'an error in an envelope': [
      stream(data({ type: 'error', error: { type: 'invalid_request_error' } })),
      'bad-request',
    ],
    'one that is not streamed': [
      json({ ...response, status: 'failed', error: { code: 'server_error' } }),
      'server-error',
    ],
    'an error with status 200': [json({ error: { code: 'insufficient_quota' } }), 'quota'],
    'an event of another shape': [stream(data({ type: 'response.output_item.done' })), 'server-error'],
    'a delta that is no text': [stream(data({ type: 'response.output_text.delta', delta: { x: 1 } })), 'server-error'],
  }
  for (const [name, [answer, kind]] of Object.entries(failures)) {
    it(`${name}: ${kind}`, async () => {
      const thrown = await play(answer, chatRequest('hi'), settings).catch((error: unknown) => error)
      if (!isSolverError(thrown)) throw thrown
      expect(thrown.kind).to.equal(kind)
    })
  }
})
