import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'

const safetySettings = [{ category: 'HARM_CATEGORY_DANGEROUS_CONTENT', threshold: 'BLOCK_ONLY_HIGH' }]
const weather = {
  name: 'weather',
  description: 'The weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

/** What well-known clients send, as their sources and the vendor's pages have it. */
const clients = [
  {
    client: 'curl, as the vendor shows it',
    path: 'v1beta/models/Scripted:generateContent?key=none',
    body: { contents: [{ parts: [{ text: 'plain' }] }] },
  },
  {
    client: 'curl, with one of everything',
    path: 'v1beta/models/Scripted:generateContent?key=none',
    body: {
      system_instruction: { parts: { text: 'Be brief.' } },
      contents: { parts: { text: 'plain' } },
      tools: { function_declarations: weather },
      tool_config: { function_calling_config: { mode: 'auto' } },
    },
  },
  {
    client: 'curl, streaming an array',
    path: 'v1beta/models/Scripted:streamGenerateContent?key=none',
    body: { contents: [{ role: 'user', parts: [{ text: 'plain' }] }] },
  },
  {
    client: '@google/generative-ai, a chat',
    path: 'v1beta/models/Scripted:streamGenerateContent?alt=sse',
    body: {
      generationConfig: { maxOutputTokens: 100 },
      safetySettings,
      systemInstruction: { role: 'system', parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'hello' }] },
        { role: 'model', parts: [{ text: 'Hello.' }] },
        { role: 'user', parts: [{ text: 'plain' }] },
      ],
    },
  },
  {
    client: 'LangChain, after a tool was called',
    path: 'v1beta/models/Scripted:streamGenerateContent?alt=sse',
    body: {
      contents: [
        { role: 'user', parts: [{ text: 'plain' }] },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Paris' } } }] },
        { role: 'function', parts: [{ functionResponse: { name: 'weather', response: { result: 'grey' } } }] },
      ],
      tools: [{ functionDeclarations: [weather] }],
      toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['weather'] } },
      safetySettings,
      generationConfig: {
        candidateCount: 1,
        stopSequences: [],
        maxOutputTokens: 500,
        temperature: 0,
        topP: 1,
        topK: 1,
      },
    },
  },
  {
    client: 'Vercel AI SDK, with a schema and a picture',
    path: 'v1beta/models/Scripted:generateContent',
    body: {
      generationConfig: {
        responseMimeType: 'application/json',
        responseSchema: { type: 'object', properties: { a: { type: 'string', nullable: true } } },
        thinkingConfig: { thinkingLevel: 'low', includeThoughts: true },
      },
      contents: [{ role: 'user', parts: [{ text: 'plain' }, { inlineData: { mimeType: 'image/png', data: 'AQID' } }] }],
      systemInstruction: { parts: [{ text: 'JSON only.' }] },
    },
  },
  {
    client: 'the Python client of old, over REST',
    path: 'v1beta/models/Scripted:generateContent?%24alt=json%3Benum-encoding%3Dint',
    body: {
      model: 'models/Scripted',
      contents: [{ role: 'user', parts: [{ text: 'plain' }] }],
      tools: [
        {
          functionDeclarations: [
            { ...weather, parameters: { type: 6, properties: { city: { type: 1, minLength: '1' } } } },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 1 } },
      safetySettings: [{ category: 10, threshold: 4 }],
    },
  },
  {
    client: 'Gemini CLI',
    path: 'v1beta/models/Scripted:streamGenerateContent?alt=sse',
    body: {
      contents: [
        { role: 'user', parts: [{ text: 'This is the Gemini CLI. We are setting up the context for our chat.' }] },
        { role: 'model', parts: [{ text: 'Got it. Thanks for the context!' }] },
        { role: 'user', parts: [{ text: 'plain' }] },
      ],
      systemInstruction: { role: 'user', parts: [{ text: 'You are an interactive agent.' }] },
      tools: [
        {
          functionDeclarations: [
            { name: 'read_file', description: 'Reads.', parametersJsonSchema: { type: 'object' } },
          ],
        },
      ],
      generationConfig: { temperature: 0, topP: 1, thinkingConfig: { includeThoughts: true, thinkingBudget: -1 } },
    },
  },
] as const

describe('gemini answers what clients send', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, path, body } of clients) {
    it(client, async () => {
      const response = await fetch(`${stage.url}/gemini/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-goog-api-key': 'none', 'x-goog-api-client': 'genai-js/0' },
        body: JSON.stringify(body),
      })
      const text = await response.text()
      expect(response.status, text).to.equal(200)
      const pieces = path.includes('alt=sse')
        ? text
            .split('\n\n')
            .filter((frame) => frame !== '')
            .map((frame) => JSON.parse(frame.slice('data: '.length)))
        : [JSON.parse(text)].flat()
      const parts = pieces.flatMap(({ candidates }) => candidates[0].content.parts)
      expect(parts.map((part: { text: string }) => part.text).join('')).to.equal('One. Two. Three.')
      expect(pieces.at(-1).candidates[0].finishReason).to.equal('STOP')
      expect(pieces.at(-1).usageMetadata.totalTokenCount).to.be.greaterThan(4)
    })
  }

  it('the Vercel AI SDK and LangChain, which embed one text and many', async () => {
    const content = { parts: [{ text: 'ab' }] }
    const post = async (verb: string, body: object) => {
      const url = `${stage.url}/gemini/v1beta/models/Numbers:${verb}`
      return await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()
    }
    const one = { model: 'models/Numbers', content, taskType: 'RETRIEVAL_DOCUMENT', outputDimensionality: 2 }
    expect(await post('embedContent', one)).to.deep.equal({ embedding: { values: [2, 0.5] } })
    const many = { requests: [one, { model: 'models/Numbers', content: { role: 'user', ...content }, title: 'A' }] }
    expect(await post('batchEmbedContents', many)).to.deep.equal({
      embeddings: [{ values: [2, 0.5] }, { values: [2, 0.5, -1] }],
    })
  })
})
