import {
  type ContentBlock,
  ConverseCommand,
  type ConverseCommandInput,
  ConverseStreamCommand,
  type ConverseStreamOutput,
  CountTokensCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { describeAws } from '../support/bedrock-sdk.ts'
import { openStage } from '../support/stage.ts'

const ask = (text: string, rest: Partial<ConverseCommandInput> = {}): ConverseCommandInput => ({
  modelId: 'Scripted',
  messages: [{ role: 'user', content: [{ text }] }],
  ...rest,
})

const toolConfig: NonNullable<ConverseCommandInput['toolConfig']> = {
  tools: [
    {
      toolSpec: {
        name: 'add',
        description: 'Adds.',
        inputSchema: { json: { type: 'object', properties: { a: { type: 'number' } } } },
      },
    },
    { cachePoint: { type: 'default' } },
  ],
}

const scripts: Record<string, Script> = {
  add: async function* ({ messages }) {
    const results = messages.flatMap((message) => (message.role === 'tool' ? message.parts : []))
    if (results.length > 0) return yield `The sum is ${JSON.stringify(results)}.`
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '{"a":' }
    yield { type: 'tool-input-delta', id: 'call_1', name: 'add', text: '1}' }
    yield { type: 'tool-call', call: { id: 'call_1', name: 'add', input: { a: 1 } } }
  },
  think: async function* () {
    yield { type: 'reasoning-delta', text: 'Hm. ' }
    yield { type: 'reasoning-delta', text: 'So.', opaque: 'sig' }
    yield { type: 'reasoning-delta', text: '', opaque: { redacted: 'c2VjcmV0' } }
    yield 'Yes.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a' } }
  },
}

describeAws(
  'Converse',
  (sdk) => {
    const converse = (input: ConverseCommandInput) => sdk.client.send(new ConverseCommand(input))
    const stream = async (input: ConverseCommandInput): Promise<ConverseStreamOutput[]> => {
      const events: ConverseStreamOutput[] = []
      const { stream = [] } = await sdk.client.send(new ConverseStreamCommand(input))
      for await (const event of stream) events.push(event)
      return events
    }

    it('has an answer', async () => {
      const { output, stopReason, usage, metrics, $metadata } = await converse(ask('plain'))
      expect(output?.message).to.deep.equal({ role: 'assistant', content: [{ text: 'One. Two. Three.' }] })
      expect([stopReason, usage]).to.deep.equal(['end_turn', { inputTokens: 2, outputTokens: 4, totalTokens: 6 }])
      expect(metrics?.latencyMs).to.be.greaterThan(0)
      expect([$metadata.httpStatusCode, $metadata.attempts]).to.deep.equal([200, 1])
      expect($metadata.requestId).to.match(/^[0-9a-f-]{36}$/)
    })

    it('streams', async () => {
      const events = await stream(ask('words'))
      expect(events.map((event) => Object.keys(event).join())).to.deep.equal([
        'messageStart',
        ...Array(3).fill('contentBlockDelta'),
        'contentBlockStop',
        'messageStop',
        'metadata',
      ])
      const deltas = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta ?? [])
      expect(deltas).to.deep.equal([{ text: 'One' }, { text: ' two' }, { text: ' three' }])
      expect(events.at(-2)).to.deep.equal({ messageStop: { stopReason: 'end_turn' } })
      expect(events.at(-1)?.metadata?.usage).to.deep.equal({ inputTokens: 2, outputTokens: 4, totalTokens: 6 })
    })

    for (const modelId of ['acme/bot:1', 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/Scripted']) {
      it(`takes the model id ${modelId}`, async () => {
        const { output } = await converse(ask('plain', { modelId }))
        expect(output?.message?.content).to.deep.equal([{ text: 'One. Two. Three.' }])
      })
    }

    it('keeps to maxTokens and stopSequences, and says so', async () => {
      const short = await converse(ask('long', { inferenceConfig: { maxTokens: 2 } }))
      expect([short.output?.message?.content, short.stopReason]).to.deep.equal([[{ text: 'abcdabcd' }], 'max_tokens'])
      const stopped = ask('plain', {
        inferenceConfig: { stopSequences: ['Two'] },
        additionalModelResponseFieldPaths: ['/stop_sequence', '/delta/stop_sequence'],
      })
      const whole = await converse(stopped)
      expect([whole.output?.message?.content, whole.stopReason]).to.deep.equal([[{ text: 'One. ' }], 'stop_sequence'])
      const fields = { stop_sequence: 'Two', delta: { stop_sequence: 'Two' } }
      expect(whole.additionalModelResponseFields).to.deep.equal(fields)
      const { messageStop } = (await stream(stopped)).find((event) => event.messageStop) ?? {}
      expect(messageStop).to.deep.equal({
        stopReason: 'stop_sequence',
        additionalModelResponseFields: fields,
      })
    })

    it('calls a tool, and hears of its result', async () => {
      const first = await converse(ask('add', { toolConfig }))
      const content = first.output?.message?.content ?? []
      expect(content).to.deep.equal([{ toolUse: { toolUseId: 'call_1', name: 'add', input: { a: 1 } } }])
      expect(first.stopReason).to.equal('tool_use')
      const messages: ConverseCommandInput['messages'] = [
        { role: 'user', content: [{ text: 'add' }] },
        { role: 'assistant', content },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'call_1', content: [{ json: { sum: 7 } }], status: 'error' } }],
        },
      ]
      const { output } = await converse(ask('', { messages, toolConfig }))
      expect(output?.message?.content?.[0]?.text).to.include('"data":{"sum":7}')
      expect(sdk.stage.requests.at(-1)?.messages.at(-1)).to.deep.equal({
        role: 'tool',
        callId: 'call_1',
        parts: [{ type: 'data', data: { sum: 7 } }],
        failed: true,
      })
    })

    it('streams the input of a call in pieces', async () => {
      const events = await stream(ask('add', { toolConfig }))
      const start = events.find((event) => event.contentBlockStart)?.contentBlockStart
      expect(start).to.deep.equal({ contentBlockIndex: 0, start: { toolUse: { toolUseId: 'call_1', name: 'add' } } })
      const pieces = events.flatMap(({ contentBlockDelta }) => contentBlockDelta?.delta?.toolUse?.input ?? [])
      expect(pieces).to.deep.equal(['{"a":', '1}'])
    })

    it('carries reasoning, what is not to be read, and sources; all of it goes back', async () => {
      const document = { name: 'd', source: { text: 'u' }, citations: { enabled: true } } as const
      const cited = ask('', { messages: [{ role: 'user', content: [{ document }, { text: 'think' }] }] as never[] })
      const { output } = await converse(cited)
      const content: ContentBlock[] = output?.message?.content ?? []
      const citation = {
        title: 'A page',
        source: 'https://example.com/a',
        sourceContent: [],
        location: { web: { url: 'https://example.com/a', domain: 'example.com' } },
      }
      expect(content).to.deep.equal([
        { reasoningContent: { reasoningText: { text: 'Hm. So.', signature: 'sig' } } },
        { reasoningContent: { redactedContent: new Uint8Array(Buffer.from('secret')) } },
        { text: 'Yes.' },
        { citationsContent: { content: [], citations: [citation] } },
      ])
      const question = { role: 'user', content: [{ text: 'plain' }] } as const
      await converse(ask('', { messages: [question, { role: 'assistant', content }, question] as never[] }))
      expect(sdk.stage.requests.at(-1)?.messages[1]?.parts).to.deep.equal([
        { type: 'reasoning', text: 'Hm. So.', opaque: 'sig' },
        { type: 'reasoning', text: '', opaque: { redacted: 'c2VjcmV0' } },
        { type: 'text', text: 'Yes.' },
      ])
      const deltas = (await stream(cited)).flatMap(({ contentBlockDelta }) => contentBlockDelta ?? [])
      expect(deltas).to.deep.equal([
        { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Hm. ' } } },
        { contentBlockIndex: 0, delta: { reasoningContent: { text: 'So.' } } },
        { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'sig' } } },
        {
          contentBlockIndex: 1,
          delta: { reasoningContent: { redactedContent: new Uint8Array(Buffer.from('secret')) } },
        },
        { contentBlockIndex: 2, delta: { text: 'Yes.' } },
        { contentBlockIndex: 2, delta: { citation } },
      ])
    })

    it('passes media on as parts', async () => {
      const bytes = Uint8Array.of(1, 2, 3)
      const content: ContentBlock[] = [
        { guardContent: { text: { text: 'plain' } } },
        { image: { format: 'png', source: { bytes } } },
        { document: { format: 'pdf', name: 'Report', source: { bytes } } },
        { document: { name: 'Notes', source: { text: 'words' } } },
        { video: { format: 'three_gp', source: { bytes } } },
        { audio: { format: 'mp3', source: { bytes } } },
      ]
      await converse(ask('', { messages: [{ role: 'user', content }] }))
      const data = Buffer.from(bytes)
      expect(sdk.stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'text', text: 'plain' },
        { type: 'image', mediaType: 'image/png', data },
        { type: 'file', mediaType: 'application/pdf', data, name: 'Report' },
        { type: 'file', mediaType: 'text/plain', data: Buffer.from('words'), name: 'Notes' },
        { type: 'file', mediaType: 'video/3gpp', data },
        { type: 'audio', mediaType: 'audio/mpeg', data },
      ])
    })

    it('counts the tokens that a question is then told to have cost', async () => {
      const messages = [{ role: 'user' as const, content: [{ text: 'plain' }] }]
      const system = [{ text: 'Be brief, and nothing else.' }]
      const counted = new CountTokensCommand({ modelId: 'Scripted', input: { converse: { messages, system } } })
      const { inputTokens } = await sdk.client.send(counted)
      const { usage } = await converse(ask('', { messages, system }))
      expect(inputTokens).to.equal(8).and.to.equal(usage?.inputTokens)
      const body = Buffer.from(JSON.stringify({ inputText: 'plain' }))
      const invoked = new CountTokensCommand({ modelId: 'Scripted', input: { invokeModel: { body } } })
      expect((await sdk.client.send(invoked)).inputTokens).to.equal(2)
    })

    it('leaves no defect behind', () => expect(sdk.stage.defects).to.deep.equal([]))
  },
  () => openStage({ scripts }),
)
