import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AgentCard,
  type ListTasksRequest,
  type Message,
  type Part,
  Role,
  type SendMessageConfiguration,
  type SendMessageRequest,
  type StreamResponse,
  type Task,
  TaskState,
} from '@a2a-js/sdk'
import { type A2ARequestHandler, ServerCallContext } from '@a2a-js/sdk/server'
import type { Caller } from '../../../src/core/caller.ts'
import type { Solver } from '../../../src/core/types.ts'
import { defineSurface, type SurfaceHost } from '../../../src/http/index.ts'
import type { Runtime } from '../../../src/runtime.ts'
import {
  createEngine,
  defaultOptions,
  type Engine,
  type EngineOptions,
} from '../../../src/surfaces/a2a/engine/index.ts'
import { surfaces } from '../../../src/surfaces/index.ts'
import { startTestHost, type TestPersona } from '../../../src/testing/host.ts'

/** Parts of the options, group by group. */
export type Tuning = Pick<Partial<EngineOptions>, 'whileWorking'> & {
  [K in 'limits' | 'retention' | 'push' | 'timing']?: Partial<EngineOptions[K]>
}

export interface TestEngine {
  readonly engine: Engine
  readonly host: SurfaceHost
  readonly runtime: Runtime
  /** The handler of a persona by its name. */
  of(name: string): A2ARequestHandler
  close(): Promise<void>
}

/** An engine on a real host, as its surface makes it. */
export async function startEngine(
  personas: readonly TestPersona[],
  tuning: Tuning = {},
  state = 'memory:',
  card: Partial<AgentCard> = {},
): Promise<TestEngine> {
  let host: SurfaceHost | undefined
  const probe = defineSurface({
    create(_config, given) {
      host = given
      return { prefixes: ['/probe'], routes: [], error: ({ status, message }) => ({ status, body: message }) }
    },
  })
  const settings = { state, surfaces: 'a2a' in surfaces ? { a2a: { enabled: false } } : {} }
  const runtime = await startTestHost({ personas, surfaces: { probe }, settings })
  if (!host) throw new Error('The host has not made its surfaces.')
  const given = host
  const engine = createEngine(given, { ...tuned(tuning), card: () => ({ ...testCard, ...card }) })
  await engine.start()
  return {
    engine,
    host: given,
    runtime,
    of: (name) => engine.handler(given.find(name)),
    async close() {
      engine.stop()
      await engine.close()
      await runtime.close(0)
    },
  }
}

function tuned({ whileWorking, limits, retention, push, timing }: Tuning): typeof defaultOptions {
  return {
    ...defaultOptions,
    ...(whileWorking ? { whileWorking } : {}),
    limits: { ...defaultOptions.limits, ...limits },
    retention: { ...defaultOptions.retention, ...retention },
    push: { ...defaultOptions.push, ...push },
    timing: { ...defaultOptions.timing, ...timing },
  }
}

/** Somebody with a key. */
export const caller = (id: string): Caller => ({ id, name: id, mayManage: false, mayAsk: () => true })

export const testCard: AgentCard = {
  name: 'Test',
  description: 'Answers.',
  version: '1.0.0',
  supportedInterfaces: [],
  provider: undefined,
  capabilities: { streaming: true, pushNotifications: true, extensions: [] },
  securitySchemes: {},
  securityRequirements: [],
  defaultInputModes: ['text/plain'],
  defaultOutputModes: ['text/plain'],
  skills: [],
  signatures: [],
}

/** A persona of one solver. */
export function persona(name: string, solve: Solver['solve'], solver: Partial<Solver> = {}): TestPersona {
  return { name, chain: [{ id: name.toLowerCase(), solver: { ...solver, solve } }] }
}

export function context(requestedVersion = '1.0'): ServerCallContext {
  return new ServerCallContext({ requestedVersion })
}

let count = 0

/** A message with an id of its own, and whatever else is given. */
export function send(
  text: string,
  message: Partial<Message> = {},
  configuration: Partial<SendMessageConfiguration> = {},
): SendMessageRequest {
  count++
  return {
    tenant: '',
    message: {
      messageId: `message-of-a-test-${process.pid}-${count}`,
      contextId: '',
      taskId: '',
      role: Role.ROLE_USER,
      parts: [textPart(text)],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
      ...message,
    },
    configuration: {
      acceptedOutputModes: [],
      taskPushNotificationConfig: undefined,
      returnImmediately: false,
      ...configuration,
    },
    metadata: undefined,
  }
}

export function textPart(value: string): Part {
  return { content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: '' }
}

export function list(given: Partial<ListTasksRequest> = {}): ListTasksRequest {
  return {
    tenant: '',
    contextId: '',
    status: TaskState.TASK_STATE_UNSPECIFIED,
    pageToken: '',
    statusTimestampAfter: undefined,
    ...given,
  }
}

export const get = (id: string, historyLength?: number) => ({
  tenant: '',
  id,
  ...(historyLength === undefined ? {} : { historyLength }),
})

export const cancel = (id: string) => ({ tenant: '', id, metadata: undefined })

/** An answer as a task. */
export function asTask(answer: Message | Task): Task {
  if ('status' in answer) return answer
  throw new Error(`Expected a task, and not the message ${answer.messageId}.`)
}

export function stateOf(task: Pick<Task, 'status'>): string {
  return TaskState[task.status?.state ?? TaskState.UNRECOGNIZED].replace('TASK_STATE_', '')
}

/** The text of all artifacts of a task. */
export function textOf({ artifacts }: Task): string {
  return artifacts.flatMap(({ parts }) => parts.map(partText)).join('')
}

export function statusText({ status }: Pick<Task, 'status'>): string | undefined {
  return status?.message?.parts.map(partText).join('')
}

export function partText({ content }: Part): string {
  return content?.$case === 'text' ? content.value : `<${content?.$case}>`
}

/** A stream in short: the state of tasks and status updates, the text of artifacts. */
export function brief({ payload }: StreamResponse): string {
  switch (payload?.$case) {
    case 'task':
      return `task ${stateOf(payload.value)}`
    case 'statusUpdate':
      return stateOf(payload.value)
    case 'artifactUpdate': {
      const { artifact, append, lastChunk } = payload.value
      return `${append ? '+' : ''}"${artifact?.parts.map(partText).join('')}"${lastChunk ? '.' : ''}`
    }
    case 'message':
      return `message "${payload.value.parts.map(partText).join('')}"`
    case undefined:
      return 'nothing'
  }
}

export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const event of events) all.push(event)
  return all
}

/** Waits until something is true, and fails where that takes too long. */
export async function until(isTrue: () => boolean | Promise<boolean>, milliseconds = 5_000): Promise<void> {
  const end = Date.now() + milliseconds
  while (!(await isTrue())) {
    if (Date.now() > end) throw new Error('It has not come true in time.')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A folder of its own, removed afterwards. */
export async function inFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'a2a-engine-'))
  try {
    return await run(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What was thrown, by its name. */
export async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise
    return 'nothing'
  } catch (error) {
    return error instanceof Error ? error.constructor.name : String(error)
  }
}
