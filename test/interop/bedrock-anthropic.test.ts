import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage, type Stage } from '../support/stage.ts'

const ask = (content: string, model = 'Scripted') => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user' as const, content }],
})

const tools = [{ name: 'add', description: 'Adds.', input_schema: { type: 'object' as const } }]

const scripts: Record<string, Script> = {
  add: async function* () {
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '{"a":' }
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '1}' }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
  },
}

describe('AnthropicBedrock', () => {
  let stage: Stage
  let client: AnthropicBedrock
  before(async () => {
    stage = await openStage({ scripts })
    client = new AnthropicBedrock({
      baseURL: `${stage.url}/bedrock`,
      awsAccessKey: 'none',
      awsSecretKey: 'none',
      awsRegion: 'us-east-1',
      maxRetries: 0,
    })
  })
  after(() => stage.close())

  it('has an answer', async () => {
    const { content, stop_reason, usage, role } = await client.messages.create(ask('plain'))
    expect(content[0]).to.include({ type: 'text', text: 'One. Two. Three.' })
    expect([stop_reason, role, usage.output_tokens]).to.deep.equal(['end_turn', 'assistant', 4])
  })

  it('takes a model whose name has a slash and a colon', async () => {
    expect((await client.messages.create(ask('plain', 'acme/bot:1'))).model).to.equal('acme/bot:1')
  })

  it('streams through its helper', async () => {
    const said: string[] = []
    const stream = client.messages.stream(ask('words')).on('text', (text) => said.push(text))
    const { content, stop_reason } = await stream.finalMessage()
    expect(content[0]).to.include({ type: 'text', text: 'One two three' })
    expect([said, stop_reason]).to.deep.equal([['One', ' two', ' three'], 'end_turn'])
  })

  it('calls a tool, whole and streamed', async () => {
    const called = { type: 'tool_use', id: 'call_1', name: 'add', input: { a: 1 } }
    const whole = await client.messages.create({ ...ask('add'), tools })
    expect(whole.content[0]).to.deep.include(called)
    const streamed = await client.messages.stream({ ...ask('add'), tools }).finalMessage()
    expect([streamed.content[0]?.type, streamed.stop_reason]).to.deep.equal(['tool_use', 'tool_use'])
    expect(streamed.content[0]).to.deep.include(called)
  })

  it('throws NotFoundError', async () => {
    const thrown = await thrownBy(client.messages.create(ask('plain', 'no-such')))
    expect(thrown).to.have.property('status', 404)
    expect(thrown).to.be.instanceOf(Error)
  })

  it('throws in the middle of a stream', async () => {
    const thrown = await thrownBy(client.messages.stream(ask('late failure')).finalMessage())
    expect(String((thrown as Error).message))
      .to.include('modelStreamErrorException')
      .and.to.not.include('secret-detail')
  })

  it('tells the solver of an abort', async () => {
    const before = stage.left.length
    const stream = client.messages.stream(ask('endless', 'Patient'))
    stream.on('text', () => stream.abort())
    expect(await thrownBy(stream.finalMessage())).to.be.instanceOf(Error)
    await eventually('the solver hears of it', () => stage.left.length === before + 1)
  })

  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})
