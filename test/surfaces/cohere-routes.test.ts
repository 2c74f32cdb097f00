import { expect } from 'chai'
import { catalogue, type ErrorCode, estimateTokens, RuntimeError } from 'dramatis'
import { binary, int8, ubinary, uint8 } from '../../src/formats/cohere/quantize.ts'
import { encodeError } from '../../src/surfaces/cohere/errors.ts'
import { dig, json, send, v1, v2 } from '../support/cohere.ts'
import { openStage, type Stage } from '../support/stage.ts'

const notFound = (model: string) =>
  `model '${model}' not found, make sure the correct model ID was used and that you have access to the model.`

describe('cohere routes', () => {
  let stage: Stage
  let defaulted: Stage
  before(async () => {
    stage = await openStage()
    defaulted = await openStage({ settings: { defaultPersona: 'Numbers' } })
  })
  after(async () => {
    await stage.close()
    await defaulted.close()
  })

  const named = async (query: string, on = stage) => {
    const { models } = await json(on, `/cohere/v1/models${query}`)
    return (models as { name: string }[]).map(({ name }) => name)
  }

  describe('are found under a base URL with a version too', () => {
    for (const base of ['/cohere', '/cohere/v1', '/cohere/v2']) {
      it(base, async () => {
        expect((await json(stage, `${base}/v1/chat`, v1('plain'))).text).to.equal('One. Two. Three.')
        expect((await json(stage, `${base}/v2/chat`, v2('plain'))).finish_reason).to.equal('COMPLETE')
        expect((await json(stage, `${base}/v1/models/Scripted`)).name).to.equal('Scripted')
        const { status, text } = await send(stage, `${base}/v2/chat`, {})
        expect([status, Object.keys(JSON.parse(text))]).to.deep.equal([400, ['id', 'message']])
      })
    }
  })

  describe('list models', () => {
    it('as personas, with what they can do', async () => {
      expect(await json(stage, '/cohere/v1/models/Numbers')).to.deep.equal({
        name: 'Numbers',
        is_deprecated: false,
        endpoints: ['chat', 'embed'],
        finetuned: false,
        default_endpoints: [],
        features: [],
      })
      const { endpoints, features } = await json(stage, '/cohere/v1/models/Scripted')
      expect({ endpoints, features }).to.deep.equal({ endpoints: ['chat'], features: ['vision'] })
      expect(await named('')).to.have.members(['Scripted', 'Patient', 'acme/bot:1', 'Numbers'])
    })

    it('of an endpoint', async () => {
      expect(await named('?endpoint=embed')).to.deep.equal(['Numbers'])
      expect(await named('?endpoint=rerank')).to.deep.equal([])
      expect(await named('?endpoint=chat')).to.have.lengthOf(4)
    })

    it('that are the default', async () => {
      expect(await named('?endpoint=chat&default_only=true')).to.deep.equal(['Scripted'])
      expect(await named('?endpoint=chat&default_only=true', defaulted)).to.deep.equal(['Numbers'])
      expect(await named('?endpoint=chat&default_only=false', defaulted)).to.have.lengthOf(4)
      const { default_endpoints } = await json(defaulted, '/cohere/v1/models/Numbers')
      expect(default_endpoints).to.deep.equal(['chat', 'embed'])
    })

    it('page by page', async () => {
      const seen: string[] = []
      let token: unknown = ''
      while (token !== undefined) {
        const page = await json(stage, `/cohere/v1/models?page_size=3&page_token=${token}`)
        seen.push(...(page.models as { name: string }[]).map(({ name }) => name))
        token = page.next_page_token
      }
      expect(seen).to.deep.equal(await named(''))
    })

    for (const query of ['page_size=0', 'page_size=x', 'page_size=1001', 'page_token=nobody', 'endpoint=owls']) {
      it(`not with ${query}`, async () => {
        const { status, text } = await send(stage, `/cohere/v1/models?${query}`)
        expect(status).to.equal(400)
        expect(JSON.parse(text).message).to.match(new RegExp(`^invalid request: "${query.split('=')[0]}"`))
      })
    }

    for (const [path, name] of [
      ['acme%2Fbot:1', 'acme/bot:1'],
      ['acme/bot:1', 'acme/bot:1'],
    ]) {
      it(`at ${path}`, async () => expect((await json(stage, `/cohere/v1/models/${path}`)).name).to.equal(name))
    }

    it('not those that are not there', async () => {
      const { status, text } = await send(stage, '/cohere/v1/models/no-such')
      expect([status, JSON.parse(text)]).to.deep.equal([404, { message: notFound('no-such') }])
    })
  })

  describe('embed', () => {
    const vectors = [
      [1, 0.5, -1],
      [2, 0.5, -1],
    ]
    const texts = ['a', 'bc']

    it('in floats, as version 1 does', async () => {
      const { id, ...answer } = await json(stage, '/cohere/v1/embed', { model: 'Numbers', texts })
      expect(id).to.match(/^[0-9a-f-]{36}$/)
      expect(answer).to.deep.equal({
        response_type: 'embeddings_floats',
        embeddings: vectors,
        texts,
        meta: { api_version: { version: '1' }, billed_units: { input_tokens: 1 } },
      })
    })

    const types = {
      float: vectors,
      int8: [
        [127, 64, -127],
        [127, 32, -63],
      ],
      uint8: [
        [255, 192, 1],
        [255, 160, 65],
      ],
      ubinary: [[0b1100_0000], [0b1100_0000]],
      binary: [[64], [64]],
      base64: vectors.map((vector) => Buffer.from(Float32Array.from(vector).buffer).toString('base64')),
    }
    for (const version of ['v1', 'v2']) {
      it(`in every type at once, as ${version} does`, async () => {
        const body = { model: 'Numbers', texts, input_type: 'search_query', embedding_types: Object.keys(types) }
        const { embeddings, response_type } = await json(stage, `/cohere/${version}/embed`, body)
        expect(embeddings).to.deep.equal(types)
        expect(response_type).to.equal('embeddings_by_type')
      })
    }

    it('inputs of several texts, in fewer dimensions', async () => {
      const content = [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ]
      const body = { model: 'Numbers', inputs: [{ content }], input_type: 'clustering', output_dimension: 2 }
      const answer = await json(stage, '/cohere/v2/embed', body)
      expect([answer.embeddings, answer.texts]).to.deep.equal([{ float: [[3, 0.5]] }, ['a\nb']])
    })

    const refused: [title: string, path: string, body: object, message: RegExp][] = [
      ['by a persona that cannot', '/v1/embed', { model: 'Scripted', texts }, /model 'Scripted' cannot embed/],
      ['by a persona that cannot', '/v2/embed', { model: 'Scripted', texts }, /model 'Scripted' cannot embed/],
      ['nothing', '/v1/embed', { model: 'Numbers' }, /at least one text/],
      ['nothing', '/v2/embed', { model: 'Numbers', texts: [], inputs: [] }, /at least one text/],
      [
        'images',
        '/v1/embed',
        { model: 'Numbers', images: ['data:image/png;base64,AQID'] },
        /images cannot be embedded/,
      ],
      [
        'images',
        '/v2/embed',
        { model: 'Numbers', images: ['data:image/png;base64,AQID'] },
        /images cannot be embedded/,
      ],
      [
        'images among texts',
        '/v2/embed',
        { model: 'Numbers', inputs: [{ content: [{ type: 'image_url', image_url: { url: 'x' } }] }] },
        /images cannot be embedded/,
      ],
      ['97 texts', '/v2/embed', { model: 'Numbers', texts: Array(97).fill('x') }, /"texts" must NOT have more than 96/],
      ['in a type of no kind', '/v2/embed', { model: 'Numbers', texts, embedding_types: ['int4'] }, /must be one of/],
      ['for no purpose', '/v2/embed', { model: 'Numbers', texts, input_type: 'owls' }, /"input_type" must be one of/],
    ]
    for (const [title, path, body, message] of refused) {
      it(`not ${title}: ${path}`, async () => {
        const { status, text } = await send(stage, `/cohere${path}`, body)
        expect(status).to.equal(400)
        expect(JSON.parse(text).message).to.match(message)
      })
    }

    it('with a type for every number of a vector, however small or long it is', () => {
      const vector = Float32Array.from([0, -0.001, 0.002, 0, 0, 0, 0, 0, 1e-9])
      expect(ubinary(vector)).to.deep.equal([0b0010_0000, 0b1000_0000])
      expect(binary(vector)).to.deep.equal([32 - 128, 0])
      expect(int8(vector)).to.deep.equal([0, -63, 127, 0, 0, 0, 0, 0, 0])
      expect(uint8(new Float32Array(2))).to.deep.equal([128, 128])
    })
  })

  describe('tokenize', () => {
    const texts = ['tokenize me! :D', 'x', 'abc\u{1F600}', '\u4F60\u597D\u4F60\u597D', '\u{1F600}'.repeat(9), '\ud800!']
    for (const text of texts) {
      it(`${JSON.stringify(text)} into as many as usage counts`, async () => {
        const { tokens, token_strings } = await json(stage, '/cohere/v1/tokenize', { model: 'Scripted', text })
        const strings = token_strings as string[]
        expect(strings.join('')).to.equal(text)
        expect(strings).to.not.include('')
        expect(strings).to.have.lengthOf(estimateTokens(Buffer.byteLength(text)))
        expect(tokens).to.have.lengthOf(strings.length)
        for (const token of tokens as number[]) expect(token).to.be.within(0, 2 ** 31 - 1)
      })
    }

    it('with the same number for the same string', async () => {
      const { tokens } = await json(stage, '/cohere/v1/tokenize', { model: 'Scripted', text: 'ab cab cxy z' })
      const [one, two, three] = tokens as number[]
      expect(one).to.equal(two).and.not.equal(three)
    })

    for (const text of ['', 'x'.repeat(65_537), 7]) {
      it(`not ${JSON.stringify(text).slice(0, 10)}`, async () =>
        expect((await send(stage, '/cohere/v1/tokenize', { model: 'Scripted', text })).status).to.equal(400))
    }

    it('and never back', async () => {
      const { status, text } = await send(stage, '/cohere/v1/detokenize', { model: 'Scripted', tokens: [1] })
      expect(status).to.equal(404)
      expect(JSON.parse(text).message).to.match(/no tokenizer/)
    })
  })

  describe('err', () => {
    for (const code of Object.keys(catalogue) as ErrorCode[]) {
      it(`with ${catalogue[code].status} for ${code}`, () => {
        for (const [path, keys] of [
          ['/cohere/v1/chat', ['message']],
          ['/cohere/v2/chat', ['id', 'message']],
          ['/cohere/v2/v1/models', ['message']],
        ] as const) {
          const call = { method: 'POST', path, requestId: 'req-1' }
          const { status, body } = encodeError(new RuntimeError(code, 'It is so.'), call)
          expect([status, Object.keys(body as object)]).to.deep.equal([catalogue[code].status, keys])
          expect(dig(body, 'message')).to.match(/It is so\.$/)
        }
      })
    }

    it('for models that nobody is, in the words of the vendor', async () => {
      for (const [path, body] of [
        ['/v1/chat', v1('plain', { model: 'no-such' })],
        ['/v2/chat', v2('plain', { model: 'no-such' })],
        ['/v2/embed', { model: 'no-such', texts: ['x'] }],
        ['/v1/tokenize', { model: 'no-such', text: 'x' }],
      ] as const) {
        const { status, text } = await send(stage, `/cohere${path}`, body)
        expect([status, JSON.parse(text).message]).to.deep.equal([404, notFound('no-such')])
      }
    })

    it('for paths that are not there', async () => {
      const { status, text } = await send(stage, '/cohere/v2/rerank', { query: 'x' })
      expect([status, Object.keys(JSON.parse(text))]).to.deep.equal([404, ['id', 'message']])
      expect((await send(stage, '/cohere/v1/chat')).status).to.equal(405)
    })

    it('with the id of the request in headers', async () => {
      const init = { headers: { 'x-request-id': 'req-1' } }
      const { headers } = await send(stage, '/cohere/v1/chat', {}, init)
      expect([headers.get('x-request-id'), headers.get('x-debug-trace-id')]).to.deep.equal(['req-1', 'req-1'])
    })
  })

  it('find every key valid', async () =>
    expect(await json(stage, '/cohere/v1/check-api-key', {})).to.deep.equal({ valid: true }))
})
