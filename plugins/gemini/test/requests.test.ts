import { expect } from 'chai'
import type { ChatRequest, Message, Part, ToolSpec } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import { message, toolResult } from '../../../test/support/model.ts'
import { chunks, ends, play } from './stand-in.ts'

interface Given extends Partial<ChatRequest> {
  settings?: object
}

const png = Uint8Array.of(0x89, 80, 78, 71)
const weather: ToolSpec = { name: 'weather', description: 'Tells it.', input: { type: 'object', properties: {} } }
const declared = { name: 'weather', description: 'Tells it.', parametersJsonSchema: weather.input }
const calling = (id: string, name: string, input: unknown, opaque?: unknown): Part => ({
  type: 'call',
  call: { id, name, input, ...(opaque === undefined ? {} : { opaque }) },
})
const thought = (text: string, opaque?: unknown): Part => ({
  type: 'reasoning',
  text,
  ...(opaque === undefined ? {} : { opaque }),
})
const media = (type: 'image' | 'audio' | 'file', mediaType: string, data: Uint8Array | URL): Part => ({
  type,
  mediaType,
  data,
})
const ofTool = (given: Message, rest: object): Message => ({ ...given, ...rest }) as Message // it stays one of a tool
const user = (...parts: readonly object[]) => ({ role: 'user', parts })
const model = (...parts: readonly object[]) => ({ role: 'model', parts })
const dialogue = (...messages: readonly Message[]): Given => ({ messages: [message('user', 'Hi'), ...messages] })
const older = { model: 'gemini-2.5-flash' }
const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } } }
const configured = (generationConfig: object) => ({ generationConfig })
const thinks = (thinkingConfig: object) => configured({ thinkingConfig })

/** Requests, and what of them Google hears besides the question. */
const requests: Readonly<Record<string, readonly [given: Given, body: object]>> = {
  'a question': [{}, {}],
  'instructions, wherever they stand': [
    { messages: [message('system', 'Be kind.'), message('user', 'Hi'), message('system', 'Be ', 'brief.')] },
    { systemInstruction: { parts: [{ text: 'Be kind.' }, { text: 'Be brief.' }] } },
  ],
  'a conversation, and messages without words': [
    {
      messages: [message('user', 'Hi'), message('assistant', 'One', ' two'), message('assistant'), message('user')],
    },
    { contents: [user({ text: 'Hi' }), model({ text: 'One' }, { text: ' two' }), user({ text: '' })] },
  ],
  'media by their bytes and by their address': [
    {
      messages: [
        message(
          'user',
          'See',
          { type: 'data', data: [1] },
          media('image', 'image/png', png),
          media('image', 'image/*', png),
          media('audio', 'audio/wav', png),
          media('file', 'application/pdf', new URL('https://a.example/b.pdf')),
          media('image', 'image/*', new URL('https://a.example/c')),
        ),
      ],
    },
    {
      contents: [
        user(
          { text: 'See' },
          { text: '[\n  1\n]' },
          { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
          { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
          { inlineData: { mimeType: 'audio/wav', data: 'iVBORw==' } },
          { fileData: { fileUri: 'https://a.example/b.pdf', mimeType: 'application/pdf' } },
          { fileData: { fileUri: 'https://a.example/c' } },
        ),
      ],
    },
  ],
  'calls, and what came of them together': [
    {
      ...dialogue(
        message('assistant', 'Wait.', calling('a', 'weather', { city: 'Rome' }), calling('b', 'clock', 'now')),
        ofTool(toolResult('a', ''), { parts: [{ type: 'data', data: { sky: 'blue' } }] }),
        ofTool(toolResult('b', 'It broke.'), { failed: true }),
        ofTool(toolResult('z', 'See'), {
          name: 'other',
          parts: [{ type: 'text', text: 'See' }, { type: 'text', text: 'it' }, media('image', 'image/png', png)],
        }),
        message('user', 'And?'),
        toolResult('y', 'late'),
      ),
      settings: older,
    },
    {
      contents: [
        user({ text: 'Hi' }),
        model(
          { text: 'Wait.' },
          { functionCall: { id: 'a', name: 'weather', args: { city: 'Rome' } } },
          { functionCall: { id: 'b', name: 'clock', args: { value: 'now' } } },
        ),
        user(
          { functionResponse: { id: 'a', name: 'weather', response: { output: { sky: 'blue' } } } },
          { functionResponse: { id: 'b', name: 'clock', response: { error: 'It broke.' } } },
          { functionResponse: { id: 'z', name: 'other', response: { output: 'See\nit' } } },
          { inlineData: { mimeType: 'image/png', data: 'iVBORw==' } },
        ),
        user({ text: 'And?' }),
        user({ functionResponse: { id: 'y', name: 'y', response: { output: 'late' } } }),
      ],
    },
  ],
  'signatures where they stood': [
    dialogue(
      message(
        'assistant',
        thought('Hm.', { gemini: 'QQ==' }),
        thought('', { gemini: 'Qg==' }),
        'Yes',
        calling('a', 'weather', {}, { gemini: 'Qw==' }),
        calling('b', 'weather', {}),
      ),
      toolResult('a', '1'),
      message('assistant', 'No', thought('', { gemini: 'RA==' })),
    ),
    {
      contents: [
        user({ text: 'Hi' }),
        model(
          { text: 'Hm.', thought: true, thoughtSignature: 'QQ==' },
          { text: 'Yes', thoughtSignature: 'Qg==' },
          { functionCall: { id: 'a', name: 'weather', args: {} }, thoughtSignature: 'Qw==' },
          { functionCall: { id: 'b', name: 'weather', args: {} } },
        ),
        user({ functionResponse: { id: 'a', name: 'weather', response: { output: '1' } } }),
        model({ text: 'No' }, { text: '', thoughtSignature: 'RA==' }),
      ],
    },
  ],
  'thoughts and calls of another model': [
    dialogue(
      message('assistant', thought('Hm.', 'sig'), thought('Hm.'), thought('', { redacted: 'x' })),
      message('assistant', calling('a', 'weather', {}, { other: 1 }), calling('b', 'weather', {})),
    ),
    {
      contents: [
        user({ text: 'Hi' }),
        model(
          {
            functionCall: { id: 'a', name: 'weather', args: {} },
            thoughtSignature: 'skip_thought_signature_validator',
          },
          { functionCall: { id: 'b', name: 'weather', args: {} } },
        ),
      ],
    },
  ],
  tools: [{ tools: [weather] }, { tools: [{ functionDeclarations: [declared] }] }],
  ...Object.fromEntries(
    (
      [
        ['auto', { mode: 'AUTO' }],
        ['none', { mode: 'NONE' }],
        ['required', { mode: 'ANY' }],
        [{ name: 'weather' }, { mode: 'ANY', allowedFunctionNames: ['weather'] }],
      ] as const
    ).map(([toolChoice, functionCallingConfig]) => [
      `tools, of which the choice is ${JSON.stringify(toolChoice)}`,
      [
        { tools: [weather], toolChoice },
        { tools: [{ functionDeclarations: [declared] }], toolConfig: { functionCallingConfig } },
      ] as const,
    ]),
  ),
  'a search': [{ settings: { googleSearch: true } }, { tools: [{ googleSearch: {} }] }],
  'tools, and no search then': [
    { tools: [weather], settings: { googleSearch: true } },
    { tools: [{ functionDeclarations: [declared] }] },
  ],
  'no tools after the last round': [{ tools: [], toolChoice: 'none' }, {}],
  JSON: [{ output: {} }, configured({ responseMimeType: 'application/json' })],
  'JSON of a schema': [
    { output: { schema } },
    configured({ responseMimeType: 'application/json', responseJsonSchema: schema }),
  ],
  'JSON and tools': [
    { output: { schema }, tools: [weather] },
    {
      tools: [{ functionDeclarations: [declared] }],
      ...configured({ responseMimeType: 'application/json', responseJsonSchema: schema }),
    },
  ],
  ...Object.fromEntries(
    (
      [
        [{}, 'a JSON object'],
        [{ schema }, `JSON of this JSON Schema: ${JSON.stringify(schema)}`],
      ] as const
    ).map(([output, what]) => [
      `${what} and tools of an older model, which refuses both`,
      [
        {
          messages: [message('system', 'Be brief.'), message('user', 'Hi')],
          output,
          tools: [weather],
          settings: older,
        },
        {
          systemInstruction: {
            parts: [
              { text: 'Be brief.' },
              { text: `Your answer must be ${what}. Give nothing but the JSON, without Markdown.` },
            ],
          },
          tools: [{ functionDeclarations: [declared] }],
        },
      ] as const,
    ]),
  ),
  limits: [
    {
      limits: {
        maxTokens: 9,
        stop: ['1', '2', '3', '4', '5', '6'],
        temperature: 0,
        topP: 0.5,
        topK: 4,
        seed: 0,
        presencePenalty: 1,
        frequencyPenalty: -1,
      },
    },
    configured({
      maxOutputTokens: 9,
      stopSequences: ['1', '2', '3', '4', '5'],
      temperature: 0,
      topP: 0.5,
      topK: 4,
      seed: 0,
      presencePenalty: 1,
      frequencyPenalty: -1,
    }),
  ],
  'limits of the client before those of the settings': [
    { limits: { temperature: 0.1 }, settings: { temperature: 0.2, max_tokens: 50, stop_token: 'END' } },
    configured({ temperature: 0.1, maxOutputTokens: 50, stopSequences: ['END'] }),
  ],
  thoughts: [{ reasoning: {} }, thinks({ includeThoughts: true })],
  'thoughts of an effort': [
    { reasoning: { effort: 'medium' } },
    thinks({ includeThoughts: true, thinkingLevel: 'MEDIUM' }),
  ],
  'thoughts of an effort, for an older model': [
    { reasoning: { effort: 'medium' }, settings: older },
    thinks({ includeThoughts: true, thinkingBudget: 8192 }),
  ],
  'thoughts of an effort that has no name here': [
    { reasoning: { effort: 'max' } },
    thinks({ includeThoughts: true, thinkingLevel: 'HIGH' }),
  ],
  'no thoughts': [
    { reasoning: { effort: 'none' }, settings: { thinkingBudget: 9 } },
    thinks({ includeThoughts: false, thinkingLevel: 'MINIMAL' }),
  ],
  'no thoughts of an older model': [
    { reasoning: { effort: 'none' }, settings: older },
    thinks({ includeThoughts: false, thinkingBudget: 0 }),
  ],
  'thoughts of a budget, which counts before an effort': [
    { reasoning: { effort: 'low', budget: 100 }, settings: { reasoningEffort: 'high' } },
    thinks({ includeThoughts: true, thinkingBudget: 100 }),
  ],
  'the effort of the settings': [
    { settings: { reasoningEffort: 'low' } },
    thinks({ includeThoughts: true, thinkingLevel: 'LOW' }),
  ],
  'the effort of the settings, for a client that wants thoughts': [
    { reasoning: {}, settings: { reasoningEffort: 'low' } },
    thinks({ includeThoughts: true, thinkingLevel: 'LOW' }),
  ],
  'the budget of the settings': [
    { settings: { thinkingBudget: 0, ...older } },
    thinks({ includeThoughts: false, thinkingBudget: 0 }),
  ],
  'what is refused': [
    { settings: { safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] } },
    { safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }] },
  ],
}

const paths: readonly (readonly [model: string | undefined, path: string])[] = [
  [undefined, 'models/gemini-flash-latest'],
  ['gemini-3-pro', 'models/gemini-3-pro'],
  ['models/gemini-3-pro', 'models/gemini-3-pro'],
  ['tunedModels/mine', 'tunedModels/mine'],
  ['a/b:1?x#y', 'models/a/b%3A1%3Fx%23y'],
]

describe('gemini asks', () => {
  for (const [title, [{ settings = {}, ...given }, expected]] of Object.entries(requests)) {
    it(title, async () => {
      const { call } = await play(chunks(ends('STOP')), { ...chatRequest('Hi'), ...given }, settings)
      expect(call?.body).to.deep.equal({ contents: [user({ text: 'Hi' })], ...expected })
    })
  }

  for (const [name, path] of paths) {
    it(`the model ${name ?? 'that is none'} at ${path}`, async () => {
      const { call } = await play(chunks(ends('STOP')), chatRequest('Hi'), name === undefined ? {} : { model: name })
      expect(call?.path).to.equal(`/v1beta/${path}:streamGenerateContent?alt=sse`)
    })
  }

  it('with the key and the headers of the settings', async () => {
    const { call } = await play(chunks(ends('STOP')), chatRequest('Hi'), { headers: { 'x-team': 'a' } })
    expect(call?.headers).to.include({ 'x-goog-api-key': 'k', 'x-team': 'a', 'content-type': 'application/json' })
    expect(call?.path).not.to.include('k=')
  })
})
