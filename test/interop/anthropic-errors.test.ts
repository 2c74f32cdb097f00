import type Anthropic from '@anthropic-ai/sdk'
import { expect } from 'chai'
import { describeSdks } from '../support/anthropic.ts'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage } from '../support/stage.ts'

type Thrown = InstanceType<typeof Anthropic.APIError>
const ask = (content: string, model = 'Scripted') => ({
  model,
  max_tokens: 100,
  messages: [{ role: 'user', content } as const],
})

const failures = [
  { question: 'nothing', kind: 'UnprocessableEntityError', status: 422, type: 'invalid_request_error' },
  { question: 'early failure', kind: 'InternalServerError', status: 502, type: 'api_error' },
  { question: 'too slow', kind: 'InternalServerError', status: 504, type: 'timeout_error' },
  { question: 'plain', model: 'no-such', kind: 'NotFoundError', status: 404, type: 'not_found_error' },
] as const

describeSdks('errors', (sdk) => {
  for (const stream of [false, true]) {
    for (const { question, kind, status, type, ...rest } of failures) {
      it(`throws ${kind} ${status} for "${question}", ${stream ? 'streamed' : 'whole'}`, async () => {
        const model = 'model' in rest ? rest.model : 'Scripted'
        const thrown = await thrownBy(sdk.client.messages.create({ ...ask(question, model), stream }))
        // The later major has a class of its own for a gateway that is out of time.
        const Kind = status === 504 && sdk.major > 0 ? sdk.Anthropic.APIError : sdk.Anthropic[kind]
        expect(thrown).to.be.instanceOf(Kind)
        const error = thrown as Thrown // the line above has checked it
        expect([error.status, error.type]).to.deep.equal([status, type])
        expect(error.requestID).to.match(/^[0-9a-f-]{36}$/)
        expect(error.error).to.deep.include({ type: 'error', request_id: error.requestID })
        expect(error.message).to.not.include('secret-detail')
      })
    }
  }

  it('throws BadRequestError that names the field', async () => {
    const wrong = { ...ask('plain'), messages: [{ role: 'user' }] } as unknown as ReturnType<typeof ask>
    const thrown = await thrownBy(sdk.client.messages.create(wrong))
    expect(thrown).to.be.instanceOf(sdk.Anthropic.BadRequestError)
    expect((thrown as Thrown).message).to.include('messages.0.content: Field required')
  })

  it('throws NotFoundError for a model that it looks up', async () => {
    const thrown = await thrownBy(sdk.client.models.retrieve('no/such:1'))
    expect(thrown).to.be.instanceOf(sdk.Anthropic.NotFoundError).and.to.have.property('type', 'not_found_error')
  })

  it('throws APIError in the middle of a stream', async () => {
    const said: string[] = []
    const stream = sdk.client.messages.stream(ask('late failure'))
    stream.on('text', (delta) => said.push(delta))
    const thrown = await thrownBy(stream.finalMessage())
    expect(thrown).to.be.instanceOf(sdk.Anthropic.APIError).and.to.have.property('type', 'api_error')
    expect(said.join('')).to.equal('It began')
  })

  it('tells the solver of an abort in the middle of a stream', async () => {
    const before = sdk.stage.left.length
    const stream = sdk.client.messages.stream(ask('endless', 'Patient'))
    stream.on('text', () => stream.abort())
    expect(await thrownBy(stream.done())).to.be.instanceOf(sdk.Anthropic.APIUserAbortError)
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('tells the solver of an abort before the first word, and asks nobody further', async () => {
    const [left, passedOn, asked] = [sdk.stage.left, sdk.stage.passedOn, sdk.stage.requests].map(({ length }) => length)
    const controller = new AbortController()
    const thrown = thrownBy(sdk.client.messages.create(ask('slow', 'Patient'), { signal: controller.signal }))
    await eventually('the solver is asked', () => sdk.stage.requests.length > (asked ?? 0))
    controller.abort()
    expect(await thrown).to.be.instanceOf(sdk.Anthropic.APIUserAbortError)
    await eventually('the solver hears of it', () => sdk.stage.left.length === (left ?? 0) + 1)
    expect(sdk.stage.passedOn).to.have.lengthOf(passedOn ?? 0)
  })

  it('tells the solver of a client whose time is up', async () => {
    const before = sdk.stage.left.length
    const thrown = await thrownBy(sdk.client.messages.create(ask('slow', 'Patient'), { timeout: 100 }))
    expect(thrown).to.be.instanceOf(sdk.Anthropic.APIConnectionTimeoutError)
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
})

describeSdks(
  'a small and full house',
  (sdk) => {
    it('throws RateLimitError while another answer is under way', async () => {
      const held = sdk.client.messages.stream(ask('endless', 'Patient'))
      await new Promise((resolve) => held.once('text', resolve))
      const thrown = await thrownBy(sdk.client.messages.create(ask('plain')))
      expect(thrown).to.be.instanceOf(sdk.Anthropic.RateLimitError).and.to.have.property('type', 'rate_limit_error')
      expect((thrown as Thrown).headers?.get('retry-after')).to.equal('1')
      held.abort()
      await thrownBy(held.done())
      await eventually('the first has left', () => sdk.stage.left.length === 1)
      const { content } = await sdk.client.messages.create(ask('plain'), { maxRetries: 2 })
      expect(content[0]).to.deep.include({ text: 'One. Two. Three.' })
    })

    it('throws 413 for a request that is too large', async () => {
      const thrown = (await thrownBy(sdk.client.messages.create(ask('x'.repeat(20_000))))) as Thrown
      expect([thrown.status, thrown.type]).to.deep.equal([413, 'request_too_large'])
    })
  },
  () => openStage({ settings: { maxTurns: 1, bodyLimit: 10_000 } }),
)
