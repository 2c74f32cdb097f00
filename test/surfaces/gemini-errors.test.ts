import { expect } from 'chai'
import { catalogue, type ErrorCode, RuntimeError } from 'dramatis'
import { encodeError } from '../../src/surfaces/gemini/errors.ts'
import { openStage, type Stage } from '../support/stage.ts'

const names =
  `CANCELLED INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED
  FAILED_PRECONDITION UNIMPLEMENTED INTERNAL UNAVAILABLE`.split(/\s+/)

const part = (value: unknown): object => ({ contents: [{ parts: [value] }] })
const config = (generationConfig: unknown): object => ({
  contents: [{ parts: [{ text: 'plain' }] }],
  generationConfig,
})
const tool = (value: unknown): object => ({ contents: [{ parts: [{ text: 'plain' }] }], tools: [value] })
const declared = (value: object): object => tool({ functionDeclarations: [value] })

/** A body, the field that it is refused for, and a word of the reason. */
const refusals: [object, string, RegExp][] = [
  [{}, 'contents', /required/],
  [{ contents: [] }, 'contents', /fewer/],
  [{ contents: 'hi' }, 'contents[0]', /must be an object, not a string/],
  [{ contents: [null] }, 'contents[0]', /must be an object, not null/],
  [{ contents: [{ role: 'owl', parts: [{ text: 'x' }] }] }, 'contents[0].role', /must be one of/],
  [{ contents: [{ role: 'user' }] }, 'contents[0].parts', /must not be empty/],
  [{ contents: [{ parts: 'hi' }] }, 'contents[0].parts[0]', /must be an object/],
  [part({}), 'contents[0].parts[0].data', /required oneof field/],
  [part({ unknown: 1 }), 'contents[0].parts[0].data', /required oneof field/],
  [
    part({ text: 'x', inlineData: { mimeType: 'image/png', data: 'AQID' } }),
    'contents[0].parts[0]',
    /Cannot set 'inlineData'/,
  ],
  [part({ text: 'x', functionResponse: { name: 'f' } }), 'contents[0].parts[0]', /Cannot set 'functionResponse'/],
  [part({ text: 5 }), 'contents[0].parts[0].text', /must be a string, not a number/],
  [part({ inlineData: { data: 'AQID' } }), 'contents[0].parts[0].inline_data.mime_type', /required/],
  [part({ inlineData: { mimeType: 'image/png', data: '?' } }), 'contents[0].parts[0].inline_data.data', /base64/],
  [part({ fileData: { fileUri: 'gs://b/a.png' } }), 'contents[0].parts[0].file_data.file_uri', /file storage/],
  [
    part({ fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc' } }),
    'contents[0].parts[0].file_data.file_uri',
    /file storage/,
  ],
  [part({ file_data: { file_uri: 'ftp://x' } }), 'contents[0].parts[0].file_data.file_uri', /http/],
  [part({ functionCall: { name: 'f' } }), 'contents[0].parts[0].function_call', /role "model"/],
  [part({ functionResponse: { response: {} } }), 'contents[0].parts[0].function_response.name', /required/],
  [config('x'), 'generation_config', /must be an object/],
  [config({ temperature: 3 }), 'generation_config.temperature', /<= 2/],
  [config({ topP: 'much' }), 'generation_config.top_p', /must be a number/],
  [config({ maxOutputTokens: 0 }), 'generation_config.max_output_tokens', />= 1/],
  [config({ maxOutputTokens: 1.5 }), 'generation_config.max_output_tokens', /integer/],
  [config({ candidateCount: 9 }), 'generation_config.candidate_count', /<= 8/],
  [config({ stopSequences: [''] }), 'generation_config.stop_sequences[0]', /fewer than 1/],
  [config({ responseMimeType: 'text/x.enum' }), 'generation_config.response_mime_type', /application\/json/],
  [config({ responseSchema: { type: 'OWL' } }), 'generation_config.response_schema', /"OWL" is not a type/],
  [config({ responseLogprobs: true }), 'generation_config.response_logprobs', /Log probabilities/],
  [config({ logprobs: 3 }), 'generation_config.logprobs', /Log probabilities/],
  [config({ responseModalities: ['TEXT', 'IMAGE'] }), 'generation_config.response_modalities[1]', /text/],
  [config({ responseFormat: { audio: {} } }), 'generation_config.response_format[0]', /text/],
  [config({ speechConfig: {} }), 'generation_config.speech_config', /spoken/],
  [config({ imageConfig: {} }), 'generation_config.image_config', /Images/],
  [
    config({ thinkingConfig: { thinkingLevel: 'extreme' } }),
    'generation_config.thinking_config.thinking_level',
    /one of/,
  ],
  [tool({ googleSearch: {} }), 'tools[0].google_search', /run by Google/],
  [tool({ code_execution: {} }), 'tools[0].code_execution', /run by Google/],
  [tool({ functionDeclarations: [{ name: 'f' }], urlContext: {} }), 'tools[0].url_context', /run by Google/],
  [declared({ description: 'f' }), 'tools[0].function_declarations[0].name', /required/],
  [declared({ name: 'f', parameters: { type: 'OWL' } }), 'tools[0].function_declarations[0].parameters', /OWL/],
  [
    { ...declared({ name: 'f' }), toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['g'] } } },
    'tool_config.function_calling_config.allowed_function_names[0]',
    /declared/,
  ],
  [{ ...part({ text: 'plain' }), cachedContent: 'cachedContents/1' }, 'cached_content', /cached/],
]

describe('gemini errors', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const post = async (verb: string, body: unknown, model = 'Scripted') => {
    const init = { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }
    const response = await fetch(`${stage.url}/gemini/v1beta/models/${model}:${verb}`, init)
    return { status: response.status, error: JSON.parse(await response.text()).error }
  }

  for (const code of Object.keys(catalogue) as ErrorCode[]) {
    it(`tell ${code}`, () => {
      const { status, body } = encodeError(new RuntimeError(code, 'What happened.', { retryAfter: 2 }))
      const { error } = body as { error: { code: number; message: string; status: string; details: object[] } }
      const expected = code === 'unauthorized' ? 400 : catalogue[code].status // as the vendor has it
      expect([status, error.code]).to.deep.equal([expected, expected])
      expect(names).to.include(error.status)
      expect(error.message).to.match(/^What happened\./)
      expect(error.details).to.deep.equal([
        {
          '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
          reason: code === 'unauthorized' ? 'API_KEY_INVALID' : code.toUpperCase().replaceAll('-', '_'),
          domain: 'dramatis',
        },
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' },
      ])
    })
  }

  for (const [body, field, reason] of refusals) {
    it(`refuse ${JSON.stringify(body)}`, async () => {
      for (const verb of ['generateContent', 'streamGenerateContent?alt=sse']) {
        const { status, error } = await post(verb, body)
        expect(status, JSON.stringify(error)).to.equal(400)
        expect(error).to.include({ code: 400, status: 'INVALID_ARGUMENT' })
        const [, violation] = error.details
        expect(violation.fieldViolations[0].field).to.equal(field)
        expect(error.message)
          .to.match(reason)
          .and.to.satisfy((message: string) => message.includes(field))
      }
    })
  }

  it('have the words of the vendor', async () => {
    const wrong = await post('generateContent', part({ text: 5 }))
    expect(wrong.error.message).to.equal(
      "Invalid value at 'contents[0].parts[0].text': must be a string, not a number.",
    )
    const missing = await post('generateContent', {})
    expect(missing.error.message).to.equal('* contents: is required.')
    const broken = await post('generateContent', '{')
    expect(broken.error.message).to.match(/^Invalid JSON payload received\. /)
    const unknown = await post('generateContent', part({ text: 'plain' }), 'no-such')
    expect(unknown.error.message).to.match(/"no-such".* Call ListModels /)
  })

  it('refuse values that are nested too deep', async () => {
    const args = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`
    const call = `{"functionCall":{"name":"f","args":${args}}}`
    const { status, error } = await post('generateContent', `{"contents":[{"role":"model","parts":[${call}]}]}`)
    expect([status, error.status]).to.deep.equal([400, 'INVALID_ARGUMENT'])
    expect(error.message).to.match(/^Invalid JSON payload received\. .*too deep/)
  })

  const others: [string, object, string][] = [
    ['countTokens', {}, 'contents'],
    ['countTokens', { generateContentRequest: {} }, 'generate_content_request.contents'],
    ['embedContent', {}, 'content'],
    ['embedContent', { content: {} }, 'content.parts'],
    ['embedContent', { content: { parts: [{ inlineData: { mimeType: 'image/png', data: '' } }] } }, 'content.parts[0]'],
    ['batchEmbedContents', {}, 'requests'],
    ['batchEmbedContents', { requests: [] }, 'requests'],
    ['batchEmbedContents', { requests: [{}] }, 'requests[0].content'],
    [
      'batchEmbedContents',
      { requests: [{ model: 'models/Scripted', content: { parts: [{ text: 'a' }] } }] },
      'requests[0].model',
    ],
    ['batchEmbedContents', { requests: Array(101).fill({ content: { parts: [{ text: 'a' }] } }) }, 'requests'],
  ]
  for (const [verb, body, field] of others) {
    it(`refuse ${verb} of ${JSON.stringify(body).slice(0, 80)}`, async () => {
      const { status, error } = await post(verb, body, 'Numbers')
      expect([status, error.details[1].fieldViolations[0].field]).to.deep.equal([400, field])
    })
  }

  it('leave no defect behind', () => expect(stage.defects).to.deep.equal([]))
})
