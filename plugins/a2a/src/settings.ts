import { type FromSchema, type MediaKind, RuntimeError } from 'dramatis'

const text = { type: 'string', minLength: 1 } as const

export const config = {
  type: 'object',
  properties: {
    baseUrl: { ...text, description: "The agent's address, or that of its card." },
    agent_url: text,
    url: text,
    apiKey: { type: 'string', description: 'The key. Write "${VARIABLE}" to take it from the environment.' },
    api_key: { type: 'string' },
    auth_header: { type: 'string', description: 'What `Authorization` says, word for word.' },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: {},
      description: 'Sent with every call.',
    },
    streaming: { type: 'boolean', default: true, description: 'Whether words are asked for as they come.' },
    transport: {
      enum: ['auto', 'jsonrpc', 'rest', 'grpc'],
      default: 'auto',
      description: 'The binding that is spoken. "auto": the one that the agent names first.',
    },
    protocol: {
      enum: ['auto', '1.0', '0.3'],
      default: 'auto',
      description: 'The version that is spoken. "auto": the newest that the agent offers.',
    },
    accepts: {
      type: 'array',
      items: { enum: ['image', 'audio', 'file'] },
      uniqueItems: true,
      default: ['image', 'audio', 'file'],
      description: "What may be sent beside text, where the agent's card takes it.",
    },
    logRequests: { type: 'boolean', default: false, description: 'Writes what is sent to the log. Not over gRPC.' },
    logResponses: { type: 'boolean', default: false, description: 'Writes to the log what came back.' },
  },
  additionalProperties: false,
} as const

/** The settings under one spelling each. */
export interface Settings {
  baseUrl: string
  apiKey: string | undefined
  headers: Readonly<Record<string, string>>
  streaming: boolean
  transport: 'auto' | Transport
  protocol: 'auto' | Version
  accepts: readonly MediaKind[]
  logRequests: boolean
  logResponses: boolean
}

export type Transport = 'jsonrpc' | 'rest' | 'grpc'
export type Version = '1.0' | '0.3'

/** Reads settings however they are spelled. @throws RuntimeError `plugin-failed` where no agent is named */
export function readSettings(given: FromSchema<typeof config>): Settings {
  const baseUrl = given.baseUrl ?? given.agent_url ?? given.url
  if (baseUrl === undefined) {
    const example = 'such as "https://agent.example.com"'
    throw new RuntimeError('plugin-failed', `The solver "a2a" has no agent: set "baseUrl" to its address, ${example}.`)
  }
  const { auth_header: authorization, streaming, transport, protocol, accepts, logRequests, logResponses } = given
  return {
    baseUrl,
    apiKey: given.apiKey ?? given.api_key,
    headers: { ...(authorization ? { Authorization: authorization } : {}), ...given.headers },
    streaming,
    transport,
    protocol,
    accepts,
    logRequests,
    logResponses,
  }
}
