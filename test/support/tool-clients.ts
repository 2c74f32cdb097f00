import Anthropic from '@anthropic-ai/sdk'
import { jsonSchemaOutputFormat } from '@anthropic-ai/sdk/helpers/json-schema'
import { BedrockRuntimeClient, ConverseCommand, type ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime'
import { type FunctionCall, GoogleGenAI } from '@google/genai'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { type Cohere, CohereClientV2 } from 'cohere-ai'
import { type Message, Ollama } from 'ollama'
import OpenAI from 'openai'

/** What a client does when its tool is called. */
export type Run = (input: unknown) => string

/** A vendor's SDK, with a tool of the client's own in the vendor's words. */
export interface ToolClient {
  /** Asks, runs what is called, and asks again with what came of it, until there is an answer. */
  converse(question: string, run: Run): Promise<string>
  /** The answer as the client's schema has it, without a tool of the client's. */
  report(question: string): Promise<unknown>
}

export const input = {
  type: 'object' as const,
  properties: { item: { type: 'string' as const } },
  required: ['item'],
  additionalProperties: false,
}

export const schema = {
  type: 'object',
  properties: { count: { type: 'number' } },
  required: ['count'],
  additionalProperties: false,
} as const

const model = 'Clerk'
const named = { name: 'price', description: 'The price of an item.' }

/** By the SDK and what it is that runs the tools: a helper of its own, or a loop by hand as its manual has it. */
export const toolClients: Readonly<Record<string, (url: string) => ToolClient>> = {
  'openai runTools': (url) => openai(url, false),
  'openai runTools, streamed': (url) => openai(url, true),
  'openai responses, by the one before': (url) => responses(url, true),
  'openai responses by hand, streamed': (url) => responses(url, false),
  'anthropic toolRunner': (url) => anthropic(url, false),
  'anthropic toolRunner, streamed': (url) => anthropic(url, true),
  'genai CallableTool': gemini,
  'cohere by hand': cohere,
  'ollama by hand': ollama,
  'bedrock converse by hand': bedrock,
}

function openai(url: string, stream: boolean): ToolClient {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${url}/openai/v1`, maxRetries: 0 })
  return {
    async converse(question, run) {
      const parse = (text: string): object => JSON.parse(text)
      const tool = { ...named, parameters: input, parse, function: (item: object) => run(item) }
      const params = {
        model,
        messages: [{ role: 'user' as const, content: question }],
        tools: [{ type: 'function' as const, function: tool }],
      }
      const runner = stream
        ? client.chat.completions.runTools({ ...params, stream: true })
        : client.chat.completions.runTools({ ...params, stream: false })
      return (await runner.finalContent()) ?? ''
    },
    async report(question) {
      const { choices } = await client.chat.completions.parse({
        model,
        messages: [{ role: 'user', content: question }],
        response_format: { type: 'json_schema', json_schema: { name: 'report', strict: true, schema } },
      })
      return JSON.parse(choices[0]?.message.content ?? '')
    },
  }
}

/** `stored`: points at the response before, which the host keeps; else streams, and sends everything again. */
function responses(url: string, stored: boolean): ToolClient {
  const client = new OpenAI({ apiKey: 'none', baseURL: `${url}/openai/v1`, maxRetries: 0 })
  const tools = [{ ...named, type: 'function' as const, parameters: input, strict: true }]
  return {
    async converse(question, run) {
      let items: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: question }]
      let previous: string | null = null
      for (;;) {
        const answer: OpenAI.Responses.Response = stored
          ? await client.responses.create({ model, tools, input: items, previous_response_id: previous })
          : await client.responses.stream({ model, tools, input: items, store: false }).finalResponse()
        const results = answer.output.flatMap((item) =>
          item.type === 'function_call'
            ? [
                {
                  type: 'function_call_output' as const,
                  call_id: item.call_id,
                  output: run(JSON.parse(item.arguments)),
                },
              ]
            : [],
        )
        if (results.length === 0) return answer.output_text
        previous = answer.id
        items = stored ? results : [...items, ...(answer.output as typeof items), ...results] // what it says is taken back
      }
    },
    async report(question) {
      const format = { type: 'json_schema' as const, name: 'report', strict: true, schema }
      return (await client.responses.parse({ model, input: question, text: { format } })).output_parsed
    },
  }
}

function anthropic(url: string, stream: boolean): ToolClient {
  const client = new Anthropic({ apiKey: 'none', baseURL: `${url}/anthropic`, maxRetries: 0 })
  const ask = (question: string) => ({
    model,
    max_tokens: 1000,
    messages: [{ role: 'user' as const, content: question }],
  })
  return {
    async converse(question, run) {
      const parse = (value: unknown) => value
      const tools = [{ ...named, type: 'custom' as const, input_schema: input, run, parse }]
      const { content } = await client.beta.messages.toolRunner({ ...ask(question), tools, stream }).runUntilDone()
      return content.map((block) => (block.type === 'text' ? block.text : '')).join('')
    },
    async report(question) {
      const format = jsonSchemaOutputFormat(schema)
      return (await client.messages.parse({ ...ask(question), output_config: { format } })).parsed_output
    },
  }
}

function gemini(url: string): ToolClient {
  const client = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: `${url}/gemini` } })
  return {
    async converse(question, run) {
      const tool = {
        tool: async () => ({ functionDeclarations: [{ ...named, parametersJsonSchema: input }] }),
        callTool: async (calls: FunctionCall[]) =>
          calls.map(({ id = '', name = '', args }) => ({
            functionResponse: { id, name, response: { output: run(args) } },
          })),
      }
      const { text } = await client.models.generateContent({ model, contents: question, config: { tools: [tool] } })
      return text ?? ''
    },
    async report(question) {
      const config = { responseMimeType: 'application/json', responseJsonSchema: schema }
      return JSON.parse((await client.models.generateContent({ model, contents: question, config })).text ?? '')
    },
  }
}

function cohere(url: string): ToolClient {
  const client = new CohereClientV2({ token: 'none', environment: `${url}/cohere` })
  const textOf = ({ message }: Cohere.V2ChatResponse): string =>
    (message.content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('')
  return {
    async converse(question, run) {
      const messages: Cohere.ChatMessageV2[] = [{ role: 'user', content: question }]
      const tools = [{ type: 'function' as const, function: { ...named, parameters: input } }]
      for (;;) {
        const answer = await client.chat({ model, messages, tools })
        const { toolCalls, toolPlan } = answer.message
        if (!toolCalls?.length) return textOf(answer)
        messages.push({ role: 'assistant', toolCalls, ...(toolPlan ? { toolPlan } : {}) })
        for (const { id, function: called } of toolCalls) {
          const content = run(JSON.parse(called?.arguments ?? ''))
          messages.push({ role: 'tool', toolCallId: id ?? '', content })
        }
      }
    },
    async report(question) {
      const messages: Cohere.ChatMessageV2[] = [{ role: 'user', content: question }]
      const responseFormat = { type: 'json_object' as const, jsonSchema: schema }
      return JSON.parse(textOf(await client.chat({ model, messages, responseFormat })))
    },
  }
}

function ollama(url: string): ToolClient {
  const client = new Ollama({ host: `${url}/ollama` })
  return {
    async converse(question, run) {
      const messages: Message[] = [{ role: 'user', content: question }]
      const tools = [{ type: 'function', function: { ...named, parameters: input } }]
      for (;;) {
        const { message } = await client.chat({ model, messages, tools })
        if (!message.tool_calls?.length) return message.content
        messages.push(message)
        for (const { function: called } of message.tool_calls) {
          messages.push({ role: 'tool', content: run(called.arguments), tool_name: called.name })
        }
      }
    },
    async report(question) {
      const messages = [{ role: 'user', content: question }]
      return JSON.parse((await client.chat({ model, messages, format: schema })).message.content)
    },
  }
}

function bedrock(url: string): ToolClient {
  const client = new BedrockRuntimeClient({
    endpoint: `${url}/bedrock`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler(),
  })
  const ask = async (messages: ConverseCommandInput['messages'], rest: Partial<ConverseCommandInput>) => {
    const { output } = await client.send(new ConverseCommand({ modelId: model, messages, ...rest }))
    return output?.message?.content ?? []
  }
  return {
    async converse(question, run) {
      const messages: NonNullable<ConverseCommandInput['messages']> = [{ role: 'user', content: [{ text: question }] }]
      const toolConfig: ConverseCommandInput['toolConfig'] = {
        tools: [{ toolSpec: { ...named, inputSchema: { json: input } } }],
      }
      for (;;) {
        const content = await ask(messages, { toolConfig })
        const calls = content.flatMap(({ toolUse }) => toolUse ?? [])
        if (calls.length === 0) return content.map(({ text = '' }) => text).join('')
        const results = calls.map(({ toolUseId, input }) => ({
          toolResult: { toolUseId, content: [{ text: run(input) }] },
        }))
        messages.push({ role: 'assistant', content }, { role: 'user', content: results })
      }
    },
    async report(question) {
      const jsonSchema = { name: 'report', schema: JSON.stringify(schema) }
      const content = await ask([{ role: 'user', content: [{ text: question }] }], {
        outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema } } },
      })
      return JSON.parse(content.map(({ text = '' }) => text).join(''))
    },
  }
}
