import { type CallableTool, type FunctionCall, type GenerateContentResponse, type Part, Type } from '@google/genai'
import { expect } from 'chai'
import type { Script } from 'dramatis/testing'
import { adds } from '../support/adds.ts'
import { ask, describeSdks } from '../support/gemini.ts'
import { openStage } from '../support/stage.ts'

const declaration = {
  name: 'add',
  description: 'Adds.',
  parameters: { type: Type.OBJECT, properties: { a: { type: Type.NUMBER, nullable: true } }, required: ['a'] },
}

const scripts: Record<string, Script> = {
  add: adds({ opaque: { signed: 1 } }),
  json: ({ output }) => JSON.stringify({ sum: output?.schema === undefined ? 'no schema' : 3 }),
  reason: async function* () {
    yield { type: 'reasoning-delta', text: 'Let me ' }
    yield { type: 'reasoning-delta', text: 'think.', opaque: 'c2lnbmVk' }
    yield 'Thought.'
  },
  sourced: async function* () {
    yield 'Größe: known.'
    yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a', start: 7, end: 12 } }
    yield { type: 'source', source: { title: 'A book' } }
  },
  picture: async function* () {
    yield { type: 'part', part: { type: 'image', mediaType: 'image/png', data: Uint8Array.of(1, 2, 3) } }
  },
  transcript: ({ messages }) =>
    messages.map(({ role, parts }) => `${role}:${parts.map((part) => ('text' in part ? part.text : '?'))}`).join('|'),
}

const collect = async (stream: AsyncIterable<GenerateContentResponse>): Promise<GenerateContentResponse[]> => {
  const chunks: GenerateContentResponse[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return chunks
}

describeSdks(
  'answers',
  (sdk) => {
    it('has an answer', async () => {
      const answer = await sdk.client.models.generateContent(ask('plain'))
      expect(answer.text).to.equal('One. Two. Three.')
      expect(answer.candidates?.map(({ finishReason, index }) => [finishReason, index])).to.deep.equal([['STOP', 0]])
      expect(answer.usageMetadata).to.deep.equal({ promptTokenCount: 2, candidatesTokenCount: 4, totalTokenCount: 6 })
      expect(answer.modelVersion).to.equal('Scripted')
      expect(answer.responseId).to.match(/^[0-9a-f-]{36}$/)
      expect(answer.sdkHttpResponse?.headers?.['x-dramatis-solver']).to.equal('first')
    })

    it('streams', async () => {
      const chunks = await collect(await sdk.client.models.generateContentStream(ask('words')))
      expect(chunks.map(({ text }) => text)).to.deep.equal(['One', ' two', ' three', ''])
      expect(chunks.map(({ candidates }) => candidates?.[0]?.finishReason)).to.deep.equal([
        undefined,
        undefined,
        undefined,
        'STOP',
      ])
      expect(chunks.at(-1)?.usageMetadata?.totalTokenCount).to.equal(6)
      expect(new Set(chunks.map(({ responseId }) => responseId))).to.have.lengthOf(1)
    })

    for (const model of ['acme/bot:1', 'models/Scripted', 'tunedModels/Scripted']) {
      it(`answers as ${model}, whole and streamed`, async () => {
        expect((await sdk.client.models.generateContent(ask('plain', {}, model))).text).to.equal('One. Two. Three.')
        const chunks = await collect(await sdk.client.models.generateContentStream(ask('plain', {}, model)))
        expect(chunks[0]?.modelVersion).to.equal(model.replace(/^\w*odels\//, ''))
      })
    }

    it('has several candidates', async () => {
      const { candidates, usageMetadata } = await sdk.client.models.generateContent(ask('plain', { candidateCount: 3 }))
      expect(candidates?.map(({ index, content }) => [index, content?.parts?.[0]?.text])).to.deep.equal(
        [0, 1, 2].map((index) => [index, 'One. Two. Three.']),
      )
      expect(usageMetadata).to.deep.equal({ promptTokenCount: 2, candidatesTokenCount: 12, totalTokenCount: 14 })
    })

    const limits = [
      { title: 'stopSequences', config: { stopSequences: ['Two'] }, text: 'One. ', finish: 'STOP', question: 'plain' },
      {
        title: 'maxOutputTokens',
        config: { maxOutputTokens: 2 },
        text: 'abcdabcd',
        finish: 'MAX_TOKENS',
        question: 'long',
      },
    ]
    for (const { title, config, text, finish, question } of limits) {
      it(`keeps to ${title}, whole and streamed`, async () => {
        const whole = await sdk.client.models.generateContent(ask(question, config))
        expect([whole.text, whole.candidates?.[0]?.finishReason]).to.deep.equal([text, finish])
        const chunks = await collect(await sdk.client.models.generateContentStream(ask(question, config)))
        expect(chunks.map(({ text }) => text).join('')).to.equal(text)
        expect(chunks.at(-1)?.candidates?.[0]?.finishReason).to.equal(finish)
      })
    }

    it('shows thoughts only where the client asks for them', async () => {
      const asked = await sdk.client.models.generateContent(
        ask('reason', { thinkingConfig: { includeThoughts: true, thinkingBudget: 100 } }),
      )
      expect(asked.candidates?.[0]?.content?.parts).to.deep.equal([
        { text: 'Let me think.', thought: true, thoughtSignature: 'c2lnbmVk' },
        { text: 'Thought.' },
      ])
      expect(sdk.stage.requests.at(-1)?.reasoning).to.deep.equal({ budget: 100 })
      const { candidates } = await sdk.client.models.generateContent(ask('reason'))
      expect(candidates?.[0]?.content?.parts).to.deep.equal([
        { text: '', thoughtSignature: 'c2lnbmVk' },
        { text: 'Thought.' },
      ])
    })

    it('names its sources, with places counted in bytes', async () => {
      const [candidate] = (await sdk.client.models.generateContent(ask('sourced'))).candidates ?? []
      expect(candidate?.groundingMetadata?.groundingChunks).to.deep.equal([
        { web: { uri: 'https://example.com/a', title: 'A page' } },
        { retrievedContext: { title: 'A book' } },
      ])
      expect(candidate?.groundingMetadata?.groundingSupports).to.deep.equal([
        { segment: { startIndex: 9, endIndex: 14, text: 'known' }, groundingChunkIndices: [0] },
      ])
      expect(candidate?.citationMetadata?.citations).to.deep.equal([
        { startIndex: 9, endIndex: 14, uri: 'https://example.com/a' },
      ])
      const chunks = await collect(await sdk.client.models.generateContentStream(ask('sourced')))
      expect(chunks.at(-1)?.candidates?.[0]?.groundingMetadata).to.deep.equal(candidate?.groundingMetadata)
    })

    it('has pictures', async () => {
      const { data } = await sdk.client.models.generateContent(ask('picture'))
      expect(data).to.equal('AQID')
    })
  },
  () => openStage({ scripts }),
)

describeSdks(
  'requests',
  (sdk) => {
    it('calls a tool, and hears of its result', async () => {
      const config = { tools: [{ functionDeclarations: [declaration] }] }
      const first = await sdk.client.models.generateContent(ask('add', config))
      expect(first.functionCalls).to.deep.equal([{ id: 'call_1', name: 'add', args: { a: 1 } }])
      expect(first.candidates?.[0]?.finishReason).to.equal('STOP')
      expect(sdk.stage.requests.at(-1)?.tools).to.deep.equal([
        {
          name: 'add',
          description: 'Adds.',
          input: { type: 'object', properties: { a: { type: ['number', 'null'] } }, required: ['a'] },
        },
      ])
      const contents = [
        { role: 'user', parts: [{ text: 'add' }] },
        first.candidates?.[0]?.content ?? {},
        { role: 'user', parts: [{ functionResponse: { id: 'call_1', name: 'add', response: { output: '7' } } }] },
      ]
      expect((await sdk.client.models.generateContent(ask(contents, config))).text).to.equal('The sum is 7.')
      expect(sdk.stage.requests.at(-1)?.messages[1]).to.deep.equal({
        role: 'assistant',
        parts: [{ type: 'call', call: { id: 'call_1', name: 'add', input: { a: 1 }, opaque: { signed: 1 } } }],
      })
    })

    for (const stream of [false, true]) {
      it(`runs tools by itself, ${stream ? 'streamed' : 'whole'}`, async () => {
        const inputs: unknown[] = []
        const tool: CallableTool = {
          tool: async () => ({ functionDeclarations: [declaration] }),
          callTool: async (calls: FunctionCall[]): Promise<Part[]> =>
            calls.map(({ id = '', name = '', args }) => ({
              functionResponse: { id, name, response: { output: String(inputs.push(args)) } },
            })),
        }
        const params = ask('add', { tools: [tool] })
        const said = stream
          ? (await collect(await sdk.client.models.generateContentStream(params))).map(({ text = '' }) => text).join('')
          : (await sdk.client.models.generateContent(params)).text
        expect(said).to.equal('The sum is 1.')
        expect(inputs).to.deep.equal([{ a: 1 }])
      })
    }

    for (const stream of [false, true]) {
      it(`keeps a chat, ${stream ? 'streamed' : 'whole'}`, async () => {
        const chat = sdk.client.chats.create({ model: 'Scripted', config: { systemInstruction: 'Be brief.' } })
        const say = async (message: string): Promise<string> => {
          if (!stream) return (await chat.sendMessage({ message })).text ?? ''
          return (await collect(await chat.sendMessageStream({ message }))).map(({ text }) => text).join('')
        }
        await say('words')
        expect(await say('transcript')).to.equal('system:Be brief.|user:words|assistant:One two three|user:transcript')
        expect(chat.getHistory(true)).to.not.have.lengthOf(0)
      })
    }

    const schemas = [
      {
        title: 'responseSchema',
        config: {
          responseMimeType: 'application/json',
          responseSchema: { type: Type.OBJECT, properties: { sum: { type: Type.NUMBER } }, required: ['sum'] },
        },
      },
      {
        title: 'responseJsonSchema',
        config: {
          responseMimeType: 'application/json',
          responseJsonSchema: { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] },
        },
      },
    ]
    for (const { title, config } of schemas) {
      it(`passes ${title} on to the solver`, async () => {
        expect((await sdk.client.models.generateContent(ask('json', config))).text).to.equal('{"sum":3}')
        expect(sdk.stage.requests.at(-1)?.output).to.deep.equal({
          schema: { type: 'object', properties: { sum: { type: 'number' } }, required: ['sum'] },
        })
      })
    }

    it('passes media on as parts', async () => {
      const media = [
        { inlineData: { mimeType: 'image/png', data: 'AQID' } },
        { inlineData: { mimeType: 'audio/wav', data: 'AQID' } },
        { fileData: { mimeType: 'application/pdf', fileUri: 'https://example.com/a.pdf' } },
      ]
      await sdk.client.models.generateContent(ask([{ role: 'user', parts: [{ text: 'plain' }, ...media] }]))
      expect(sdk.stage.requests.at(-1)?.messages[0]?.parts).to.deep.equal([
        { type: 'text', text: 'plain' },
        { type: 'image', mediaType: 'image/png', data: Buffer.from([1, 2, 3]) },
        { type: 'audio', mediaType: 'audio/wav', data: Buffer.from([1, 2, 3]) },
        { type: 'file', mediaType: 'application/pdf', data: new URL('https://example.com/a.pdf') },
      ])
    })

    it('passes every sampling parameter on', async () => {
      const sampling = { temperature: 0.5, topP: 0.9, topK: 40, seed: 7, presencePenalty: 1, frequencyPenalty: -1 }
      await sdk.client.models.generateContent(ask('plain', sampling))
      expect(sdk.stage.requests.at(-1)?.limits).to.deep.equal(sampling)
    })
  },
  () => openStage({ scripts }),
)
