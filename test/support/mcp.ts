import { fileURLToPath } from 'node:url'
import { Client, SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js'
import { SSEClientTransport as OlderSse } from '@modelcontextprotocol/sdk/client/sse.js'
import { StdioClientTransport as OlderStdio } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as OlderStreamable } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { silentLog } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import { type Runtime, startRuntime } from '../../src/runtime.ts'

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

const main = path('dist/main.js')
export const kitFolder = path('test/fixtures/plugins-mcp-kit')

/** A host with the kit among its plugins, and with a persona that talks back. */
export async function openKit(flags: object = {}, log = silentLog): Promise<Runtime> {
  const given = { port: 0, personas: [path('personas/eliza.json')], plugins: [kitFolder], ...flags }
  return await startRuntime(await resolveSettings({ flags: given, env: {} }), log)
}

/** What both generations of clients have in common, as far as tests go. */
export interface KitClient {
  listTools(params?: { cursor: string }): Promise<{ tools: { name: string }[]; nextCursor?: string | undefined }>
  callTool(name: string, input?: object, heard?: (progress: number) => void): Promise<CallResult>
  readResource(params: { uri: string }): Promise<{ contents: object[] }>
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<{ messages: object[] }>
  complete(params: {
    ref: { type: 'ref/prompt'; name: string }
    argument: { name: string; value: string }
  }): Promise<{ completion: { values: string[] } }>
  /** How often it heard that the list of tools has changed. */
  readonly changes: number
  close(): Promise<void>
}

export interface CallResult {
  content: { type: string; text?: string }[]
  isError?: boolean | undefined
  structuredContent?: unknown
}

export type Connect = (url: string) => Promise<KitClient>

const info = { name: 'test', version: '1.0.0' }
const capabilities = { elicitation: {}, sampling: {}, roots: {} }
const roots = [{ uri: 'file:///work', name: 'work' }]
const answers: Readonly<Record<string, string>> = { name: 'Ada', color: 'green', context: 'the sea' }
const words = { type: 'text', text: 'Paris' } as const
const sampled = { role: 'assistant', model: 'test', content: words } as const

/** Answers what a form asks for, as far as it is known. */
function fill(schema: object | undefined) {
  const { properties = {} } = { ...schema } as { properties?: object } // forms are flat objects
  const content = Object.keys(properties).map((key): [string, string] => [key, answers[key] ?? 'yes'])
  return { action: 'accept' as const, content: Object.fromEntries(content) }
}

async function older(transport: OlderStreamable | OlderSse | OlderStdio): Promise<KitClient> {
  let changes = 0
  const onChanged = (): void => void changes++
  const listChanged = { tools: { autoRefresh: false, debounceMs: 0, onChanged } }
  const client = new OlderClient(info, { capabilities, listChanged })
  client.setRequestHandler(ElicitRequestSchema, ({ params }) =>
    fill('requestedSchema' in params ? params.requestedSchema : undefined),
  )
  client.setRequestHandler(CreateMessageRequestSchema, () => sampled)
  client.setRequestHandler(ListRootsRequestSchema, () => ({ roots }))
  await client.connect(transport as Parameters<typeof client.connect>[0]) // its own types are not that exact
  return {
    listTools: (params) => client.listTools(params),
    async callTool(name, input = {}, heard) {
      const options = heard ? { onprogress: ({ progress }: { progress: number }) => heard(progress) } : {}
      return (await client.callTool({ name, arguments: { ...input } }, undefined, options)) as CallResult
    },
    readResource: (params) => client.readResource(params),
    getPrompt: (params) => client.getPrompt(params),
    complete: (params) => client.complete(params),
    get changes() {
      return changes
    },
    close: () => client.close(),
  }
}

async function current(transport: Transport, mode: 'legacy' | 'auto'): Promise<KitClient> {
  let changes = 0
  const onChanged = (): void => void changes++
  const listChanged = { tools: { autoRefresh: false, debounceMs: 0, onChanged } }
  const client = new Client(info, { capabilities, listChanged, versionNegotiation: { mode } })
  client.setRequestHandler('elicitation/create', ({ params }) =>
    fill('requestedSchema' in params ? params.requestedSchema : undefined),
  )
  client.setRequestHandler('sampling/createMessage', () => sampled)
  client.setRequestHandler('roots/list', () => ({ roots }))
  await client.connect(transport)
  return {
    listTools: (params) => client.listTools(params),
    async callTool(name, input = {}, heard) {
      const options = heard ? { onprogress: ({ progress }: { progress: number }) => heard(progress) } : {}
      return (await client.callTool({ name, arguments: { ...input } }, options)) as CallResult
    },
    readResource: (params) => client.readResource(params),
    getPrompt: (params) => client.getPrompt(params),
    complete: (params) => client.complete(params),
    get changes() {
      return changes
    },
    close: () => client.close(),
  }
}

const command = {
  command: process.execPath,
  args: [main, 'tools', 'mcp', '--plugins', kitFolder],
  stderr: 'inherit' as const,
}

/** Every kind of client over every transport. */
export const clients: Readonly<Record<string, Connect>> = {
  'the v1 SDK over Streamable HTTP': (url) => older(new OlderStreamable(new URL(`${url}/mcp`))),
  'the v1 SDK over SSE': (url) => older(new OlderSse(new URL(`${url}/mcp/sse`))),
  'the v1 SDK over stdio': () => older(new OlderStdio(command)),
  'the v2 SDK over Streamable HTTP': (url) => current(streamable(url), 'legacy'),
  'the v2 SDK over SSE': (url) => current(new SSEClientTransport(new URL(`${url}/mcp/sse`)), 'legacy'),
  'the v2 SDK over stdio': () => current(new StdioClientTransport(command), 'legacy'),
  'the v2 SDK without sessions': (url) => current(streamable(url), 'auto'),
  'the v2 SDK over stdio, as of 2026-07-28': () => current(new StdioClientTransport(command), 'auto'),
}

const streamable = (url: string): StreamableHTTPClientTransport =>
  new StreamableHTTPClientTransport(new URL(`${url}/mcp`))

/** A client of Streamable HTTP at an address, with sessions. */
export function connectTo(address: string): Promise<KitClient> {
  return current(new StreamableHTTPClientTransport(new URL(address)), 'legacy')
}
