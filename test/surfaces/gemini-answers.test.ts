import { expect } from 'chai'
import { checkProto } from '../fuzz/shapes/gemini.ts'
import { openStage, type Stage } from '../support/stage.ts'

interface Answer {
  candidates: { content: { parts: { text?: string }[] }; finishReason?: string; index: number }[]
  usageMetadata?: object
}

const tools = [{ functionDeclarations: [{ name: 'tool' }] }]

/** What the solver says, and what comes of it, whole and in chunks. */
const answers = [
  {
    question: 'plain',
    parts: [{ text: 'One. Two. Three.' }],
    chunks: [[{ text: 'One. Two. Three.' }], [{ text: '' }]],
    finishReason: 'STOP',
  },
  {
    question: 'everything',
    parts: [
      { text: 'Hm. Yes.', thought: true, thoughtSignature: 'anNvbjp7ImEiOjF9' },
      { text: 'Look: {\n  "a": 1\n}' },
      { fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a.png' } },
      { inlineData: { mimeType: 'audio/wav', data: 'AQID' } },
      { text: 'End.' },
    ],
    chunks: [
      [{ text: 'Hm.', thought: true }],
      [{ text: ' Yes.', thought: true, thoughtSignature: 'anNvbjp7ImEiOjF9' }],
      [{ text: 'Look: ' }],
      [{ text: '{\n  "a": 1\n}' }],
      [{ fileData: { mimeType: 'image/png', fileUri: 'https://example.com/a.png' } }],
      [{ inlineData: { mimeType: 'audio/wav', data: 'AQID' } }],
      [{ text: 'End.' }],
      [{ text: '' }],
    ],
    finishReason: 'STOP',
  },
  {
    question: 'call',
    parts: [
      { functionCall: { id: 'a', name: 'tool', args: {} } },
      { functionCall: { id: 'b', name: 'tool', args: { value: [1] } }, thoughtSignature: 'c2ln' },
    ],
    chunks: [
      [{ functionCall: { id: 'a', name: 'tool', args: {} } }],
      [{ functionCall: { id: 'b', name: 'tool', args: { value: [1] } }, thoughtSignature: 'c2ln' }],
      [{ text: '' }],
    ],
    finishReason: 'STOP',
  },
  {
    question: 'refusal',
    parts: [{ text: 'No.' }],
    chunks: [[{ text: 'No.' }], [{ text: '' }]],
    finishReason: 'SAFETY',
  },
  {
    question: 'lines',
    parts: [{ text: 'a\u2028b\u0085c' }],
    chunks: [[{ text: 'a\u2028b\u0085c' }], [{ text: '' }]],
    finishReason: 'STOP',
  },
]

describe('gemini answers', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        everything: async function* () {
          yield { type: 'reasoning-delta', text: 'Hm.' }
          yield { type: 'reasoning-delta', text: ' Yes.', opaque: { a: 1 } }
          yield { type: 'status', text: 'looking it up' }
          yield 'Look: '
          yield { type: 'part', part: { type: 'data', data: { a: 1 } } }
          const picture = { type: 'image', mediaType: 'image/png', data: new URL('https://example.com/a.png') } as const
          yield { type: 'part', part: picture }
          yield { type: 'part', part: { type: 'audio', mediaType: 'audio/wav', data: Uint8Array.of(1, 2, 3) } }
          yield 'End.'
        },
        call: async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '{}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'tool', input: {} } }
          yield { type: 'tool-call', call: { id: 'b', name: 'tool', input: [1], opaque: 'c2ln' } }
        },
        refusal: async function* () {
          yield 'No.'
          yield { type: 'finish', reason: 'refusal' }
        },
        sourced: async function* () {
          yield 'It is known.'
          yield { type: 'source', source: { title: 'A page', url: 'https://example.com/', start: 0, end: 12 } }
          yield { type: 'source', source: { title: 'No address' } }
        },
        lines: () => 'a\u2028b\u0085c',
        counted: async function* () {
          yield 'Counted.'
          const usage = { inputTokens: 11, outputTokens: 7, cachedTokens: 3, reasoningTokens: 2 }
          yield { type: 'finish', reason: 'stop', usage }
        },
      },
    })
  })
  after(() => stage.close())

  const post = async (verb: string, body: object, model = 'Scripted') => {
    const init = { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${stage.url}/gemini/v1beta/models/${model}:${verb}`, init)
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
  }
  const bodyOf = (question: string, rest: object = {}) => ({
    contents: [{ parts: [{ text: question }] }],
    tools,
    generationConfig: { thinkingConfig: { includeThoughts: true }, ...rest },
  })
  const whole = async (question: string, rest: object = {}): Promise<Answer> =>
    JSON.parse((await post('generateContent', bodyOf(question, rest))).text)
  const events = (text: string): Answer[] => {
    const frames = text.split('\n\n')
    expect(frames.pop()).to.equal('')
    return frames.map((frame) => JSON.parse(frame.replace(/^data: /, '')))
  }

  for (const { question, parts, chunks, finishReason } of answers) {
    it(`whole: ${question}`, async () => {
      const answer = await whole(question)
      checkProto('GenerateContentResponse', answer)
      expect(answer.candidates).to.deep.equal([{ content: { parts, role: 'model' }, finishReason, index: 0 }])
    })
    for (const query of [
      '?alt=sse',
      '?%24alt=sse',
      '?alt=sse&key=k',
      '',
      '?alt=json',
      '?$alt=json;enum-encoding=int',
    ]) {
      it(`streamed: ${question}${query}`, async () => {
        const { text, type } = await post(`streamGenerateContent${query}`, bodyOf(question))
        const isEvents = query.includes('sse')
        expect(type).to.match(isEvents ? /^text\/event-stream/ : /^application\/json/)
        if (isEvents) expect(text).to.not.match(/[\u2028\u0085]/)
        const streamed: Answer[] = isEvents ? events(text) : JSON.parse(text)
        for (const chunk of streamed) checkProto('GenerateContentResponse', chunk)
        const candidates = streamed.map(({ candidates: [candidate] }) => candidate)
        expect(candidates.map((candidate) => candidate?.content.parts)).to.deep.equal(chunks)
        expect(candidates.map((candidate) => candidate?.finishReason)).to.deep.equal([
          ...chunks.slice(1).map(() => undefined),
          finishReason,
        ])
        expect(streamed.map(({ usageMetadata }) => usageMetadata === undefined)).to.deep.equal([
          ...chunks.slice(1).map(() => true),
          false,
        ])
      })
    }
  }

  it('have sources and usage that the protos know, the same in both modes', async () => {
    for (const question of ['sourced', 'counted']) {
      const answer = await whole(question)
      checkProto('GenerateContentResponse', answer)
      const streamed = events((await post('streamGenerateContent?alt=sse', bodyOf(question))).text)
      const last = streamed.at(-1)
      checkProto('GenerateContentResponse', last)
      const { content: _content, ...told } = answer.candidates[0] ?? {}
      const { content: _empty, ...toldLast } = last?.candidates[0] ?? {}
      expect(toldLast).to.deep.equal(told)
      expect(last?.usageMetadata).to.deep.equal(answer.usageMetadata)
    }
  })

  it('count thoughts apart from the words', async () => {
    expect((await whole('counted')).usageMetadata).to.deep.equal({
      promptTokenCount: 11,
      cachedContentTokenCount: 3,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 2,
      totalTokenCount: 18,
    })
  })

  it('stream several candidates, each to its end', async () => {
    const { text } = await post('streamGenerateContent?alt=sse', bodyOf('words', { candidateCount: 2 }))
    const streamed = events(text)
    const said = ['', '']
    const finishes: (string | undefined)[] = []
    for (const { candidates } of streamed) {
      for (const { index, content, finishReason } of candidates) {
        said[index] += content.parts.map((part) => part.text).join('')
        if (finishReason) finishes[index] = finishReason
      }
    }
    expect([said, finishes]).to.deep.equal([Array(2).fill('One two three'), Array(2).fill('STOP')])
    expect(streamed.at(-1)?.usageMetadata).to.deep.equal({
      promptTokenCount: 2,
      candidatesTokenCount: 8,
      totalTokenCount: 10,
    })
  })

  for (const query of ['?alt=sse', '']) {
    it(`break off with an error, and are valid all the same${query}`, async () => {
      const { text } = await post(`streamGenerateContent${query}`, bodyOf('late failure'))
      const pieces = query === '' ? JSON.parse(text) : events(text)
      expect(pieces).to.have.lengthOf(2)
      expect(pieces[1].error).to.include({ code: 502, status: 'UNAVAILABLE' })
      expect(text).to.not.include('finishReason')
    })
  }

  it('count tokens', async () => {
    const contents = [{ parts: [{ text: '12345678' }] }]
    const bodies = [
      { contents },
      { contents, systemInstruction: { parts: [{ text: '12345678' }] } },
      { generateContentRequest: { model: 'models/Scripted', contents, tools } },
      { generate_content_request: { contents, system_instruction: { parts: { text: '1234' } } } },
    ]
    const counts: number[] = []
    for (const body of bodies) {
      const counted = JSON.parse((await post('countTokens', body)).text)
      checkProto('CountTokensResponse', counted)
      counts.push(counted.totalTokens)
    }
    expect(counts).to.deep.equal([2, 4, 2, 3])
  })

  it('embed a text', async () => {
    const content = { parts: [{ text: 'ab' }, { text: 'c' }] }
    const { text } = await post('embedContent', { content, outputDimensionality: 0 }, 'Numbers')
    checkProto('EmbedContentResponse', JSON.parse(text))
    expect(JSON.parse(text)).to.deep.equal({ embedding: { values: [3, 0.5, -1] } })
    const short = await post('embedContent', { content, embed_content_config: { output_dimensionality: 1 } }, 'Numbers')
    expect(JSON.parse(short.text)).to.deep.equal({ embedding: { values: [3] } })
  })

  it('embed texts that want different things, in their order', async () => {
    const requests = [
      { model: 'models/Numbers', content: { parts: [{ text: 'a' }] }, outputDimensionality: 1 },
      { content: { parts: [{ text: 'ab' }] }, taskType: 'RETRIEVAL_QUERY' },
      { content: { parts: { text: 'abc' } }, output_dimensionality: 1, task_type: 0 },
    ]
    const { text } = await post('batchEmbedContents', { requests }, 'Numbers')
    checkProto('BatchEmbedContentsResponse', JSON.parse(text))
    expect(JSON.parse(text)).to.deep.equal({
      embeddings: [{ values: [1] }, { values: [2, 0.5, -1] }, { values: [3] }],
    })
  })
})
