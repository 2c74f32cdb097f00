import { expect } from 'chai'
import OpenAI from 'openai'
import { thrownBy } from '../support/openai.ts'
import { openStage, type Stage } from '../support/stage.ts'

/** Google has OpenAI's routes beside its own, and clients of either kind are given its address. */
describe("the openai SDK at Gemini's address", () => {
  let stage: Stage
  let client: OpenAI
  before(async () => {
    stage = await openStage()
    client = new OpenAI({ apiKey: 'gemini', baseURL: `${stage.url}/gemini/v1beta/openai/`, maxRetries: 0 })
  })
  after(() => stage.close())

  const ask = (content: string, model = 'Scripted') => ({ model, messages: [{ role: 'user', content } as const] })

  it('chats, whole and streamed', async () => {
    const { choices } = await client.chat.completions.create(ask('plain'))
    expect(choices[0]?.message.content).to.equal('One. Two. Three.')
    expect(await client.chat.completions.stream(ask('words')).finalContent()).to.equal('One two three')
  })
  it('embeds', async () => {
    const { data } = await client.embeddings.create({ model: 'Numbers', input: 'ab' })
    expect(data[0]?.embedding).to.deep.equal([2, 0.5, -1])
  })
  it('lists the models', async () => {
    const ids: string[] = []
    for await (const { id } of client.models.list()) ids.push(id)
    expect(ids).to.include('Scripted')
  })
  it('tells errors in its form', async () => {
    expect(await thrownBy(client.chat.completions.create(ask('plain', 'nobody')))).to.have.property('status', 404)
  })
})
