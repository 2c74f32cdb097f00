import * as aws from '@aws-sdk/client-bedrock-runtime'
import { expect } from 'chai'
import { describeAws } from '../support/bedrock-sdk.ts'
import { thrownBy } from '../support/openai.ts'
import { eventually, openStage } from '../support/stage.ts'

const ask = (text: string, modelId = 'Scripted') => ({
  modelId,
  messages: [{ role: 'user' as const, content: [{ text }] }],
})
const invocation = (inputText: string, modelId = 'Scripted') => ({ modelId, body: JSON.stringify({ inputText }) })

const failures = [
  { question: 'nothing', kind: aws.ModelErrorException, status: 424, original: 422 },
  { question: 'early failure', kind: aws.ModelErrorException, status: 424, original: 502 },
  { question: 'too slow', kind: aws.ModelTimeoutException, status: 408 },
  { question: 'plain', modelId: 'no-such', kind: aws.ResourceNotFoundException, status: 404 },
] as const

const badBodies = [
  { wrong: { messages: [] }, says: "Value at 'messages' failed to satisfy constraint: Member must have length" },
  { wrong: { messages: undefined }, says: "Value at 'messages' failed to satisfy constraint: Member must not be null" },
  {
    wrong: { messages: [{ role: 'owl', content: [{ text: 'x' }] }] },
    says: "Value at 'messages.1.member.role' failed to satisfy constraint: Member must satisfy enum value set: [user, assistant, system]",
  },
  {
    wrong: { inferenceConfig: { maxTokens: 0 } },
    says: "Value at 'inferenceConfig.maxTokens' failed to satisfy constraint: Member must have value greater than or equal to 1",
  },
  { wrong: { messages: [{ role: 'user', content: [] }] }, says: 'messages.0 is empty' },
  { wrong: { guardrailConfig: { guardrailIdentifier: 'g', guardrailVersion: '1' } }, says: 'guardrail' },
  { wrong: { promptVariables: { a: { text: 'b' } } }, says: 'prompt management' },
  { wrong: { toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] } }, says: 'System tools' },
  {
    wrong: {
      messages: [
        { role: 'user', content: [{ image: { format: 'png', source: { s3Location: { uri: 's3://a/b' } } } }] },
      ],
    },
    says: 'S3 locations',
  },
] as const

describeAws('errors', (sdk) => {
  const commands = {
    Converse: (text: string, id?: string) => sdk.client.send(new aws.ConverseCommand(ask(text, id))),
    ConverseStream: (text: string, id?: string) => sdk.client.send(new aws.ConverseStreamCommand(ask(text, id))),
    InvokeModel: (text: string, id?: string) => sdk.client.send(new aws.InvokeModelCommand(invocation(text, id))),
    InvokeModelWithResponseStream: (text: string, id?: string) =>
      sdk.client.send(new aws.InvokeModelWithResponseStreamCommand(invocation(text, id))),
  }

  for (const [command, send] of Object.entries(commands)) {
    for (const { question, kind, status, ...rest } of failures) {
      it(`${command} throws ${kind.name} for "${question}"${'modelId' in rest ? ' of nobody' : ''}`, async () => {
        const thrown = await thrownBy(send(question, 'modelId' in rest ? rest.modelId : undefined))
        expect(thrown).to.be.instanceOf(kind).and.to.have.property('name', kind.name)
        const { $metadata, message } = thrown as aws.BedrockRuntimeServiceException // the line above has checked it
        expect([$metadata.httpStatusCode, $metadata.attempts]).to.deep.equal([status, 1])
        expect($metadata.requestId).to.match(/^[0-9a-f-]{36}$/)
        expect(message).to.not.include('secret-detail')
        if ('original' in rest) expect(thrown).to.have.property('originalStatusCode', rest.original)
      })
    }
  }

  for (const { wrong, says } of badBodies) {
    it(`throws ValidationException: ${says}`, async () => {
      const input = { ...ask('plain'), ...wrong } as unknown as aws.ConverseCommandInput // wrong on purpose
      const thrown = await thrownBy(sdk.client.send(new aws.ConverseCommand(input)))
      expect(thrown).to.be.instanceOf(aws.ValidationException)
      expect((thrown as Error).message).to.include(says)
    })
  }

  const badInvocations = [
    { body: {}, says: 'Malformed input request: #: No family' },
    { body: [], says: 'expected type: JSONObject' },
    { body: { inputText: 7 }, says: 'Malformed input request: #/inputText: must be a string, not a number' },
    { body: { prompt: 'a', max_gen_len: 0 }, says: 'Malformed input request: #/max_gen_len: must be >= 1, please' },
    { body: { messages: [{ content: 'a' }] }, says: 'Malformed input request: #/messages/0: required key [role] not' },
    { body: { texts: ['a'], input_type: 'search_query' }, says: 'does not support embeddings' },
  ]
  for (const { body, says } of badInvocations) {
    it(`throws ValidationException: ${says}`, async () => {
      const input = { modelId: 'Scripted', body: JSON.stringify(body) }
      const thrown = await thrownBy(sdk.client.send(new aws.InvokeModelCommand(input)))
      expect(thrown).to.be.instanceOf(aws.ValidationException)
      expect((thrown as Error).message).to.include(says)
    })
  }

  it('refuses a guardrail of InvokeModel', async () => {
    const input = { ...invocation('plain'), guardrailIdentifier: 'g', guardrailVersion: '1' }
    const thrown = await thrownBy(sdk.client.send(new aws.InvokeModelCommand(input)))
    expect(thrown).to.be.instanceOf(aws.ValidationException)
  })

  it('throws ModelStreamErrorException in the middle of a stream', async () => {
    const said: string[] = []
    const { stream } = await commands.ConverseStream('late failure')
    const read = async () => {
      for await (const { contentBlockDelta } of stream ?? []) said.push(contentBlockDelta?.delta?.text ?? '')
    }
    const thrown = await thrownBy(read())
    expect(thrown).to.be.instanceOf(aws.ModelStreamErrorException).and.to.have.property('originalStatusCode', 502)
    expect(said.join('')).to.equal('It began')
    expect((thrown as Error).message).to.not.include('secret-detail')
  })

  it('throws ModelStreamErrorException in the middle of chunks', async () => {
    const { body } = await commands.InvokeModelWithResponseStream('late failure')
    const chunks: string[] = []
    const read = async () => {
      for await (const { chunk } of body ?? []) chunks.push(Buffer.from(chunk?.bytes ?? []).toString())
    }
    expect(await thrownBy(read())).to.be.instanceOf(aws.ModelStreamErrorException)
    expect(chunks.map((chunk) => JSON.parse(chunk).outputText)).to.deep.equal(['It began'])
  })

  const streams: Record<string, (options: { abortSignal: AbortSignal }) => Promise<AsyncIterable<object> | undefined>> =
    {
      ConverseStream: async (options) =>
        (await sdk.client.send(new aws.ConverseStreamCommand(ask('endless', 'Patient')), options)).stream,
      InvokeModelWithResponseStream: async (options) => {
        const command = new aws.InvokeModelWithResponseStreamCommand(invocation('endless', 'Patient'))
        return (await sdk.client.send(command, options)).body
      },
    }
  for (const [command, open] of Object.entries(streams)) {
    it(`tells the solver of an abort in the middle of ${command}`, async () => {
      const before = sdk.stage.left.length
      const controller = new AbortController()
      const events = await open({ abortSignal: controller.signal })
      const read = async () => {
        for await (const _event of events ?? []) controller.abort()
      }
      await read().catch(() => undefined) // the SDK throws, or just ends
      await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
    })
  }

  it('tells the solver of an abort before the first word', async () => {
    const [before, asked] = [sdk.stage.left.length, sdk.stage.requests.length]
    const controller = new AbortController()
    const command = new aws.ConverseCommand(ask('slow', 'Patient'))
    const thrown = thrownBy(sdk.client.send(command, { abortSignal: controller.signal }))
    await eventually('the solver is asked', () => sdk.stage.requests.length > asked)
    controller.abort()
    expect(await thrown).to.have.property('name', 'AbortError')
    await eventually('the solver hears of it', () => sdk.stage.left.length === before + 1)
  })

  it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
})

describeAws(
  'a full house',
  (sdk) => {
    it('throws ThrottlingException while another answer is under way', async () => {
      const controller = new AbortController()
      const held = await sdk.client.send(new aws.ConverseStreamCommand(ask('endless', 'Patient')), {
        abortSignal: controller.signal,
      })
      const thrown = await thrownBy(sdk.client.send(new aws.ConverseCommand(ask('plain'))))
      expect(thrown).to.be.instanceOf(aws.ThrottlingException)
      expect((thrown as aws.ThrottlingException).$metadata.httpStatusCode).to.equal(429)
      const reading = (async () => {
        for await (const _event of held.stream ?? []) controller.abort()
      })()
      await reading.catch(() => undefined)
      await eventually('the first has left', () => sdk.stage.left.length === 1)
    })
  },
  () => openStage({ settings: { maxTurns: 1 } }),
)
