import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { AgentCard, type Message, Role, type SendMessageRequest, type StreamResponse, type Task } from '@a2a-js/sdk'
import { type Client, ClientFactory, JsonRpcTransportFactory, RestTransportFactory } from '@a2a-js/sdk/client'
import { GrpcTransportFactory } from '@a2a-js/sdk/client/grpc'
import type { Context, Solver, SolverEvent } from 'dramatis'
import { silentLog, startTestHost, type TestHostOptions } from 'dramatis/testing'
import { resolveSettings } from '../../src/config/settings.ts'
import { type Runtime, startRuntime } from '../../src/runtime.ts'

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url))

/** The host that `npm run serve:a2a-kit` serves. */
export async function openA2aKit(): Promise<Runtime> {
  const file = JSON.parse(readFileSync(path('test/fixtures/a2a-kit/settings.json'), 'utf8')) as object
  const flags = {
    ...file,
    port: 0,
    grpcPort: 0,
    personas: [path('test/fixtures/a2a-kit/kit.json')],
    plugins: [path('test/fixtures/plugins-a2a-kit')],
    state: 'memory:',
    watch: false,
  }
  return await startRuntime(await resolveSettings({ flags, env: {} }), silentLog)
}

/** A host with the personas `Ada`, who is the default one, and `Bob`. What they do depends on the question. */
export function openA2aHost(options: Partial<TestHostOptions> = {}): Promise<Runtime> {
  const personas = [
    { name: 'Ada', domains: { Mathematics: ['sums', 'primes'], 'C++': [] }, chain: [{ id: 'actor', solver: actor() }] },
    { name: 'Bob', chain: [{ id: 'actor', solver: { solve: () => 'Bob here.' } }] },
  ]
  return startTestHost({ personas, ...options, settings: { grpcPort: 0, ...options.settings } })
}

/** Questions that were given up since nobody wanted the answer any more. */
export const givenUp: string[] = []

function actor(): Solver {
  return {
    accepts: ['image', 'file'],
    async *solve({ question, messages }, context) {
      if (question === 'words') yield* words('One. ', 'Two. ', 'Three.')
      else if (question === 'wait') yield* waits(context)
      else if (question === 'ask') yield* asks()
      else if (question === 'boom') throw new Error('The secret is 1234.')
      else if (question === 'count') yield `${messages.length} messages`
      else if (question === 'slow') {
        yield 'First. '
        await pause(400, undefined, { signal: context.signal })
        yield 'Last.'
      } else yield `You said: ${question}`
    },
  }
}

async function* words(...texts: readonly string[]): AsyncGenerator<SolverEvent | string> {
  for (const text of texts) {
    yield text
    await pause(5)
  }
}

async function* waits({ signal }: Context): AsyncGenerator<string> {
  yield 'Working. '
  await pause(10_000, undefined, { signal }).catch(() => givenUp.push('wait'))
}

async function* asks(): AsyncGenerator<SolverEvent | string> {
  yield 'Which one?'
  yield { type: 'finish', reason: 'input-required' }
}

export type Version = '1.0' | '0.3'
export type Binding = 'JSONRPC' | 'HTTP+JSON' | 'GRPC'

/** The library's own client. Clients of 0.3 see nothing of a card but what is of that version. */
export async function connect(base: string, agent: string, version: Version, binding: Binding): Promise<Client> {
  const legacyCompat = { enabled: version === '0.3' }
  const response = await fetch(`${base}${agent}/.well-known/agent-card.json`, { headers: { 'A2A-Version': '1.0' } })
  const card = AgentCard.fromJSON(await response.json())
  const factory = new ClientFactory({
    transports: [
      new JsonRpcTransportFactory({ legacyCompat }),
      new RestTransportFactory({ legacyCompat }),
      new GrpcTransportFactory({ legacyCompat }),
    ],
  })
  const supportedInterfaces = card.supportedInterfaces.filter(
    (each) => each.protocolVersion === version && each.protocolBinding === binding,
  )
  return await factory.createFromAgentCard({ ...card, supportedInterfaces })
}

let sent = 0

/** A message of a client, as the library's types have it. */
export function saying(text: string, given: Partial<Message> = {}): SendMessageRequest {
  const message: Message = {
    messageId: `message-${++sent}`,
    contextId: '',
    taskId: '',
    role: Role.ROLE_USER,
    parts: [{ content: { $case: 'text', value: text }, metadata: undefined, filename: '', mediaType: '' }],
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
    ...given,
  }
  return { tenant: '', message, configuration: undefined, metadata: undefined }
}

export function textOfTask({ artifacts }: Task): string {
  return artifacts
    .flatMap(({ parts }) => parts)
    .map(({ content }) => (content?.$case === 'text' ? content.value : ''))
    .join('')
}

/** What a stream tells, in a few words each. */
export function kindsOf(events: readonly StreamResponse[]): readonly string[] {
  return events.map(({ payload }) => payload?.$case ?? 'nothing')
}

export async function collect<Event>(events: AsyncIterable<Event>): Promise<Event[]> {
  const all: Event[] = []
  for await (const event of events) all.push(event)
  return all
}

interface Posted {
  status: number
  type: string
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever a server says; the tests look at it
  json: any
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Posted> {
  const sent = { 'content-type': 'application/json', ...headers }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return await read(await fetch(url, { method: 'POST', headers: sent, body: text }))
}

export async function get(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Posted> {
  return await read(await fetch(url, { method, headers }))
}

async function read(response: Response): Promise<Posted> {
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  const json = type.includes('json') && text !== '' ? JSON.parse(text) : undefined
  return { status: response.status, type, headers: response.headers, text, json }
}

/** A request of JSON-RPC. */
export function rpc(method: string, params?: unknown, id: unknown = 1): object {
  return { jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }
}

/** A message as 1.0 has it on the wire. */
export function wire(text: string, given: object = {}): object {
  return { message: { messageId: `wire-${++sent}`, role: 'ROLE_USER', parts: [{ text }], ...given } }
}

/** A message as JSON-RPC of 0.3 has it. */
export function olderWire(text: string, given: object = {}): object {
  const parts = [{ kind: 'text', text }]
  return { message: { kind: 'message', messageId: `wire-${++sent}`, role: 'user', parts, ...given } }
}
