import { expect } from 'chai'
import { describeSdks, thrownBy } from '../support/openai.ts'

describeSdks('completions, models, embeddings', (sdk) => {
  it('completes a text', async () => {
    const answer = await sdk.client.completions.create({ model: 'Scripted', prompt: 'plain' })
    expect(answer.choices.map(({ text, finish_reason }) => [text, finish_reason])).to.deep.equal([
      ['One. Two. Three.', 'stop'],
    ])
    expect(answer.object).to.equal('text_completion')
  })

  it('completes a list of texts, each several times', async () => {
    const answer = await sdk.client.completions.create({
      model: 'Scripted',
      prompt: ['plain', 'words'],
      n: 2,
      echo: true,
    })
    const plain = 'plainOne. Two. Three.'
    const words = 'wordsOne two three'
    expect(answer.choices.map(({ index, text }) => [index, text])).to.deep.equal(
      [plain, plain, words, words].map((text, index) => [index, text]),
    )
  })

  it('streams a completion', async () => {
    let text = ''
    const stream = await sdk.client.completions.create({
      model: 'Scripted',
      prompt: 'words',
      max_tokens: 2,
      stream: true,
    })
    for await (const { choices } of stream) text += choices[0]?.text ?? ''
    expect(text).to.equal('One two ')
  })

  it('lists the models', async () => {
    const ids: string[] = []
    for await (const { id } of sdk.client.models.list()) ids.push(id)
    expect(ids).to.deep.equal(['Scripted', 'Patient', 'acme/bot:1', 'Numbers'])
  })

  for (const id of ['Scripted', 'acme/bot:1', 'scripted']) {
    it(`retrieves the model ${id}`, async () => {
      expect(await sdk.client.models.retrieve(id)).to.deep.include({ id, object: 'model', owned_by: 'dramatis' })
    })
  }

  it('answers as a model whose name has a slash and a colon', async () => {
    const messages = [{ role: 'user', content: 'plain' } as const]
    const { model } = await sdk.client.chat.completions.create({ model: 'acme/bot:1', messages })
    expect(model).to.equal('acme/bot:1')
  })

  for (const format of [undefined, 'float', 'base64'] as const) {
    it(`embeds, asked for ${format ?? 'what the SDK likes best'}`, async () => {
      const wanted = format === undefined ? {} : { encoding_format: format }
      const { data, usage } = await sdk.client.embeddings.create({ model: 'Numbers', input: ['ab', 'abcd'], ...wanted })
      const vectors = data.map(({ embedding }) => embedding)
      const expected = [
        [2, 0.5, -1],
        [4, 0.5, -1],
      ]
      const bytes = expected.map((vector) => Buffer.from(Float32Array.from(vector).buffer).toString('base64'))
      expect(vectors).to.deep.equal(format === 'base64' ? bytes : expected)
      expect(usage).to.deep.equal({ prompt_tokens: 2, total_tokens: 2 })
    })
  }

  it('embeds in fewer dimensions', async () => {
    const { data } = await sdk.client.embeddings.create({ model: 'Numbers', input: 'abc', dimensions: 2 })
    expect(data[0]?.embedding).to.deep.equal([3, 0.5])
  })

  it('is told once and for all that a persona cannot embed', async () => {
    const eager = new sdk.OpenAI({ apiKey: 'none', baseURL: `${sdk.stage.url}/openai/v1`, maxRetries: 2 })
    const asked = () => sdk.stage.served.filter((line) => line === 'POST /openai/v1/embeddings 501').length
    const before = asked()
    const error = await thrownBy(eager.embeddings.create({ model: 'Scripted', input: 'x' }))
    expect(error).to.be.instanceOf(sdk.OpenAI.InternalServerError).and.to.have.property('status', 501)
    expect((error as InstanceType<typeof sdk.OpenAI.APIError>).headers?.get('x-should-retry')).to.equal('false')
    expect(asked() - before).to.equal(1)
  })
})
