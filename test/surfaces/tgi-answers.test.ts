import { expect } from 'chai'
import { catalogue, type ErrorCode, estimateTokens, RuntimeError } from 'dramatis'
import { encodeBreak, encodeError } from '../../src/surfaces/tgi/errors.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { dataOf } from '../support/tgi.ts'

describe('tgi answers', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        ends: () => 'one\u0085two\u2028three\u2029four',
        call: async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'f', text: '{"x":' }
          yield { type: 'tool-input-delta', id: 'a', name: 'f', text: '1}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'f', input: { x: 1 } } }
        },
      },
    })
  })
  after(() => stage.close())

  const post = (path: string, body: object) =>
    fetch(`${stage.url}/tgi${path}`, { method: 'POST', body: JSON.stringify(body) })
  const json = async (path: string, body: object) => JSON.parse(await (await post(path, body)).text())
  const stream = async (path: string, body: object) => {
    const response = await post(path, body)
    expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
    return dataOf(await response.text()).map((item) => (item === '[DONE]' ? item : JSON.parse(item)))
  }
  const asked = { inputs: 'plain', parameters: { details: true, seed: 7 } }
  const details = { finish_reason: 'eos_token', generated_tokens: 4, seed: 7 }

  it('are an object, and stand in a list at the base', async () => {
    const answer = { generated_text: 'One. Two. Three.', details: { ...details, prefill: [], tokens: [] } }
    expect(await json('/generate', asked)).to.deep.equal(answer)
    for (const path of ['', '/', '/invocations']) expect(await json(path, asked)).to.deep.equal([answer])
  })
  it('have details where they are wanted', async () => {
    for (const parameters of [{}, { details: false }, null])
      expect(await json('/generate', { inputs: 'plain', parameters })).to.deep.equal({
        generated_text: 'One. Two. Three.',
      })
  })
  it('are told apart by where they end', async () => {
    const endOf = async (inputs: string, parameters: object) =>
      (await json('/generate', { inputs, parameters: { ...parameters, details: true } })).details.finish_reason
    expect(await endOf('plain', {})).to.equal('eos_token')
    expect(await endOf('plain', { stop: ['Two'] })).to.equal('stop_sequence')
    expect(await endOf('long', { max_new_tokens: 2 })).to.equal('length')
  })
  it('tell in headers what they cost', async () => {
    const { headers } = await post('/generate', { inputs: 'plain' })
    expect([headers.get('x-prompt-tokens'), headers.get('x-generated-tokens')]).to.deep.equal(['2', '4'])
    expect(headers.get('x-total-time')).to.match(/^\d+$/)
  })

  const token = (index: number, text: string) => ({
    index,
    token: { id: 0, text, logprob: null, special: false },
    generated_text: null,
    details: null,
  })
  const last = (prompt: string, ending: object | null) => ({
    index: 4,
    token: { id: 0, text: '', logprob: null, special: true },
    generated_text: `${prompt}One two three`,
    details: ending,
  })
  const ending = { finish_reason: 'eos_token', generated_tokens: 4, seed: null, input_length: 2 }
  const streams: [string, object, object][] = [
    ['/generate_stream', {}, last('', ending)],
    ['/generate_stream', { parameters: { details: false } }, last('', null)],
    ['/generate_stream', { parameters: { return_full_text: true } }, last('words', ending)],
    ['', { stream: true }, last('', ending)],
    ['/invocations', { stream: true }, last('', ending)],
  ]
  for (const [path, rest, end] of streams) {
    it(`are streamed at ${path || '/'} ${JSON.stringify(rest)}`, async () => {
      const pieces = [token(1, 'One'), token(2, ' two'), token(3, ' three')]
      expect(await stream(path, { inputs: 'words', ...rest })).to.deep.equal([...pieces, end])
    })
  }
  it('come whole from a path that has no streams, and streamed from one that has nothing else', async () => {
    expect(await json('/generate', { inputs: 'plain', stream: true })).to.have.property('generated_text')
    expect(await stream('/generate_stream', { inputs: 'words', stream: false })).to.have.lengthOf(4)
  })

  it('of a chat name the release, and in a stream the role and the call of every piece', async () => {
    const body = {
      messages: [{ role: 'user', content: 'call' }],
      tools: [{ type: 'function', function: { name: 'f' } }],
    }
    const { system_fingerprint, model, choices } = await json('/v1/chat/completions', body)
    expect(system_fingerprint).to.match(/^dramatis-\d/)
    expect([model, choices[0].finish_reason]).to.deep.equal(['Scripted', 'tool_calls'])
    const chunks = await stream('/v1/chat/completions', { ...body, stream: true })
    expect(chunks.pop()).to.equal('[DONE]')
    const head = { index: 0, id: 'a', type: 'function' }
    const pieces = [{ name: 'f', arguments: '{"x":' }, { arguments: '1}' }]
    expect(chunks.map(({ choices: [{ delta }] }) => delta)).to.deep.equal([
      { role: 'assistant', content: '' },
      ...pieces.map((piece) => ({ role: 'assistant', tool_calls: [{ ...head, function: piece }] })),
      { role: 'assistant', content: '' },
    ])
    for (const chunk of chunks) expect(chunk.system_fingerprint).to.equal(system_fingerprint)
  })
  it('keep the calls of streams apart that are under way at once', async () => {
    const body = {
      messages: [{ role: 'user', content: 'call' }],
      tools: [{ type: 'function', function: { name: 'f' } }],
      n: 2,
    }
    const streams = await Promise.all([1, 2].map(() => stream('/v1/chat/completions', { ...body, stream: true })))
    for (const chunks of streams) {
      const calls = chunks.flatMap(({ choices }) => choices?.[0].delta.tool_calls ?? [])
      expect(calls.map(({ id }) => id)).to.deep.equal(['a', 'a', 'a', 'a'])
    }
  })
  it('are lines to readers that know every end of a line', async () => {
    const bodies: [string, object][] = [
      ['', { inputs: 'ends', stream: true }],
      ['/v1/completions', { prompt: 'ends', stream: true }],
      ['/v1/chat/completions', { messages: [{ role: 'user', content: 'ends' }], stream: true }],
    ]
    for (const [path, body] of bodies) {
      const text = await (await post(path, body)).text()
      expect(text)
        .to.contain('one\\u0085two\\u2028three\\u2029four')
        .and.not.match(/[\u0085\u2028\u2029]/)
    }
  })
  it('of a completion have an empty reason until there is one', async () => {
    const chunks = await stream('/v1/completions', { prompt: 'words', stream: true })
    const reasons = chunks.flatMap(({ choices }) => choices?.[0].finish_reason ?? [])
    expect(reasons).to.deep.equal(['', '', '', 'stop'])
  })
  it('of a completion begin with the prompt where the client wants it', async () => {
    const body = { prompt: ['plain', 'words'], return_full_text: true }
    const { choices } = await json('/v1/completions', body)
    expect(choices.map(({ text }: { text: string }) => text)).to.deep.equal([
      'plainOne. Two. Three.',
      'wordsOne two three',
    ])
  })

  for (const inputs of [
    '',
    'a',
    'abcd',
    'abcde',
    'ab\u4F60\u597D',
    '\u{1F600}\u{1F600}',
    'e\u0301 \u4E16\u754C and \u{1F600}',
    'x'.repeat(1001),
  ]) {
    it(`cut ${JSON.stringify(inputs.slice(0, 20))} into as many pieces as are counted`, async () => {
      const tokens: { id: number; text: string; start: number; stop: number }[] = await json('/tokenize', { inputs })
      expect(tokens.map(({ text }) => text).join('')).to.equal(inputs)
      expect(tokens.length).to.equal(estimateTokens(Buffer.byteLength(inputs)))
      const characters = [...inputs]
      for (const { id, text, start, stop } of tokens) {
        expect(characters.slice(start, stop).join('')).to.equal(text)
        expect(id).to.equal(tokens.find((other) => other.text === text)?.id)
      }
    })
  }
  it('count a conversation like the usage of its answer', async () => {
    const messages = [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'text', text: 'plain' }] },
    ]
    const { tokenize_response, templated_text } = await json('/chat_tokenize', { messages })
    expect(templated_text).to.equal('Be brief.plain')
    const { usage } = await json('/v1/completions', { prompt: templated_text.slice('Be brief.'.length) })
    expect(usage.prompt_tokens).to.equal(2)
    expect(tokenize_response).to.have.lengthOf(estimateTokens('Be brief.plain'.length))
  })

  describe('of errors', () => {
    for (const code of Object.keys(catalogue) as ErrorCode[]) {
      it(`${code} have the vendor's envelope, and never the status 503`, () => {
        const error = new RuntimeError(code, 'It is so.')
        const { status, body } = encodeError(error)
        expect(status).to.be.within(400, 504).and.not.equal(503)
        for (const told of [body, encodeBreak(error)]) {
          expect(told).to.have.all.keys('error', 'error_type')
          expect(told)
            .to.have.property('error')
            .that.matches(/It is so\.$/)
        }
      })
    }
    const types: [ErrorCode, number, string, string][] = [
      ['invalid-request', 422, 'validation', 'validation'],
      ['unsupported', 422, 'validation', 'validation'],
      ['unanswered', 424, 'generation', 'incomplete_generation'],
      ['solver-failed', 424, 'generation', 'incomplete_generation'],
      ['timeout', 424, 'generation', 'incomplete_generation'],
      ['overloaded', 429, 'overloaded', 'overloaded'],
      ['shutting-down', 429, 'overloaded', 'overloaded'],
    ]
    for (const [code, status, whole, broken] of types) {
      it(`${code} let the client throw what it has for it`, () => {
        const error = new RuntimeError(code, 'It is so.')
        expect(encodeError(error)).to.have.property('status', status)
        expect(encodeError(error).body).to.have.property('error_type', whole)
        expect(encodeBreak(error).error_type).to.equal(broken)
      })
    }
  })
})
