import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { AgentCard, type Artifact, type Message, type Part, Role, Task, TaskState } from '@a2a-js/sdk'
import { LegacyA2AService, legacyGrpcService } from '@a2a-js/sdk/compat/v0_3/server/grpc'
import {
  AgentEvent,
  DefaultRequestHandler,
  type ExecutionEventBus,
  InMemoryTaskStore,
  type RequestContext,
} from '@a2a-js/sdk/server'
import { agentCardHandler, jsonRpcHandler, restHandler, UserBuilder } from '@a2a-js/sdk/server/express'
import { A2AService, grpcService } from '@a2a-js/sdk/server/grpc'
import { Server, ServerCredentials } from '@grpc/grpc-js'
import express from 'express'
import { startLocalServer } from '../../../test/support/local-server.ts'

/** What an agent does with a message, told by its text. */
export type Play = (stage: Stage) => void | Promise<void>

/** What a script can do: each is an event of the task. */
export interface Stage {
  readonly message: Message
  readonly taskId: string
  working(text?: string): void
  artifact(id: string, parts: readonly Part[], more?: Partial<Artifact> & { append?: boolean; last?: boolean }): void
  end(state: TaskState, text?: string): void
  /** Answers without a task; nothing else may be said then. */
  reply(parts: readonly Part[]): void
}

export interface AgentOptions {
  streaming?: boolean
  inputModes?: readonly string[]
}

export interface TestAgent {
  /** Where its card is, under `.well-known`. */
  readonly url: string
  /** Messages that came, oldest first, in their context; `continues`: for a task that was known. */
  readonly heard: readonly { readonly message: Message; readonly contextId: string; readonly continues: boolean }[]
  /** Ids of tasks that were cancelled. */
  readonly cancelled: readonly string[]
  /** Headers of every HTTP call. */
  readonly calls: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** When the answers of HTTP calls came to their end, or the client left; times of `performance.now()`. */
  readonly over: readonly { readonly path: string; readonly time: number }[]
  close(): Promise<void>
}

/** An agent of both versions on all bindings, made with the SDK's own server. */
export async function startAgent(
  plays: Readonly<Record<string, Play>>,
  options: AgentOptions = {},
): Promise<TestAgent> {
  const heard: { message: Message; contextId: string; continues: boolean }[] = []
  const cancelled: string[] = []
  const calls: { path: string; headers: IncomingHttpHeaders }[] = []
  const over: { path: string; time: number }[] = []
  const contexts = new Map<string, string>()
  const app = express()
  const http = await startLocalServer(app)
  const grpc = new Server()
  const grpcPort = await new Promise<number>((resolve, reject) =>
    grpc.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  const card = cardOf(http.url, `127.0.0.1:${grpcPort}`, options)
  const execute = async (context: RequestContext, bus: ExecutionEventBus): Promise<void> => {
    const { taskId, contextId, userMessage: message, task } = context
    heard.push({ message, contextId, continues: task !== undefined })
    contexts.set(taskId, contextId)
    const text = textOf(message)
    const play = plays[text] ?? plays['*']
    await play?.(stageOf(context, bus))
    bus.finished()
  }
  const cancelTask = async (taskId: string, bus: ExecutionEventBus): Promise<void> => {
    cancelled.push(taskId)
    const contextId = contexts.get(taskId) ?? ''
    const status = { state: TaskState.TASK_STATE_CANCELED, message: undefined, timestamp: undefined }
    bus.publish(AgentEvent.statusUpdate({ taskId, contextId, status, metadata: undefined }))
    bus.finished()
  }
  const requestHandler = new DefaultRequestHandler(card, new InMemoryTaskStore(), { execute, cancelTask })
  const handling = { requestHandler, userBuilder: UserBuilder.noAuthentication, legacyCompat: { enabled: true } }
  app.use((request, response, next) => {
    calls.push({ path: request.path, headers: request.headers })
    const { path } = request
    response.on('close', () => over.push({ path, time: performance.now() }))
    next()
  })
  app.use(express.json({ limit: '64mb', type: ['application/json', 'application/a2a+json'] }))
  app.use(
    '/.well-known/agent-card.json',
    agentCardHandler({ agentCardProvider: requestHandler, legacyCompat: { enabled: true } }),
  )
  app.use('/rest', restHandler(handling))
  app.use('/rpc', jsonRpcHandler(handling))
  grpc.addService(A2AService, grpcService(handling))
  grpc.addService(LegacyA2AService, legacyGrpcService(handling))
  return {
    url: http.url,
    heard,
    cancelled,
    calls,
    over,
    async close() {
      grpc.forceShutdown()
      await http.close()
    },
  }
}

export function text(value: string): Part {
  return { content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: '' }
}

export function textOf({ parts }: Message): string {
  return parts.map(({ content }) => (content?.$case === 'text' ? content.value : '')).join('')
}

function cardOf(
  base: string,
  grpc: string,
  { streaming = true, inputModes = ['text/plain'] }: AgentOptions,
): AgentCard {
  const bindings = [
    ['JSONRPC', `${base}/rpc`],
    ['HTTP+JSON', `${base}/rest`],
    ['GRPC', grpc],
  ] as const
  return AgentCard.fromJSON({
    name: 'Test agent',
    description: 'It does what its message names.',
    version: '1.0.0',
    supportedInterfaces: ['1.0', '0.3'].flatMap((protocolVersion) =>
      bindings.map(([protocolBinding, url]) => ({ url, protocolBinding, protocolVersion })),
    ),
    capabilities: { streaming },
    defaultInputModes: inputModes,
    defaultOutputModes: ['text/plain'],
    skills: [{ id: 'talk', name: 'Talk', description: 'Talks.', tags: ['talk'] }],
  })
}

function stageOf({ taskId, contextId, userMessage, task }: RequestContext, bus: ExecutionEventBus): Stage {
  const place = { taskId, contextId, metadata: undefined }
  let begun = false
  const begin = (): void => {
    if (begun) return
    begun = true
    const state = TaskState.TASK_STATE_SUBMITTED
    const status = { state, message: undefined, timestamp: undefined }
    bus.publish(
      AgentEvent.task(task ?? { ...Task.fromJSON({ id: taskId, contextId }), status, history: [userMessage] }),
    )
  }
  const says = (words: string | undefined): Message | undefined =>
    words === undefined ? undefined : messageOf([text(words)], contextId, taskId)
  const status = (state: TaskState, words?: string): void => {
    begin()
    const told = { state, message: says(words), timestamp: new Date().toISOString() }
    bus.publish(AgentEvent.statusUpdate({ ...place, status: told }))
  }
  return {
    message: userMessage,
    taskId,
    working: (words) => status(TaskState.TASK_STATE_WORKING, words),
    end: status,
    artifact(artifactId, parts, { append = false, last = false, ...more } = {}) {
      begin()
      const blank = { name: '', description: '', metadata: undefined, extensions: [] }
      const artifact = { ...blank, ...more, artifactId, parts: [...parts] }
      bus.publish(AgentEvent.artifactUpdate({ ...place, artifact, append, lastChunk: last }))
    },
    reply: (parts) => bus.publish(AgentEvent.message(messageOf(parts, contextId, ''))),
  }
}

function messageOf(parts: readonly Part[], contextId: string, taskId: string): Message {
  const rest = { metadata: undefined, extensions: [], referenceTaskIds: [] }
  return { messageId: randomUUID(), contextId, taskId, role: Role.ROLE_AGENT, parts: [...parts], ...rest }
}
