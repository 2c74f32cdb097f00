import { expect } from 'chai'
import { ask, describeSdks } from '../support/gemini.ts'
import { thrownBy } from '../support/openai.ts'
import { eventually } from '../support/stage.ts'

const failures = [
  { question: 'nothing', status: 422, name: 'FAILED_PRECONDITION' },
  { question: 'early failure', status: 502, name: 'UNAVAILABLE' },
  { question: 'too slow', status: 504, name: 'DEADLINE_EXCEEDED' },
  { question: 'plain', model: 'no-such', status: 404, name: 'NOT_FOUND' },
] as const

describeSdks('models, tokens, embeddings, errors', (sdk) => {
  it('lists the models, a page at a time', async () => {
    const names: (string | undefined)[] = []
    for await (const { name } of await sdk.client.models.list({ config: { pageSize: 3 } })) names.push(name)
    expect(names).to.deep.equal(['models/Scripted', 'models/Patient', 'models/acme/bot:1', 'models/Numbers'])
    const pages = () => sdk.stage.served.filter((line) => line.endsWith('/models 200'))
    await eventually('two pages are served', () => pages().length === 2)
  })

  for (const model of ['Scripted', 'models/acme/bot:1']) {
    it(`looks ${model} up`, async () => {
      const found = await sdk.client.models.get({ model })
      expect(found.name).to.equal(`models/${model.replace('models/', '')}`)
      expect(found.supportedActions).to.include('generateContent')
      expect(found.inputTokenLimit).to.be.greaterThan(0)
    })
  }

  it('counts tokens', async () => {
    expect((await sdk.client.models.countTokens({ model: 'Scripted', contents: 'plain' })).totalTokens).to.equal(2)
  })

  it('embeds texts', async () => {
    const contents = ['ab', 'abcd']
    const { embeddings } = await sdk.client.models.embedContent({ model: 'Numbers', contents })
    expect(embeddings?.map(({ values }) => values)).to.deep.equal([
      [2, 0.5, -1],
      [4, 0.5, -1],
    ])
    const config = { outputDimensionality: 2, taskType: 'RETRIEVAL_QUERY' }
    const short = await sdk.client.models.embedContent({ model: 'Numbers', contents: 'abc', config })
    expect(short.embeddings?.[0]?.values).to.deep.equal([3, 0.5])
  })

  it('is told that a persona cannot embed', async () => {
    const thrown = await thrownBy(sdk.client.models.embedContent({ model: 'Scripted', contents: 'x' }))
    expect(thrown).to.be.instanceOf(sdk.ApiError).and.to.have.property('status', 501)
  })

  for (const stream of [false, true]) {
    for (const { question, status, name, ...rest } of failures) {
      it(`throws ApiError ${status} for "${question}", ${stream ? 'streamed' : 'whole'}`, async () => {
        const params = ask(question, {}, 'model' in rest ? rest.model : 'Scripted')
        const call = stream
          ? sdk.client.models.generateContentStream(params)
          : sdk.client.models.generateContent(params)
        const thrown = await thrownBy(call)
        expect(thrown).to.be.instanceOf(sdk.ApiError).and.to.have.property('status', status)
        const { error } = JSON.parse((thrown as Error).message) // the line above has checked it
        expect([error.code, error.status]).to.deep.equal([status, name])
        expect(error.message).to.not.include('secret-detail')
      })
    }
  }

  it('throws ApiError in the middle of a stream', async () => {
    const said: string[] = []
    const read = async () => {
      for await (const { text } of await sdk.client.models.generateContentStream(ask('late failure')))
        said.push(text ?? '')
    }
    expect(await thrownBy(read()))
      .to.be.instanceOf(sdk.ApiError)
      .and.to.have.property('status', 502)
    expect(said).to.deep.equal(['It began'])
  })

  it('tells the solver of an abort in the middle of a stream', async () => {
    const before = sdk.stage.left.length
    const controller = new AbortController()
    const read = async () => {
      const params = ask('endless', { abortSignal: controller.signal }, 'Patient')
      for await (const _chunk of await sdk.client.models.generateContentStream(params)) controller.abort()
    }
    expect(await thrownBy(read())).to.have.property('name', 'AbortError')
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('tells the solver of an abort before the first word, and asks nobody further', async () => {
    const [left, passedOn, asked] = [sdk.stage.left, sdk.stage.passedOn, sdk.stage.requests].map(({ length }) => length)
    const controller = new AbortController()
    const params = ask('slow', { abortSignal: controller.signal }, 'Patient')
    const thrown = thrownBy(sdk.client.models.generateContent(params))
    await eventually('the solver is asked', () => sdk.stage.requests.length > (asked ?? 0))
    controller.abort()
    expect(await thrown).to.have.property('name', 'AbortError')
    await eventually('the solver hears of it', () => sdk.stage.left.length === (left ?? 0) + 1)
    expect(sdk.stage.passedOn).to.have.lengthOf(passedOn ?? 0)
  })

  for (const apiVersion of ['', 'v1', 'v1alpha']) {
    it(`speaks version "${apiVersion}"`, async () => {
      const client = new sdk.Client({ apiKey: 'none', apiVersion, httpOptions: { baseUrl: `${sdk.stage.url}/gemini` } })
      expect((await client.models.generateContent(ask('plain'))).text).to.equal('One. Two. Three.')
    })
  }

  it('speaks as Vertex AI does, with a key', async () => {
    const httpOptions = { baseUrl: `${sdk.stage.url}/gemini` }
    const client = new sdk.Client({ apiKey: 'none', vertexai: true, httpOptions })
    for (const model of ['Scripted', 'acme/bot:1', 'publishers/google/models/Scripted']) {
      expect((await client.models.generateContent(ask('plain', {}, model))).text, model).to.equal('One. Two. Three.')
    }
    const { totalTokens } = await client.models.countTokens({ model: 'Scripted', contents: 'plain' })
    expect(totalTokens).to.equal(2)
    const names: (string | undefined)[] = []
    for await (const { name } of await client.models.list()) names.push(name)
    expect(names).to.include('publishers/google/models/Scripted')
    const thrown = await thrownBy(client.models.embedContent({ model: 'Numbers', contents: 'x' }))
    expect(thrown).to.be.instanceOf(sdk.ApiError).and.to.have.property('status', 501)
  })

  it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
})
