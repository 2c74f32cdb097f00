import { expect } from 'chai'
import { dig, events, json, scripts, send, source, v2 } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

describe('cohere answers of version 2', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())

  const whole = (question: string, rest: object = {}) => json(stage, '/cohere/v2/chat', v2(question, rest))
  const streamed = (question: string, rest: object = {}) => events(stage, '/cohere/v2/chat', v2(question, rest))

  const framings: [accept: string, contentType: string][] = [
    ['*/*', 'text/event-stream; charset=utf-8'],
    ['text/event-stream', 'text/event-stream; charset=utf-8'],
    ['application/json, text/plain, */*', 'text/event-stream; charset=utf-8'],
    ['application/json', 'application/stream+json'],
    ['application/stream+json', 'application/stream+json'],
  ]
  for (const [accept, contentType] of framings) {
    it(`stream as ${contentType} to whoever accepts ${accept}`, async () => {
      const init = { headers: { accept } }
      const { headers, text } = await send(stage, '/cohere/v2/chat', v2('plain', { stream: true }), init)
      expect(headers.get('content-type')).to.equal(contentType)
      if (contentType !== 'application/stream+json') {
        expect(text.endsWith('data: [DONE]\n\n')).to.equal(true)
        return
      }
      const events = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect([events[0].type, events.at(-1).type]).to.deep.equal(['message-start', 'message-end'])
    })
  }

  it('have content, an id and usage', async () => {
    const { id, ...answer } = await whole('reasoned')
    expect(id).to.match(/^[0-9a-f-]{36}$/)
    const tokens = { input_tokens: 11, output_tokens: 7 }
    expect(answer).to.deep.equal({
      finish_reason: 'COMPLETE',
      message: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Let me think.' },
          { type: 'text', text: 'Thought.' },
        ],
      },
      usage: { billed_units: tokens, tokens, cached_tokens: 3 },
    })
  })

  it('leave thinking out where the client turned it off, and the indexes too', async () => {
    const off = { thinking: { type: 'disabled' } }
    expect((await whole('reasoned', off)).message).to.deep.equal({
      role: 'assistant',
      content: [{ type: 'text', text: 'Thought.' }],
    })
    const starts = (await streamed('reasoned', off)).filter(({ type }) => type === 'content-start')
    expect(starts.map(({ index }) => index)).to.deep.equal([0])
  })

  it('have calls with arguments as text, and the words before them as content', async () => {
    const { message, finish_reason } = await whole('calls')
    expect(finish_reason).to.equal('TOOL_CALL')
    const call = (id: string, text: string) => ({ id, type: 'function', function: { name: 'look', arguments: text } })
    expect(message).to.deep.equal({
      role: 'assistant',
      tool_calls: [call('a', '{"at":1}'), call('b', '{"at":2}')],
      content: [{ type: 'text', text: 'Let me see.' }],
    })
    expect((await whole('odd call')).message).to.deep.equal({
      role: 'assistant',
      tool_calls: [call('a', '["x"]')],
    })
  })

  const citationOf = (id: string, title: string, span: object, url?: string) => ({
    ...span,
    sources: [{ type: 'document', id, document: { id, title, text: title, ...(url ? { url } : {}) } }],
    type: 'TEXT_CONTENT',
  })

  it('have citations, one without a place too', async () => {
    expect(dig(await whole('cited'), 'message', 'citations')).to.deep.equal([
      citationOf('doc_0', 'A page', { start: 6, end: 12, text: 'known.', content_index: 0 }, source.url),
      citationOf('doc_1', 'A book', { start: 0, end: 0, text: '', content_index: 0 }),
    ])
  })

  it('count citations from the text that they stand in', async () => {
    expect(dig(await whole('apart'), 'message', 'citations')).to.deep.equal([
      citationOf('doc_0', 'A page', { start: 0, end: 6, text: 'After.', content_index: 2 }, source.url),
    ])
  })

  it('have none where citation_options say so', async () => {
    expect((await whole('cited', { citation_options: { mode: 'OFF' } })).message).to.not.have.property('citations')
  })

  it('stream blocks with their indexes', async () => {
    const [start, ...rest] = await streamed('apart')
    expect(start?.id).to.match(/^[0-9a-f-]{36}$/)
    const citation = citationOf('doc_0', 'A page', { start: 0, end: 6, text: 'After.', content_index: 2 }, source.url)
    const content = (index: number, fields: object, part: string) => ({
      type: `content-${part}`,
      index,
      delta: { message: { content: fields } },
    })
    const tokens = { input_tokens: 2, output_tokens: 5 }
    expect(rest).to.deep.equal([
      content(0, { type: 'text', text: '' }, 'start'),
      content(0, { text: 'Before. ' }, 'delta'),
      { type: 'content-end', index: 0 },
      content(1, { type: 'thinking', thinking: '' }, 'start'),
      content(1, { thinking: 'Hm.' }, 'delta'),
      { type: 'content-end', index: 1 },
      content(2, { type: 'text', text: '' }, 'start'),
      content(2, { text: 'After.' }, 'delta'),
      { type: 'citation-start', index: 0, delta: { message: { citations: citation } } },
      { type: 'citation-end', index: 0 },
      { type: 'content-end', index: 2 },
      {
        type: 'message-end',
        delta: { finish_reason: 'COMPLETE', usage: { billed_units: tokens, tokens, cached_tokens: 0 } },
      },
    ])
  })

  it('stream calls one after another, with indexes of their own', async () => {
    const stream = await streamed('calls')
    const calls = stream.filter(({ type }) => String(type).startsWith('tool-call'))
    const message = (tool_calls: object) => ({ message: { tool_calls } })
    const begun = (id: string) => message({ id, type: 'function', function: { name: 'look', arguments: '' } })
    const piece = (text: string) => message({ function: { arguments: text } })
    expect(calls).to.deep.equal([
      { type: 'tool-call-start', index: 0, delta: begun('a') },
      { type: 'tool-call-delta', index: 0, delta: piece('{"at":') },
      { type: 'tool-call-delta', index: 0, delta: piece('1}') },
      { type: 'tool-call-end', index: 0 },
      { type: 'tool-call-start', index: 1, delta: begun('b') },
      { type: 'tool-call-delta', index: 1, delta: piece('{"at":2}') },
      { type: 'tool-call-end', index: 1 },
    ])
    expect(dig(stream.at(-1), 'delta', 'finish_reason')).to.equal('TOOL_CALL')
  })

  const finishes = [
    { question: 'long', rest: { max_tokens: 2 }, reason: 'MAX_TOKENS' },
    { question: 'plain', rest: { stop_sequences: ['Two'] }, reason: 'STOP_SEQUENCE' },
  ]
  for (const { question, rest, reason } of finishes) {
    it(`finish with ${reason}`, async () => {
      expect((await whole(question, rest)).finish_reason).to.equal(reason)
      expect(dig((await streamed(question, rest)).at(-1), 'delta', 'finish_reason')).to.equal(reason)
    })
  }

  it('stream with [DONE] at their end, and nowhere before', async () => {
    const { headers, text } = await send(stage, '/cohere/v2/chat', v2('done', { stream: true }))
    expect(headers.get('content-type')).to.equal('text/event-stream; charset=utf-8')
    expect(text.indexOf('[DONE]')).to.equal(text.length - '[DONE]\n\n'.length)
    expect(text).to.not.match(/[\u0085\u2028\u2029]/)
    const said = (await streamed('done')).find(({ type }) => type === 'content-delta')
    expect(said?.delta).to.deep.equal({
      message: { content: { text: 'data: [DONE] \\[DONE] \u2028\u2029\u0085 end' } },
    })
  })

  it('end with an error where they break off', async () => {
    const end = (await streamed('late failure')).at(-1)
    expect(end?.type).to.equal('message-end')
    expect(dig(end, 'delta', 'finish_reason')).to.equal('ERROR')
    expect(dig(end, 'delta', 'error')).to.match(/failed/)
  })
})
