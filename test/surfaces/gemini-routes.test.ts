import { expect } from 'chai'
import { checkProto } from '../fuzz/shapes/gemini.ts'
import { openStage, type Stage } from '../support/stage.ts'

const contents = [{ role: 'user', parts: [{ text: 'plain' }] }]

describe('gemini routes', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const send = async (method: string, path: string, body?: object) => {
    const init = { method, ...(body ? { body: JSON.stringify(body) } : {}) }
    const response = await fetch(`${stage.url}/gemini/${path}`, init)
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === '' ? undefined : JSON.parse(text) }
  }

  const names: [string, string][] = [
    ['v1beta/models/Scripted', 'Scripted'],
    ['v1/models/scripted', 'scripted'],
    ['v1alpha/tunedModels/Scripted', 'Scripted'],
    ['v1beta1/publishers/google/models/Scripted', 'Scripted'],
    ['v1beta1/projects/p/locations/us-central1/publishers/google/models/Scripted', 'Scripted'],
    ['models/Scripted', 'Scripted'],
    ['v1beta/models/acme/bot:1', 'acme/bot:1'],
    ['v1beta/models/acme%2Fbot%3A1', 'acme/bot:1'],
    ['v1beta1/publishers/acme/models/bot:1', 'acme/bot:1'],
    ['v1beta/models/', 'Scripted'],
  ]
  for (const [path, model] of names) {
    it(`ask ${path}`, async () => {
      for (const verb of ['generateContent', 'countTokens']) {
        const { status, body } = await send('POST', `${path}:${verb}?key=k`, { contents })
        expect(status, JSON.stringify(body)).to.equal(200)
        if (verb === 'generateContent') expect(body.modelVersion).to.equal(model)
      }
    })
    if (path.endsWith('/')) continue
    it(`look ${path} up`, async () => {
      const { status, body } = await send('GET', path)
      expect(status).to.equal(200)
      checkProto('Model', body)
      expect(body.name.endsWith(`/${model}`)).to.equal(true)
    })
  }

  it('tell what a model can do', async () => {
    const { body } = await send('GET', 'v1beta/models/Numbers')
    expect(body.supportedGenerationMethods).to.include.members(['embedContent', 'batchEmbedContents'])
    expect((await send('GET', 'v1beta/models/Scripted')).body.supportedGenerationMethods).to.deep.equal([
      'generateContent',
      'countTokens',
    ])
  })

  it('list the models, all or a page at a time', async () => {
    const all = ['Scripted', 'Patient', 'acme/bot:1', 'Numbers'].map((name) => `models/${name}`)
    const { body } = await send('GET', 'v1beta/models/')
    checkProto('ListModelsResponse', body)
    expect(body.models.map(({ name }: { name: string }) => name)).to.deep.equal(all)
    expect(body).to.not.have.property('nextPageToken')
    const listed: string[] = []
    for (let token: string | undefined = ''; token !== undefined; ) {
      const page = await send('GET', `v1/models?page_size=3&pageToken=${token}`)
      checkProto('ListModelsResponse', page.body)
      listed.push(...page.body.models.map(({ name }: { name: string }) => name))
      token = page.body.nextPageToken
    }
    expect(listed).to.deep.equal(all)
  })

  it('list them as Vertex AI does, and none that is tuned', async () => {
    const { body } = await send('GET', 'v1beta1/publishers/google/models')
    expect(body.publisherModels[0].name).to.equal('publishers/google/models/Scripted')
    expect((await send('GET', 'v1beta/tunedModels')).body).to.deep.equal({ tunedModels: [] })
  })

  const refused: { method?: string; path: string; status: number; name: string }[] = [
    { path: 'v1beta/models/Scripted:noSuchVerb', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/models/Scripted:constructor', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/models/Scripted', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/models', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/nothing', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/models/no-such:generateContent', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta/models/no-such:countTokens', status: 404, name: 'NOT_FOUND' },
    { path: 'v1beta1/publishers/google/models/Numbers:predict', status: 501, name: 'UNIMPLEMENTED' },
    { path: 'v1beta/models/Scripted:batchGenerateContent', status: 501, name: 'UNIMPLEMENTED' },
    { path: 'v1beta/models/Scripted:computeTokens', status: 501, name: 'UNIMPLEMENTED' },
    { path: 'upload/v1beta/files', status: 501, name: 'UNIMPLEMENTED' },
    { path: 'v1beta/cachedContents', status: 501, name: 'UNIMPLEMENTED' },
    { path: 'v1beta/files:register', status: 501, name: 'UNIMPLEMENTED' },
    { method: 'GET', path: 'v1beta/files/abc', status: 501, name: 'UNIMPLEMENTED' },
    { method: 'GET', path: 'v1beta/models/no-such', status: 404, name: 'NOT_FOUND' },
    { method: 'GET', path: 'v1beta/models?pageSize=-1', status: 400, name: 'INVALID_ARGUMENT' },
    { method: 'GET', path: 'v1beta/models?pageToken=x', status: 400, name: 'INVALID_ARGUMENT' },
    { method: 'GET', path: '', status: 404, name: 'NOT_FOUND' },
    { method: 'DELETE', path: 'v1beta/models/Scripted', status: 405, name: 'UNIMPLEMENTED' },
  ]
  for (const { method = 'POST', path, status, name } of refused) {
    it(`refuse ${method} /gemini/${path}`, async () => {
      const { status: got, headers, body } = await send(method, path, method === 'POST' ? { contents } : undefined)
      expect([got, body.error.code, body.error.status]).to.deep.equal([status, status, name])
      expect(headers.get('x-request-id')).to.match(/./)
      expect(headers.get('x-should-retry')).to.equal(status === 501 ? 'false' : null)
    })
  }
})
