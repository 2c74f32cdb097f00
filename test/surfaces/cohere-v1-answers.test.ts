import { expect } from 'chai'
import { dig, events, json, scripts, send, v1, type Wire } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

describe('cohere answers of version 1', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())

  const whole = (question: string, rest: object = {}) => json(stage, '/cohere/v1/chat', v1(question, rest))
  const streamed = (question: string, rest: object = {}) => events(stage, '/cohere/v1/chat', v1(question, rest))
  /** What is left of a stream without the ids, and without the end. */
  const middle = (given: Wire[]) =>
    given.slice(1, -1).map(({ is_finished, ...event }) => {
      expect(is_finished).to.equal(false)
      return event
    })

  it('have text, a history, ids and usage', async () => {
    const { response_id, generation_id, ...answer } = await whole('plain', {
      chat_history: [{ role: 'User', message: 'Hi' }],
    })
    expect(response_id).to.match(/^[0-9a-f-]{36}$/)
    expect(generation_id).to.be.a('string')
    const tokens = { input_tokens: 2, output_tokens: 4 }
    expect(answer).to.deep.equal({
      text: 'One. Two. Three.',
      chat_history: [
        { role: 'USER', message: 'Hi' },
        { role: 'USER', message: 'plain' },
        { role: 'CHATBOT', message: 'One. Two. Three.' },
      ],
      finish_reason: 'COMPLETE',
      meta: { api_version: { version: '1' }, billed_units: tokens, tokens, cached_tokens: 0 },
    })
  })

  it('come with the history in full, however little of it the client wrote', async () => {
    const { chat_history } = await whole('plain', {
      chat_history: [
        { role: 'System', other: 1 },
        { role: 'Chatbot', message: null, tool_calls: [{ name: 'look', other: 1 }] },
        { role: 'Tool', message: 'x', tool_results: [{ call: { name: 'look' } }] },
      ],
      tool_results: [{ call: { name: 'look', parameters: { at: 1 } }, outputs: [{ sky: 'blue' }] }],
    })
    expect(chat_history).to.deep.equal([
      { role: 'SYSTEM', message: '' },
      { role: 'CHATBOT', message: '', tool_calls: [{ name: 'look', parameters: {} }] },
      { role: 'TOOL', tool_results: [{ call: { name: 'look', parameters: {} }, outputs: [] }] },
      { role: 'USER', message: 'plain' },
      {
        role: 'TOOL',
        tool_results: [{ call: { name: 'look', parameters: { at: 1 } }, outputs: [{ sky: 'blue' }] }],
      },
      { role: 'CHATBOT', message: 'One. Two. Three.' },
    ])
  })

  it('have documents, and citations of those that say what they are for', async () => {
    const { documents, citations } = await whole('cited')
    expect(documents).to.deep.equal([
      { id: 'doc_0', title: 'A page', url: 'https://example.com/a' },
      { id: 'doc_1', title: 'A book' },
    ])
    expect(citations).to.deep.equal([{ start: 6, end: 12, text: 'known.', document_ids: ['doc_0'] }])
  })

  for (const quality of ['OFF', 'off', 'DISABLED']) {
    it(`have none where citation_quality is ${quality}`, async () => {
      expect(await whole('cited', { citation_quality: quality })).to.not.have.any.keys('documents', 'citations')
      const types = (await streamed('cited', { citation_quality: quality })).map(({ event_type }) => event_type)
      expect(types).to.deep.equal(['stream-start', 'text-generation', 'text-generation', 'stream-end'])
    })
  }

  it('have calls, with parameters as an object', async () => {
    const { text, tool_calls, finish_reason, chat_history } = await whole('calls')
    const calls = [
      { name: 'look', parameters: { at: 1 } },
      { name: 'look', parameters: { at: 2 } },
    ]
    expect({ text, tool_calls, finish_reason }).to.deep.equal({
      text: 'Let me see.',
      tool_calls: calls,
      finish_reason: 'COMPLETE',
    })
    expect((chat_history as Wire[]).at(-1)).to.deep.equal({
      role: 'CHATBOT',
      message: 'Let me see.',
      tool_calls: calls,
    })
    expect((await whole('odd call')).tool_calls).to.deep.equal([{ name: 'look', parameters: { value: ['x'] } }])
  })

  it('stream text, sources and an end that has the whole answer', async () => {
    const stream = await streamed('cited')
    expect(middle(stream)).to.deep.equal([
      { event_type: 'text-generation', text: 'It is ' },
      { event_type: 'text-generation', text: 'known.' },
      {
        event_type: 'search-results',
        documents: [{ id: 'doc_0', title: 'A page', url: 'https://example.com/a' }],
      },
      {
        event_type: 'citation-generation',
        citations: [{ start: 6, end: 12, text: 'known.', document_ids: ['doc_0'] }],
      },
      { event_type: 'search-results', documents: [{ id: 'doc_1', title: 'A book' }] },
    ])
    const { is_finished, event_type, finish_reason, response } = stream.at(-1) ?? {}
    expect([is_finished, event_type, finish_reason]).to.deep.equal([true, 'stream-end', 'COMPLETE'])
    const { response_id, generation_id, ...rest } = response as Wire
    expect(stream[0]).to.deep.equal({ is_finished: false, event_type: 'stream-start', generation_id })
    expect({ ...(await whole('cited')), response_id, generation_id }).to.deep.equal(response)
    expect(rest.text).to.equal('It is known.')
  })

  it('stream calls piece by piece, and once whole', async () => {
    expect(middle(await streamed('calls'))).to.deep.equal([
      { event_type: 'text-generation', text: 'Let me see.' },
      { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, name: 'look' } },
      { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, parameters: '{"at":' } },
      { event_type: 'tool-calls-chunk', tool_call_delta: { index: 0, parameters: '1}' } },
      { event_type: 'tool-calls-chunk', tool_call_delta: { index: 1, name: 'look' } },
      { event_type: 'tool-calls-chunk', tool_call_delta: { index: 1, parameters: '{"at":2}' } },
      {
        event_type: 'tool-calls-generation',
        tool_calls: [
          { name: 'look', parameters: { at: 1 } },
          { name: 'look', parameters: { at: 2 } },
        ],
      },
    ])
  })

  const finishes = [
    { question: 'long', rest: { max_tokens: 2 }, whole: 'MAX_TOKENS', end: 'MAX_TOKENS' },
    { question: 'plain', rest: { stop_sequences: ['Two'] }, whole: 'STOP_SEQUENCE', end: 'COMPLETE' },
  ]
  for (const { question, rest, whole: reason, end } of finishes) {
    it(`finish with ${reason}`, async () => {
      expect((await whole(question, rest)).finish_reason).to.equal(reason)
      const last = (await streamed(question, rest)).at(-1)
      expect([last?.finish_reason, dig(last, 'response', 'finish_reason')]).to.deep.equal([end, reason])
    })
  }

  for (const header of ['accept', 'accepts']) {
    it(`stream as server-sent events where "${header}" asks for them`, async () => {
      const init = { headers: { [header]: 'text/event-stream' } }
      const { headers, text } = await send(stage, '/cohere/v1/chat', v1('plain', { stream: true }), init)
      expect(headers.get('content-type')).to.equal('text/event-stream; charset=utf-8')
      expect(text).to.match(/^event: stream-start\ndata: \{.*\}\n\nevent: text-generation\ndata: \{.*\}\n\n/)
    })
  }

  it('stream as lines else, each of them one line to every reader', async () => {
    const { headers, text } = await send(stage, '/cohere/v1/chat', v1('done', { stream: true }))
    expect(headers.get('content-type')).to.equal('application/stream+json')
    expect(text.endsWith('\n')).to.equal(true)
    expect(text).to.not.match(/[\u0085\u2028\u2029]/)
    expect(JSON.parse(text.split('\n')[1] ?? '').text).to.equal('data: [DONE] \\[DONE] \u2028\u2029\u0085 end')
  })

  it('end with an error where they break off', async () => {
    const end = (await streamed('late failure')).at(-1)
    expect(end).to.deep.include({ is_finished: true, event_type: 'stream-end', finish_reason: 'ERROR' })
    expect(end?.error).to.match(/failed/)
    expect(end?.response).to.deep.include({ text: 'It began', finish_reason: 'ERROR' })
  })
})
