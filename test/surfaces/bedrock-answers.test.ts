import { EventStreamCodec } from '@smithy/eventstream-codec'
import { expect } from 'chai'
import { catalogue, type ErrorCode, RuntimeError } from 'dramatis'
import type { Script } from 'dramatis/testing'
import { encodeError } from '../../src/surfaces/bedrock/errors.ts'
import { eventEncoder, exceptionEncoder } from '../../src/surfaces/bedrock/event-stream.ts'
import { messagesOf } from '../support/bedrock.ts'
import { mismatches, statusOfException } from '../support/smithy.ts'
import { openStage, type Stage } from '../support/stage.ts'

const scripts: Record<string, Script> = {
  everything: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm.', opaque: { anything: true } }
    yield { type: 'reasoning-delta', text: '', opaque: { redacted: 'no base64!' } }
    yield 'Yes.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a' } }
    yield { type: 'source', source: { title: 'A book' } }
    yield { type: 'part', part: { type: 'data', data: { a: 1 } } }
    yield { type: 'status', text: 'busy' }
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '{"a":1}' }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
    yield { type: 'tool-call', call: { id: 'call_2', name: 'add', input: 'text' } }
    yield { type: 'finish', reason: 'tool-calls', usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 4 } }
  },
  refusal: async function* () {
    yield { type: 'finish', reason: 'refusal' }
  },
}

const tools = { tools: [{ toolSpec: { name: 'add', inputSchema: { json: { type: 'object' } } } }] }
const ask = (text: string, ...blocks: object[]) =>
  JSON.stringify({
    messages: [
      ...(blocks.length > 0 ? [{ role: 'user', content: blocks }] : []),
      { role: 'user', content: [{ text }] },
    ],
    toolConfig: tools,
  })
const cited = { searchResult: { source: 's', title: 't', content: [{ text: 'u' }], citations: { enabled: true } } }

const from = (title: string, source: string, location = {}) => ({ title, source, sourceContent: [], ...location })
const citations = [
  from('A page', 'https://example.com/a', {
    location: { web: { url: 'https://example.com/a', domain: 'example.com' } },
  }),
  from('A book', 'A book'),
]

describe('bedrock: answers', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ scripts })
  })
  after(() => stage.close())
  const post = (path: string, body: string, model = 'Scripted'): Promise<Response> =>
    fetch(`${stage.url}/bedrock/model/${model}/${path}`, { method: 'POST', body })

  for (const [question, ...blocks] of [['everything'], ['everything', cited], ['refusal'], ['plain']] as const) {
    it(`has the shape of the SDK for "${question}"${blocks.length > 0 ? ' with citations' : ''}`, async () => {
      const answer = await (await post('converse', ask(question, ...blocks))).json()
      expect(mismatches('ConverseResponse', answer)).to.deep.equal([])
      const streamed = await post('converse-stream', ask(question, ...blocks))
      expect(streamed.headers.get('content-type')).to.equal('application/vnd.amazon.eventstream')
      for (const { name, value } of messagesOf(Buffer.from(await streamed.arrayBuffer())))
        expect(mismatches('ConverseStreamOutput', { [name]: value })).to.deep.equal([])
    })
  }

  it('says everything that an answer can hold', async () => {
    const answer = await post('converse', ask('everything', cited))
    const { output, usage, stopReason } = JSON.parse(await answer.text())
    expect(output.message.content).to.deep.equal([
      { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'json:{"anything":true}' } } },
      { reasoningContent: { redactedContent: Buffer.from('no base64!').toString('base64') } },
      { text: 'Yes.{\n  "a": 1\n}' },
      {
        citationsContent: { content: [], citations },
      },
      { toolUse: { toolUseId: 'call_1', name: 'add', input: { a: 1 } } },
      { toolUse: { toolUseId: 'call_2', name: 'add', input: { value: 'text' } } },
    ])
    expect(usage).to.deep.equal({
      inputTokens: 6,
      outputTokens: 5,
      totalTokens: 15,
      cacheReadInputTokens: 4,
      cacheWriteInputTokens: 0,
    })
    expect(stopReason).to.equal('tool_use')
  })

  const askedBy: Record<string, object> = {
    'a search result': cited,
    'a document': { document: { name: 'd', source: { text: 'u' }, citations: { enabled: true } } },
    'a result of a tool': { toolResult: { toolUseId: 'a', content: [cited] } },
    'citations that are turned off': { document: { name: 'd', source: { text: 'u' }, citations: { enabled: false } } },
    nobody: { text: 'Hello.' },
  }
  for (const [what, block] of Object.entries(askedBy)) {
    const asked = what !== 'nobody' && !what.endsWith('off')
    it(`cites ${asked ? 'among the content' : 'beside the content'} when asked by ${what}`, async () => {
      const answer = await (await post('converse', ask('everything', block))).text()
      const { output, additionalModelResponseFields } = JSON.parse(answer)
      const kinds = output.message.content.flatMap((content: object) => Object.keys(content))
      expect(kinds.includes('citationsContent')).to.equal(asked)
      expect(additionalModelResponseFields).to.deep.equal(asked ? undefined : { citations })
      const stream = messagesOf(
        Buffer.from(await (await post('converse-stream', ask('everything', block))).arrayBuffer()),
      )
      expect(stream.flatMap(({ value }) => value.delta?.citation ?? [])).to.deep.equal(asked ? citations : [])
      const end = stream.find(({ name }) => name === 'messageStop')?.value
      expect(end.additionalModelResponseFields).to.deep.equal(asked ? undefined : { citations })
    })
  }

  it('streams the events in their order', async () => {
    const stream = await (await post('converse-stream', ask('everything', cited))).arrayBuffer()
    const events = messagesOf(Buffer.from(stream)).map(({ name, value }) => `${name} ${value.contentBlockIndex ?? ''}`)
    expect(events.map((event) => event.replace('contentBlock', '').trim())).to.deep.equal([
      'messageStart',
      ...['Delta 0', 'Delta 0', 'Stop 0'],
      ...['Delta 1', 'Stop 1'],
      ...['Delta 2', 'Delta 2', 'Delta 2', 'Delta 2', 'Stop 2'],
      ...['Start 3', 'Delta 3', 'Stop 3'],
      ...['Start 4', 'Delta 4', 'Stop 4'],
      'messageStop',
      'metadata',
    ])
  })

  it('tells what an invocation cost in headers', async () => {
    const { headers } = await post('invoke', JSON.stringify({ inputText: 'plain' }))
    expect(headers.get('content-type')).to.equal('application/json')
    expect(headers.get('x-amzn-bedrock-input-token-count')).to.equal('2')
    expect(headers.get('x-amzn-bedrock-output-token-count')).to.equal('4')
    expect(Number(headers.get('x-amzn-bedrock-invocation-latency'))).to.be.greaterThan(0)
    expect(headers.get('x-amzn-requestid')).to.equal(headers.get('x-request-id'))
  })

  it('streams chunks that say what they hold', async () => {
    const { headers } = await post('invoke-with-response-stream', JSON.stringify({ inputText: 'plain' }))
    expect(headers.get('content-type')).to.equal('application/vnd.amazon.eventstream')
    expect(headers.get('x-amzn-bedrock-content-type')).to.equal('application/json')
  })

  const paths = [
    { path: '/bedrock/model/acme%2Fbot%3A1/converse', status: 200 },
    { path: '/bedrock/model/acme/bot:1/converse', status: 200 },
    { path: '/bedrock/model/arn:aws:bedrock:us-east-1::foundation-model/Scripted/converse', status: 200 },
    { path: '/bedrock/model/no-such/converse', status: 404, type: 'ResourceNotFoundException' },
    { path: '/bedrock/model/Scripted/nothing', status: 404, type: 'ResourceNotFoundException' },
    { path: '/bedrock/model/a/__proto__', status: 404, type: 'ResourceNotFoundException' },
    { path: '/bedrock/nothing', status: 404, type: 'ResourceNotFoundException' },
    { path: '/bedrock/model/Scripted/converse', method: 'GET', status: 405, type: 'ValidationException' },
  ]
  for (const { path, status, type = null, method = 'POST' } of paths) {
    it(`answers ${status} to ${method} ${path}`, async () => {
      const answer = await fetch(stage.url + path, { method, ...(method === 'POST' ? { body: ask('plain') } : {}) })
      expect([answer.status, answer.headers.get('x-amzn-errortype')]).to.deep.equal([status, type])
      expect(answer.headers.get('x-amzn-requestid')).to.match(/^[0-9a-f-]{36}$/)
    })
  }
  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})

describe('bedrock: errors', () => {
  /** What HTTP itself has a status for. */
  const plain: Partial<Record<ErrorCode, number>> = {
    'method-not-allowed': 405,
    'body-too-large': 413,
    'unsupported-encoding': 415,
  }
  const codes = Object.keys(catalogue) as ErrorCode[] // the keys of a Record
  for (const code of codes) {
    it(`throws an exception of the SDK for ${code}`, () => {
      const call = { method: 'POST', path: '/bedrock/model/x/converse', requestId: 'r' }
      const { status, headers, body } = encodeError(new RuntimeError(code, 'No.'), call)
      const exception = headers?.['x-amzn-errortype'] ?? ''
      // The SDK has no class for a key that nobody knows: every service of the vendor answers so.
      const common = exception === 'UnrecognizedClientException' ? 403 : statusOfException(exception)
      expect(status).to.equal(plain[code] ?? common)
      const original = exception === 'ModelErrorException' ? { originalStatusCode: catalogue[code].status } : {}
      expect(body).to.deep.equal({ __type: exception, message: 'No.', ...original })
    })
  }
})

describe('bedrock: the binary stream', () => {
  const codec = new EventStreamCodec(
    (bytes) => Buffer.from(bytes).toString(),
    (text) => Buffer.from(text),
  )
  const texts = ['{}', '{"a":"\u00e9\u4f60\u{1F600}"}', JSON.stringify({ a: 'x'.repeat(100_000) })]
  for (const json of texts) {
    it(`has the bytes of the SDK's codec: ${json.slice(0, 20)}`, () => {
      const header = (value: string) => ({ type: 'string' as const, value })
      const headers = (kind: string, name: string) => ({
        [`:${kind}-type`]: header(name),
        ':content-type': header('application/json'),
        ':message-type': header(kind),
      })
      const body = Buffer.from(json)
      const event = codec.encode({ headers: headers('event', 'chunk'), body })
      expect(Buffer.from(eventEncoder('chunk')(json)).equals(event)).to.equal(true)
      const exception = codec.encode({ headers: headers('exception', 'throttlingException'), body })
      expect(Buffer.from(exceptionEncoder('throttlingException')(json)).equals(exception)).to.equal(true)
    })
  }
})
