/** How a client asks one endpoint for a whole answer of the fixture rule, or for a stream of the fixture's chunks. */
export interface Call {
  /** The vendor's name for the endpoint. */
  name: string
  path: string
  body: string
  stream: boolean
  /** How much of OpenAI's chat completions it must do, in requests a second. */
  share: number
}

const share = 0.6
/** Binary frames carry lengths, headers and two checksums each. */
const binaryShare = 0.35

const question = 'Hello, my name is Ada.'
const instructions = 'You are a helpful assistant.'
const messages = [
  { role: 'system', content: instructions },
  { role: 'user', content: question },
]
const input = [{ role: 'user', content: question }]

/** The personas whose answers are whole, and in chunks. */
const personaFor = (stream: boolean): string => (stream ? 'twenty' : 'rule')

/** The endpoint that the others are compared with, whole and streamed. */
export const base: readonly Call[] = inBody('openai chat', '/openai/v1/chat/completions', { messages })

/** One request shape for each endpoint that chats. */
export const endpoints: readonly Call[] = [
  ...base,
  ...inBody('openai completions', '/openai/v1/completions', { prompt: question }),
  ...inBody('openai responses', '/openai/v1/responses', { instructions, input, store: false }),
  ...inBody('ollama chat', '/ollama/api/chat', { messages }),
  ...inBody('ollama generate', '/ollama/api/generate', { system: instructions, prompt: question }),
  ...inBody('anthropic messages', '/anthropic/v1/messages', {
    max_tokens: 1024,
    system: instructions,
    messages: input,
  }),
  ...inPath('gemini', ['generateContent', 'streamGenerateContent?alt=sse'], (model, verb) => ({
    path: `/gemini/v1beta/models/${model}:${verb}`,
    body: {
      systemInstruction: { parts: [{ text: instructions }] },
      contents: [{ role: 'user', parts: [{ text: question }] }],
    },
  })),
  ...inBody('cohere v1', '/cohere/v1/chat', { preamble: instructions, message: question }),
  ...inBody('cohere v2', '/cohere/v2/chat', { messages }),
  ...inPath('tgi', ['generate', 'generate_stream'], (model, verb) => ({
    path: `/tgi/${verb}`,
    body: { model, inputs: question, parameters: { max_new_tokens: 1024 } },
  })),
  ...inBody('tgi v1 chat', '/tgi/v1/chat/completions', { messages }),
  ...inPath(
    'bedrock',
    ['converse', 'converse-stream'],
    (model, verb) => ({
      path: `/bedrock/model/${model}/${verb}`,
      body: { system: [{ text: instructions }], messages: [{ role: 'user', content: [{ text: question }] }] },
    }),
    binaryShare,
  ),
  ...inPath(
    'bedrock, Claude',
    ['invoke', 'invoke-with-response-stream'],
    (model, verb) => ({
      path: `/bedrock/model/${model}/${verb}`,
      body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1024, system: instructions, messages: input },
    }),
    binaryShare,
  ),
]

/** An endpoint whose requests name the model and say whether they want a stream. */
function inBody(name: string, path: string, rest: object): readonly Call[] {
  return [false, true].map((stream) => ({
    name: stream ? `${name}, streamed` : name,
    path,
    body: JSON.stringify({ model: personaFor(stream), ...rest, stream }),
    stream,
    share,
  }))
}

/** Two endpoints of which the second one streams. */
function inPath(
  name: string,
  verbs: readonly [whole: string, streamed: string],
  request: (model: string, verb: string) => { path: string; body: object },
  streamShare = share,
): readonly Call[] {
  return verbs.map((verb, index) => {
    const stream = index === 1
    const { path, body } = request(personaFor(stream), verb)
    return { name: `${name} ${verb}`, path, body: JSON.stringify(body), stream, share: stream ? streamShare : share }
  })
}
