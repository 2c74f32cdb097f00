import { expect } from 'chai'
import { chat, startOllamaHost } from './ollama-host.ts'

describe('ollama routes', () => {
  let host: Awaited<ReturnType<typeof startOllamaHost>>
  before(async () => {
    host = await startOllamaHost()
  })
  after(async () => await host.close())

  describe('about models', () => {
    it('are the same for a persona that is the same', async () => {
      const digests = async () => (await host.get('/api/tags')).models.map((model: { digest: string }) => model.digest)
      const [talker, seer] = await digests()
      expect(await digests()).to.deep.equal([talker, seer])
      expect(talker).to.match(/^[0-9a-f]{64}$/)
      expect(seer).to.not.equal(talker)
    })
    it('claim only what a persona can do', async () => {
      const capabilities = async (body: object) => (await host.post('/ollama/api/show', body)).capabilities
      expect(await capabilities({ model: 'Talker' })).to.deep.equal(['completion'])
      expect(await capabilities({ name: 'seer:latest' })).to.deep.equal(['completion', 'vision', 'embedding'])
    })
    it('tell a name with a tag from one without', async () => {
      const nameOf = async (model: string) =>
        (await host.post('/ollama/api/show', { model })).model_info['general.basename']
      expect(await nameOf('tagged')).to.equal('Talker')
      expect(await nameOf('tagged:latest')).to.equal('Seer')
    })
    it('embed with vectors of length one', async () => {
      const answer = await host.post('/api/embed', { model: 'Seer', input: 'a', truncate: true })
      expect(answer.embeddings.length).to.equal(1)
      expect(answer.embeddings[0][0]).to.be.closeTo(0.6, 1e-6)
      expect(answer.embeddings[0][1]).to.be.closeTo(0.8, 1e-6)
      expect(answer.model).to.equal('Seer')
      expect(await host.post('/api/embed', { model: 'Seer', input: '' })).to.deep.equal({
        model: 'Seer',
        embeddings: [],
      })
      expect(await host.post('/api/embeddings', { model: 'Seer', prompt: 'a' })).to.deep.equal({
        embedding: [3, 4],
      })
      expect(await host.post('/api/embeddings', { model: 'Seer' })).to.deep.equal({ embedding: [] })
    })
  })

  describe('that refuse', () => {
    const nobody = "model 'zz' not found"
    const cases: [string, string, object | string | undefined, number, string | RegExp][] = [
      ['POST', '/chat', '', 400, 'missing request body'],
      ['POST', '/show', '', 400, 'missing request body'],
      ['POST', '/chat', '{', 400, /JSON/],
      ['POST', '/chat', {}, 400, 'model is required'],
      ['POST', '/generate', {}, 400, 'model is required'],
      ['POST', '/show', {}, 400, 'model is required'],
      ['POST', '/pull', {}, 400, 'model is required'],
      ['POST', '/chat', { ...chat('hello'), model: 'zz' }, 404, nobody],
      ['POST', '/chat', { ...chat('hello'), model: 'zz:latest' }, 404, "model 'zz:latest' not found"],
      ['POST', '/chat', { model: 'zz' }, 404, nobody],
      ['POST', '/generate', { model: 'zz', prompt: 'hello' }, 404, nobody],
      ['POST', '/generate', { model: 'zz', keep_alive: 0 }, 404, nobody],
      ['POST', '/show', { name: 'zz' }, 404, nobody],
      ['POST', '/embed', { model: 'zz', input: 'a' }, 404, nobody],
      ['POST', '/pull', { model: 'zz' }, 404, 'pull model manifest: file does not exist'],
      ['POST', '/pull', { model: 'zz', stream: false }, 404, 'pull model manifest: file does not exist'],
      ['POST', '/chat', chat('who knows'), 422, /no answer/],
      ['POST', '/chat', chat('hello', { logprobs: true }), 400, /[Ll]og prob/],
      ['POST', '/chat', chat('hello', { think: 'hard' }), 400, /"think".*"high"/],
      ['POST', '/chat', chat('hello', { format: 'xml' }), 400, /invalid format: "xml"/],
      ['POST', '/chat', chat('hello', { options: { num_predict: 'many' } }), 400, /options\.num_predict/],
      ['POST', '/chat', { model: 'Talker', messages: [{ role: 'user', content: [] }] }, 400, /messages\[0\]\.content/],
      ['POST', '/chat', { model: 'Talker', messages: [{ role: 'user', images: ['%'] }] }, 400, /base64/],
      [
        'POST',
        '/chat',
        { model: 'Talker', messages: [{ role: 'developer' }] },
        400,
        /"messages\[0\]\.role" must be one/,
      ],
      [
        'POST',
        '/embed',
        { model: 'Talker', input: 'a' },
        400,
        '"Talker" does not support embeddings: no solver of its chain does.',
      ],
      ['POST', '/embeddings', { model: 'Talker', prompt: 'a' }, 400, /does not support embeddings/],
      ['POST', '/create', { model: 'new', from: 'Talker' }, 400, /persona file/],
      ['POST', '/copy', { source: 'Talker', destination: 'new' }, 400, /persona file/],
      ['POST', '/push', { model: 'Talker' }, 400, /persona file/],
      ['DELETE', '/delete', { model: 'Talker' }, 400, /persona file/],
      ['POST', '/blobs/sha256:00', 'bytes', 400, /no blobs/],
      ['GET', '/chat', undefined, 405, /POST/],
      ['GET', '/nothing', undefined, 404, /nothing at/],
    ]
    for (const [method, path, body, status, message] of cases) {
      it(`${method} ${path} ${JSON.stringify(body) ?? ''}`, async () => {
        const response = await host.send(method, `/ollama/api${path}`, body)
        const answer = JSON.parse(await response.text())
        expect(response.status).to.equal(status)
        expect(response.headers.get('content-type')).to.equal('application/json')
        expect(Object.keys(answer)).to.deep.equal(['error'])
        if (typeof message === 'string') expect(answer.error).to.equal(message)
        else expect(answer.error).to.match(message)
      })
    }
    it('HEAD /blobs/sha256:00', async () =>
      expect((await host.send('HEAD', '/api/blobs/sha256:00')).status).to.equal(404))
  })

  it('leave the paths of a longer prefix to their owner', async () => {
    expect(await host.get('/ollama/inner/nothing')).to.deep.equal({ inner: 'not-found' })
    expect(await host.post('/ollama/inner', {})).to.deep.equal({ inner: 'method-not-allowed' })
    expect(await host.get('/ollama/innermost')).to.have.all.keys('error')
  })

  describe('under the old paths', () => {
    it('name the new ones', async () => {
      const old = await host.send('GET', '/api/version')
      expect(JSON.parse(await old.text())).to.deep.equal(await host.get('/ollama/api/version'))
      expect(old.headers.get('deprecation')).to.match(/^@\d+$/)
      expect(old.headers.get('link')).to.equal('</ollama/api/version>; rel="successor-version"')
    })
    it('leave /api/v1 to its owner', async () => {
      expect(await host.get('/api/v1/nothing')).to.include({ title: 'not-found', status: 404 })
      expect(await host.get('/api/nothing')).to.have.all.keys('error')
    })
  })
})
