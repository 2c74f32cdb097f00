import { expect } from 'chai'
import OpenAI from 'openai'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage, type Stage } from '../support/stage.ts'

/** Ollama has OpenAI's routes beside its own, and clients of either kind are given its address. */
describe("the openai SDK at Ollama's address", () => {
  let stage: Stage
  let client: OpenAI
  before(async () => {
    stage = await openStage()
    client = new OpenAI({ apiKey: 'ollama', baseURL: `${stage.url}/ollama/v1`, maxRetries: 0 })
  })
  after(() => stage.close())

  const ask = (content: string, model = 'Scripted') => ({ model, messages: [{ role: 'user', content } as const] })

  it('chats, whole and streamed', async () => {
    const { choices } = await client.chat.completions.create(ask('plain'))
    expect(choices[0]?.message.content).to.equal('One. Two. Three.')
    const streamed = client.chat.completions.stream({ ...ask('words'), stream_options: { include_usage: true } })
    expect(await streamed.finalContent()).to.equal('One two three')
    expect((await streamed.totalUsage()).total_tokens).to.equal(6)
  })
  it('chats with a name that has a tag', async () => {
    const { choices, model } = await client.chat.completions.create(ask('plain', 'scripted:latest'))
    expect([choices[0]?.message.content, model]).to.deep.equal(['One. Two. Three.', 'scripted:latest'])
  })
  it('completes a text', async () => {
    const { choices } = await client.completions.create({ model: 'Scripted', prompt: 'plain' })
    expect(choices[0]?.text).to.equal('One. Two. Three.')
  })
  it('embeds', async () => {
    const { data } = await client.embeddings.create({ model: 'Numbers', input: 'ab' })
    expect(data[0]?.embedding).to.deep.equal([2, 0.5, -1])
  })
  it('lists the models, and one of them', async () => {
    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    expect(ids).to.deep.equal(['Scripted', 'Patient', 'acme/bot:1', 'Numbers'])
    expect(await client.models.retrieve('acme/bot:1')).to.include({ id: 'acme/bot:1', object: 'model' })
  })
  it("throws OpenAI's errors", async () => {
    const unknown = await thrownBy(client.chat.completions.create(ask('plain', 'no-such')))
    expect(unknown).to.be.instanceOf(OpenAI.NotFoundError).and.to.have.property('code', 'model_not_found')
    const wrong = await thrownBy(client.chat.completions.create({ ...ask('plain'), temperature: 3 }))
    expect(wrong).to.be.instanceOf(OpenAI.BadRequestError).and.to.have.property('param', 'temperature')
    const nowhere = await thrownBy(client.get('/nowhere'))
    expect(nowhere).to.be.instanceOf(OpenAI.NotFoundError).and.to.have.property('code', 'unknown_url')
  })
  it('tells the solver of an abort', async () => {
    const stream = await client.chat.completions.create({ ...ask('endless', 'Patient'), stream: true })
    for await (const { choices } of stream) if (choices[0]?.delta.content) stream.controller.abort()
    await eventually('the solver hears of it', () => stage.left.length === 1)
  })
})
