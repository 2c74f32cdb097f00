import type { Answer, Check, FuzzedEndpoint } from '../endpoint.ts'
import { jsonOf } from '../endpoint.ts'
import type { Tree } from '../json-tree.ts'
import { eventsOf, requireType } from '../shapes/frames.ts'
import { checkProto } from '../shapes/gemini.ts'
import { array, count, object, record, shapeCheck, words } from '../shapes/schema.ts'
import { page, pdf, png, questions, schema } from './samples.ts'

const envelope = shapeCheck(
  object({ error: object({ code: count, message: words, status: words, 'details?': array(record) }) }),
)

const error: Check = (answer) => {
  const body = jsonOf(answer)
  envelope(body)
  const { code } = (body as { error: { code: number } }).error // the envelope has one
  if (code !== answer.status) throw new Error(`The code is ${code}, and the status ${answer.status}.`)
}

const ask = (text: string): { [key: string]: Tree } => ({ contents: [{ role: 'user', parts: [{ text }] }] })

const declarations: Tree = [
  {
    name: 'get_weather',
    description: 'The weather.',
    parameters: { type: 'OBJECT', properties: { city: { type: 'STRING', nullable: true } }, required: ['city'] },
  },
  { name: 'no_arguments' },
  { name: 'described', description: 'By JSON Schema.', parametersJsonSchema: schema },
]

const valid: Tree[] = [
  ...questions.map(ask),
  { contents: [{ parts: [{ text: 'No role.' }] }] },
  {
    ...ask('Go on.'),
    systemInstruction: { role: 'user', parts: [{ text: 'Be brief.' }] },
    generationConfig: {
      stopSequences: ['###'],
      maxOutputTokens: 100,
      temperature: 0.5,
      topP: 0.9,
      topK: 40,
      seed: 7,
      presencePenalty: 0.5,
      frequencyPenalty: 0.5,
      candidateCount: 2,
      responseMimeType: 'application/json',
      responseSchema: { type: 'OBJECT', properties: { city: { type: 'STRING' } }, propertyOrdering: ['city'] },
      thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 },
    },
    safetySettings: [{ category: 'HARM_CATEGORY_HARASSMENT', threshold: 'BLOCK_NONE' }],
  },
  {
    contents: [
      {
        role: 'user',
        parts: [
          { text: 'Look:' },
          { inlineData: { mimeType: 'image/png', data: png } },
          { inlineData: { mimeType: 'application/pdf', data: pdf } },
          { fileData: { mimeType: 'image/png', fileUri: page } },
        ],
      },
      {
        role: 'model',
        parts: [
          { text: 'Hm.', thought: true },
          { text: 'Let me see.', thoughtSignature: 'c2lnbmVk' },
          { functionCall: { id: 'call_1', name: 'get_weather', args: { city: 'Paris' } } },
          { functionCall: { name: 'no_arguments' } },
          { executableCode: { language: 'PYTHON', code: '1 + 1' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK', output: '2' } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { id: 'call_1', name: 'get_weather', response: { sky: 'grey' } } },
          { functionResponse: { name: 'no_arguments', response: { output: 'It is warm.' } } },
        ],
      },
    ],
    tools: [{ functionDeclarations: declarations }],
    toolConfig: { functionCallingConfig: { mode: 'ANY', allowedFunctionNames: ['get_weather'] } },
  },
  {
    contents: [{ role: 'user', parts: [{ inline_data: { mime_type: 'image/png', data: png } }, { text: 'Go on.' }] }],
    system_instruction: { parts: { text: 'Be brief.' } },
    tools: [{ function_declarations: declarations }],
    tool_config: { function_calling_config: { mode: 'AUTO' } },
    generation_config: {
      max_output_tokens: 100,
      stop_sequences: ['END'],
      response_mime_type: 'application/json',
      response_json_schema: schema,
      thinking_config: { include_thoughts: true },
    },
  },
]

const refused: Tree[] = [
  { ...ask('Go on.'), cachedContent: 'cachedContents/1' },
  { ...ask('Go on.'), tools: [{ googleSearch: {} }] },
  { ...ask('Go on.'), generationConfig: { responseModalities: ['AUDIO'], speechConfig: { voiceConfig: {} } } },
  { ...ask('Go on.'), generationConfig: { responseLogprobs: true, logprobs: 2 } },
  { contents: [{ role: 'user', parts: [{ fileData: { mimeType: 'image/png', fileUri: 'gs://bucket/a.png' } }] }] },
]

const response = (value: unknown): void => checkProto('GenerateContentResponse', value)

/** Responses of which the last one may be an error instead. */
function checkStream(values: unknown[]): void {
  const last = values.pop()
  for (const value of values) response(value)
  if (typeof last === 'object' && last !== null && 'error' in last) envelope(last)
  else response(last)
  if (
    typeof last === 'object' &&
    last !== null &&
    'candidates' in last &&
    !JSON.stringify(last).includes('"finishReason"')
  ) {
    throw new Error('The last response has no finishReason.')
  }
}

const events: Check = (answer: Answer) => {
  requireType(answer.headers, 'text/event-stream')
  checkStream(eventsOf(answer.body).map(({ data }) => JSON.parse(data)))
}

const elements: Check = (answer) => {
  const value = jsonOf(answer)
  if (!Array.isArray(value)) throw new Error('The stream is no array.')
  checkStream(value)
}

const endpoint = (name: string, verb: string, answer: Check): FuzzedEndpoint => ({
  name: `gemini ${name}`,
  surface: 'gemini',
  path: `/gemini/v1beta/models/Fuzzed:${verb}`,
  valid,
  refused,
  answer,
  error,
  failed: [502],
})

export const gemini: readonly FuzzedEndpoint[] = [
  endpoint('generateContent', 'generateContent', (answer) => response(jsonOf(answer))),
  endpoint('streamGenerateContent', 'streamGenerateContent?alt=sse', events),
  endpoint('streamGenerateContent, an array', 'streamGenerateContent', elements),
]
