import AnthropicBedrock from '@anthropic-ai/bedrock-sdk'
import Anthropic from '@anthropic-ai/sdk'
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime'
import { GoogleGenAI } from '@google/genai'
import { InferenceClient } from '@huggingface/inference'
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client'
import '@utcp/http'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { UtcpClient, UtcpClientConfigSerializer } from '@utcp/sdk'
import Anthropic0 from 'anthropic0'
import { expect } from 'chai'
import { CohereClient, CohereClientV2, CohereError } from 'cohere-ai'
import { GoogleGenAI as GoogleGenAI3 } from 'genai3'
import { Ollama } from 'ollama'
import OpenAI from 'openai'
import OpenAI7 from 'openai7'
import { awsPair, type Keyed, openKeyed, operatorKey } from '../keys/kit.ts'

type Pair = typeof awsPair

const messages = [{ role: 'user' as const, content: 'hello' }]
const question = { model: 'First', messages }
const openai = (url: string, apiKey: string) => ({ baseURL: `${url}/openai/v1`, apiKey, maxRetries: 0 })
const anthropic = (url: string, apiKey: string) => ({ baseURL: `${url}/anthropic`, apiKey, maxRetries: 0 })

/** What an SDK says with a key, and the error that its users catch where the key is not good. */
interface Sdk {
  name: string
  ask(url: string, key: string): Promise<unknown>
  unauthorized: (error: unknown) => boolean
  /** 429, or the SDK's own name for it. */
  tooMany: (error: unknown) => boolean
}

const statusIs = (status: number) => (error: unknown) =>
  typeof error === 'object' && error !== null && Object.values(error).includes(status)

const sdks: readonly Sdk[] = [
  {
    name: 'openai 6',
    ask: (url, key) => new OpenAI(openai(url, key)).chat.completions.create(question),
    unauthorized: (error) => error instanceof OpenAI.AuthenticationError && error.code === 'invalid_api_key',
    tooMany: (error) => error instanceof OpenAI.RateLimitError,
  },
  {
    name: 'openai 7',
    ask: (url, key) => new OpenAI7(openai(url, key)).chat.completions.create(question),
    unauthorized: (error) => error instanceof OpenAI7.AuthenticationError && error.code === 'invalid_api_key',
    tooMany: (error) => error instanceof OpenAI7.RateLimitError,
  },
  {
    name: '@anthropic-ai/sdk 1',
    ask: (url, key) => new Anthropic(anthropic(url, key)).messages.create({ ...question, max_tokens: 100 }),
    unauthorized: (error) => error instanceof Anthropic.AuthenticationError,
    tooMany: (error) => error instanceof Anthropic.RateLimitError,
  },
  {
    name: '@anthropic-ai/sdk 0',
    ask: (url, key) => new Anthropic0(anthropic(url, key)).messages.create({ ...question, max_tokens: 100 }),
    unauthorized: (error) => error instanceof Anthropic0.AuthenticationError,
    tooMany: (error) => error instanceof Anthropic0.RateLimitError,
  },
  ...[GoogleGenAI, GoogleGenAI3].map((Client, index) => ({
    name: `@google/genai ${index + 2}`,
    ask: (url: string, apiKey: string) =>
      new Client({ apiKey, httpOptions: { baseUrl: `${url}/gemini` } }).models.generateContent({
        model: 'First',
        contents: 'hello',
      }),
    unauthorized: (error: unknown) => statusIs(400)(error) && String(error).includes('API_KEY_INVALID'),
    tooMany: statusIs(429),
  })),
  ...[CohereClient, CohereClientV2].map((Client, index) => ({
    name: `cohere-ai, version ${index + 1}`,
    ask: (url: string, token: string) => {
      const client = new Client({ baseUrl: `${url}/cohere`, token, maxRetries: 0 })
      return client instanceof CohereClientV2
        ? client.chat({ model: 'First', messages })
        : client.chat({ model: 'First', message: 'hello' })
    },
    unauthorized: (error: unknown) => error instanceof CohereError && error.constructor.name === 'UnauthorizedError',
    tooMany: (error: unknown) => error instanceof CohereError && error.constructor.name === 'TooManyRequestsError',
  })),
  {
    name: 'ollama',
    ask: (url, key) =>
      new Ollama({ host: `${url}/ollama`, headers: { authorization: `Bearer ${key}` } }).chat({
        model: 'First',
        messages,
      }),
    unauthorized: statusIs(401),
    tooMany: statusIs(429),
  },
  {
    name: '@huggingface/inference',
    ask: (url, key) =>
      new InferenceClient(key, { endpointUrl: `${url}/tgi/First` }).chatCompletion({ model: 'First', messages }),
    unauthorized: (error) => String(error).includes('not known here'),
    tooMany: (error) => String(error).includes('a minute are allowed'),
  },
  {
    name: 'AWS SDK with an API key',
    ask: (url, key) => converse(new BedrockRuntimeClient({ ...aws(url), ...bearer(key) })),
    unauthorized: (error) => error instanceof Error && error.name === 'UnrecognizedClientException',
    tooMany: (error) => error instanceof Error && error.name === 'ThrottlingException',
  },
  {
    name: 'MCP client',
    ask: (url, key) => listTools(url, key),
    unauthorized: (error) => error instanceof UnauthorizedError,
    tooMany: (error) => /429|a minute are allowed/.test(String(error)),
  },
]

function aws(url: string) {
  return { endpoint: `${url}/bedrock`, region: 'us-east-1', maxAttempts: 1 }
}

function bearer(token: string) {
  return { token: { token }, authSchemePreference: ['httpBearerAuth'] }
}

async function converse(client: BedrockRuntimeClient): Promise<string | undefined> {
  try {
    const conversation = [{ role: 'user' as const, content: [{ text: 'hello' }] }]
    const { output } = await client.send(new ConverseCommand({ modelId: 'First', messages: conversation }))
    return output?.message?.content?.[0]?.text
  } finally {
    client.destroy()
  }
}

async function listTools(url: string, key: string): Promise<unknown> {
  const client = new Client({ name: 'test', version: '1' })
  const authProvider = { token: async () => key }
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { authProvider }))
  try {
    return await client.listTools()
  } finally {
    await client.close()
  }
}

describe('interop: keys', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const thrownBy = async (work: Promise<unknown>): Promise<unknown> => {
    const none = Symbol('nothing')
    const error = await work.then(
      () => none,
      (thrown: unknown) => thrown,
    )
    if (error === none) throw new Error('nothing was thrown')
    return error
  }

  for (const { name, ask, unauthorized, tooMany } of sdks) {
    it(`${name}: a good key, a wrong one, and one that has asked too often`, async () => {
      const { id, text } = await host.add()
      expect(JSON.stringify(await ask(host.url, text))).to.match(/Hello there|echo/)
      await host.keys.revoke(id)
      const refused = await thrownBy(ask(host.url, 'sk-wrong'))
      expect(unauthorized(refused), `${refused}`).to.equal(true)
      const rare = await host.add({ rate: 1 })
      await ask(host.url, rare.text).catch((error: unknown) => expect(tooMany(error), `${error}`).to.equal(true))
      const throttled = await thrownBy(ask(host.url, rare.text))
      expect(tooMany(throttled), `${throttled}`).to.equal(true)
    })
  }

  it('AWS SDK with a slash behind its endpoint, signing', async () => {
    const endpoint = `${aws(host.url).endpoint}/`
    const client = new BedrockRuntimeClient({ ...aws(host.url), endpoint, credentials: awsPair })
    expect(await converse(client)).to.equal('Hello there.')
  })

  const handlers = { 'HTTP/2': () => ({}), 'HTTP/1.1': () => ({ requestHandler: new NodeHttpHandler() }) }
  for (const [version, handler] of Object.entries(handlers)) {
    const signing = (credentials: Pair) =>
      converse(new BedrockRuntimeClient({ ...aws(host.url), credentials, ...handler() }))
    it(`AWS SDK over ${version}, signing`, async () => {
      expect(await signing(awsPair)).to.equal('Hello there.')
      for (const wrong of [
        { ...awsPair, secretAccessKey: 'x' },
        { ...awsPair, accessKeyId: 'x' },
      ]) {
        const error = await thrownBy(signing(wrong))
        expect(error).to.have.property('name', 'UnrecognizedClientException')
      }
    })
  }

  it('Anthropic’s SDK for Bedrock, signing', async () => {
    const ask = (awsSecretKey: string) =>
      new AnthropicBedrock({
        ...{ baseURL: `${host.url}/bedrock`, awsRegion: 'us-east-1', maxRetries: 0 },
        ...{ awsAccessKey: awsPair.accessKeyId, awsSecretKey },
      }).messages.create({ model: 'First', max_tokens: 100, messages })
    expect(JSON.stringify(await ask(awsPair.secretAccessKey))).to.include('Hello there.')
    expect(await thrownBy(ask('x'))).to.have.property('status', 403)
  })

  it('UTCP client, with the key that the manual asks for', async () => {
    const { log, info, warn, error } = console // it tells on it whatever it does
    Object.assign(console, { log() {}, info() {}, warn() {}, error() {} })
    try {
      const { text } = await host.add()
      const variables = { bots_API_KEY: text }
      const client = await UtcpClient.create(
        process.cwd(),
        new UtcpClientConfigSerializer().validateDict({ variables }),
      )
      const auth = { auth_type: 'api_key', api_key: `Bearer ${text}`, var_name: 'Authorization', location: 'header' }
      const manual = { name: 'bots', call_template_type: 'http', url: `${host.url}/utcp` }
      expect((await client.registerManual({ ...manual, name: 'open' } as never)).success).to.equal(false)
      expect((await client.registerManual({ ...manual, auth } as never)).success).to.equal(true) // as it fills it in
      expect(await client.callTool('bots.echo', { body: { text: 'hello' } })).to.equal('hello')
      await client.close()
    } finally {
      Object.assign(console, { log, info, warn, error })
    }
  })

  it('a key of the settings serves them all', async () => {
    for (const { ask } of sdks) expect(JSON.stringify(await ask(host.url, operatorKey))).to.match(/Hello there|echo/)
  })

  it('no key is in the log', () => {
    const log = host.log.join('\n')
    expect(log).to.include('A request is done.')
    expect(log).not.to.match(/drm_[0-9a-f]{12}_|sk-wrong|Bearer/)
    for (const secret of [operatorKey, awsPair.secretAccessKey]) expect(log).not.to.include(secret)
  })
})
