/** A call of each surface: how it is made, where its clients put their key, and what they are told without one. */
export interface Place {
  readonly name: string
  /** The surface's id, for scopes. */
  readonly surface: string
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly body?: (persona: string) => object
  readonly key: (key: string) => Readonly<Record<string, string>>
  /** The status of a call that is let in. */
  readonly served?: number
  readonly refused: { readonly missing?: number; readonly wrong?: number }
  /** What the body of a refusal has, by a JSON path of chai's, for 401 and for 403. */
  readonly shape: (status: 'unauthorized' | 'forbidden' | 'overloaded') => Readonly<Record<string, unknown>>
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const chat = (persona: string) => ({ model: persona, messages: [{ role: 'user', content: 'hello' }] })

const openai: Place['shape'] = (status) => ({
  'error.code': { unauthorized: 'invalid_api_key', forbidden: 'forbidden', overloaded: 'rate_limit_exceeded' }[status],
})
const anthropic: Place['shape'] = (status) => ({
  type: 'error',
  'error.type': {
    unauthorized: 'authentication_error',
    forbidden: 'permission_error',
    overloaded: 'rate_limit_error',
  }[status],
})
const tgi: Place['shape'] = (status) => ({
  error_type: { unauthorized: 'unauthorized', forbidden: 'forbidden', overloaded: 'overloaded' }[status],
})
const bedrock: Place['shape'] = (status) => ({
  __type: {
    unauthorized: 'UnrecognizedClientException',
    forbidden: 'AccessDeniedException',
    overloaded: 'ThrottlingException',
  }[status],
})
const problem: Place['shape'] = (status) => ({ title: status })

export const places: readonly Place[] = [
  {
    name: 'OpenAI chat',
    surface: 'openai',
    path: '/openai/v1/chat/completions',
    body: chat,
    key: bearer,
    refused: {},
    shape: openai,
  },
  {
    name: 'OpenAI at the root',
    surface: 'openai',
    path: '/v1/chat/completions',
    body: chat,
    key: bearer,
    refused: {},
    shape: openai,
  },
  {
    name: 'OpenAI under Ollama',
    surface: 'openai',
    path: '/ollama/v1/chat/completions',
    body: chat,
    key: bearer,
    refused: {},
    shape: openai,
  },
  {
    name: 'Azure OpenAI',
    surface: 'openai',
    path: '/openai/v1/chat/completions',
    body: chat,
    key: (key) => ({ 'api-key': key }),
    refused: {},
    shape: openai,
  },
  {
    name: 'OpenAI models',
    surface: 'openai',
    method: 'GET',
    path: '/openai/v1/models',
    key: bearer,
    refused: {},
    shape: openai,
  },
  {
    name: 'OpenAI responses',
    surface: 'openai',
    path: '/openai/v1/responses',
    body: (model) => ({ model, input: 'hello' }),
    key: bearer,
    refused: {},
    shape: openai,
  },
  {
    name: 'Anthropic messages',
    surface: 'anthropic',
    path: '/anthropic/v1/messages',
    body: (persona) => ({ ...chat(persona), max_tokens: 100 }),
    key: (key) => ({ 'x-api-key': key }),
    refused: {},
    shape: anthropic,
  },
  {
    name: 'Gemini',
    surface: 'gemini',
    path: '/gemini/v1beta/models/PERSONA:generateContent',
    body: () => ({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
    key: (key) => ({ 'x-goog-api-key': key }),
    refused: { missing: 403, wrong: 400 },
    shape: (status) => ({
      'error.status': {
        unauthorized: 'INVALID_ARGUMENT',
        forbidden: 'PERMISSION_DENIED',
        overloaded: 'RESOURCE_EXHAUSTED',
      }[status],
    }),
  },
  {
    name: 'Cohere 1',
    surface: 'cohere',
    path: '/cohere/v1/chat',
    body: (model) => ({ model, message: 'hello' }),
    key: bearer,
    refused: {},
    shape: () => ({}),
  },
  {
    name: 'Cohere 2',
    surface: 'cohere',
    path: '/cohere/v2/chat',
    body: chat,
    key: bearer,
    refused: {},
    shape: () => ({}),
  },
  {
    name: 'Cohere key check',
    surface: 'cohere',
    path: '/cohere/v1/check-api-key',
    body: () => ({}),
    key: bearer,
    refused: {},
    shape: () => ({}),
  },
  {
    name: 'Ollama chat',
    surface: 'ollama',
    path: '/ollama/api/chat',
    body: chat,
    key: bearer,
    refused: {},
    shape: () => ({}),
  },
  {
    name: 'Ollama tags at the root',
    surface: 'ollama',
    method: 'GET',
    path: '/api/tags',
    key: bearer,
    refused: {},
    shape: () => ({}),
  },
  {
    name: 'TGI',
    surface: 'tgi',
    path: '/tgi/PERSONA/generate',
    body: () => ({ inputs: 'hello' }),
    key: bearer,
    refused: {},
    shape: tgi,
  },
  { name: 'TGI health', surface: 'tgi', method: 'GET', path: '/tgi/health', key: bearer, refused: {}, shape: tgi },
  {
    name: 'Bedrock with an API key',
    surface: 'bedrock',
    path: '/bedrock/model/PERSONA/converse',
    body: () => ({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] }),
    key: bearer,
    refused: { missing: 403, wrong: 403 },
    shape: bedrock,
  },
  {
    name: 'MCP',
    surface: 'mcp',
    path: '/mcp',
    body: () => ({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize }),
    key: bearer,
    refused: {},
    shape: () => ({ jsonrpc: '2.0' }),
  },
  {
    name: 'a tool',
    surface: 'tools',
    path: '/tools/echo',
    body: () => ({ text: 'hello' }),
    key: (key) => ({ 'x-api-key': key }),
    refused: {},
    shape: (status) => ({ 'error.code': status }),
  },
  {
    name: 'the UTCP manual',
    surface: 'tools',
    method: 'GET',
    path: '/utcp',
    key: bearer,
    refused: {},
    shape: (status) => ({ 'error.code': status }),
  },
  {
    name: 'a turn',
    surface: 'api',
    method: 'GET',
    path: '/api/v1/turns/none',
    key: (key) => ({ 'x-api-key': key }),
    served: 404,
    refused: {},
    shape: problem,
  },
  {
    name: 'metrics',
    surface: 'metrics',
    method: 'GET',
    path: '/metrics',
    key: (key) => ({ authorization: `Basic ${btoa(`x:${key}`)}` }),
    refused: {},
    shape: () => ({}),
  },
]

const initialize = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } }

/** Makes the call, with a key where one is given. */
export function call(
  url: string,
  { method = 'POST', path, body, key }: Place,
  given: string | undefined,
  persona = 'First',
): Promise<Response> {
  return fetch(url + path.replace('PERSONA', persona), {
    method,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(given === undefined ? {} : key(given)),
    },
    ...(body ? { body: JSON.stringify(body(persona)) } : {}),
  })
}
