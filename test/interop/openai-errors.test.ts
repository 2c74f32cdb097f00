import { expect } from 'chai'
import type OpenAI from 'openai'
import { describeSdks, thrownBy } from '../support/openai.ts'
import { eventually, openStage } from '../support/stage.ts'

type Thrown = InstanceType<typeof OpenAI.APIError>
const ask = (question: string, model = 'Scripted') => ({
  model,
  messages: [{ role: 'user', content: question } as const],
})

const failures = [
  { question: 'nothing', kind: 'UnprocessableEntityError', status: 422, code: 'unanswered' },
  { question: 'early failure', kind: 'InternalServerError', status: 502, code: 'solver_failed' },
  { question: 'too slow', kind: 'InternalServerError', status: 504, code: 'timeout' },
  { question: 'plain', model: 'no-such', kind: 'NotFoundError', status: 404, code: 'model_not_found' },
] as const

const badBodies = [
  { body: { messages: [] }, param: 'messages', code: 'invalid_value' },
  { body: { messages: 'hi' }, param: 'messages', code: 'invalid_type' },
  { body: {}, param: 'messages', code: 'missing_required_parameter' },
  { body: { messages: [{ role: 'user' }] }, param: 'messages[0].content', code: 'missing_required_parameter' },
  {
    body: { messages: [{ role: 'tool', content: 'x' }] },
    param: 'messages[0].tool_call_id',
    code: 'missing_required_parameter',
  },
  { body: { messages: [{ role: 'owl', content: 'x' }] }, param: 'messages[0].role', code: 'invalid_value' },
  { body: { ...ask('plain'), temperature: 3 }, param: 'temperature', code: 'invalid_value' },
  { body: { ...ask('plain'), n: 0 }, param: 'n', code: 'invalid_value' },
  { body: { ...ask('plain'), logprobs: true }, param: 'logprobs', code: 'invalid_value' },
  {
    body: { ...ask('plain'), response_format: { type: 'json_schema' } },
    param: 'response_format.json_schema',
    code: 'missing_required_parameter',
  },
  {
    body: { ...ask('plain'), tools: [{ type: 'function', function: {} }] },
    param: 'tools[0].function.name',
    code: 'missing_required_parameter',
  },
] as const

describeSdks('errors', (sdk) => {
  for (const stream of [false, true]) {
    for (const { question, kind, status, code, ...rest } of failures) {
      it(`throws ${kind} ${status} for "${question}", ${stream ? 'streamed' : 'whole'}`, async () => {
        const model = 'model' in rest ? rest.model : 'Scripted'
        const thrown = await thrownBy(sdk.client.chat.completions.create({ ...ask(question, model), stream }))
        expect(thrown).to.be.instanceOf(sdk.OpenAI[kind])
        const error = thrown as Thrown // the line above has checked it
        expect({ status: error.status, code: error.code }).to.deep.equal({ status, code })
        expect(error.requestID).to.match(/^[0-9a-f-]{36}$/)
        expect(error.message).to.not.include('secret-detail')
      })
    }
  }

  for (const { body, param, code } of badBodies) {
    it(`throws BadRequestError that names ${param}: ${code}`, async () => {
      const params = { model: 'Scripted', ...body } as unknown as ReturnType<typeof ask> // wrong on purpose
      const thrown = await thrownBy(sdk.client.chat.completions.create(params))
      expect(thrown).to.be.instanceOf(sdk.OpenAI.BadRequestError).and.to.include({ status: 400, param, code })
    })
  }

  it('throws NotFoundError for a model that it looks up', async () => {
    const thrown = await thrownBy(sdk.client.models.retrieve('no/such:1'))
    expect(thrown).to.be.instanceOf(sdk.OpenAI.NotFoundError).and.to.have.property('code', 'model_not_found')
  })

  it('names the turn of a failure, and its trace tells who failed', async () => {
    const error = (await thrownBy(sdk.client.chat.completions.create(ask('early failure')))) as Thrown
    const trace = await fetch(`${sdk.stage.url}/api/v1/turns/${error.headers?.get('x-dramatis-turn')}`)
    expect(await trace.json()).to.deep.include({ outcome: 'failed', error: 'solver-failed' })
  })

  it('throws APIError in the middle of a stream', async () => {
    const said: string[] = []
    const stream = await sdk.client.chat.completions.create({ ...ask('late failure'), stream: true })
    const read = async () => {
      for await (const { choices } of stream) said.push(choices[0]?.delta.content ?? '')
    }
    const thrown = await thrownBy(read())
    expect(thrown).to.be.instanceOf(sdk.OpenAI.APIError).and.to.have.property('code', 'solver_failed')
    expect(said.join('')).to.equal('It began')
  })

  it('tells the solver of an abort in the middle of a stream', async () => {
    const stream = await sdk.client.chat.completions.create({ ...ask('endless', 'Patient'), stream: true })
    const before = sdk.stage.left.length
    for await (const { choices } of stream) if (choices[0]?.delta.content) stream.controller.abort()
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('tells the solver of an abort before the first word, and asks nobody further', async () => {
    const [left, passedOn, asked] = [sdk.stage.left, sdk.stage.passedOn, sdk.stage.requests].map(({ length }) => length)
    const controller = new AbortController()
    const thrown = thrownBy(sdk.client.chat.completions.create(ask('slow', 'Patient'), { signal: controller.signal }))
    await eventually('the solver is asked', () => sdk.stage.requests.length > (asked ?? 0))
    controller.abort()
    expect(await thrown).to.be.instanceOf(sdk.OpenAI.APIUserAbortError)
    await eventually('the solver hears of it', () => sdk.stage.left.length === (left ?? 0) + 1)
    expect(sdk.stage.passedOn).to.have.lengthOf(passedOn ?? 0)
  })

  it('tells the solver of a client whose time is up', async () => {
    const before = sdk.stage.left.length
    const thrown = await thrownBy(sdk.client.chat.completions.create(ask('slow', 'Patient'), { timeout: 100 }))
    expect(thrown).to.be.instanceOf(sdk.OpenAI.APIConnectionTimeoutError)
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
})

describeSdks(
  'a full house',
  (sdk) => {
    it('throws RateLimitError while another answer is under way', async () => {
      const held = await sdk.client.chat.completions.create({ ...ask('endless', 'Patient'), stream: true })
      const thrown = await thrownBy(sdk.client.chat.completions.create(ask('plain')))
      expect(thrown).to.be.instanceOf(sdk.OpenAI.RateLimitError).and.to.have.property('code', 'rate_limit_exceeded')
      expect((thrown as Thrown).headers?.get('retry-after')).to.equal('1')
      held.controller.abort()
      await eventually('the first has left', () => sdk.stage.left.length === 1)
      const patient = sdk.client.chat.completions.create(ask('plain'), { maxRetries: 2 })
      expect((await patient).choices[0]?.message.content).to.equal('One. Two. Three.')
    })
  },
  () => openStage({ settings: { maxTurns: 1 } }),
)
