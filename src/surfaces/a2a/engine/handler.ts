import { randomUUID } from 'node:crypto'
import type {
  AgentCard,
  CancelTaskRequest,
  DeleteTaskPushNotificationConfigRequest,
  GetExtendedAgentCardRequest,
  GetTaskPushNotificationConfigRequest,
  GetTaskRequest,
  ListTaskPushNotificationConfigsRequest,
  ListTaskPushNotificationConfigsResponse,
  ListTasksRequest,
  ListTasksResponse,
  Message,
  SendMessageRequest,
  StreamResponse,
  SubscribeToTaskRequest,
  Task,
  TaskPushNotificationConfig,
} from '@a2a-js/sdk'
import { ExtendedAgentCardNotConfiguredError, UnsupportedOperationError } from '@a2a-js/sdk/errors'
import type { A2ARequestHandler, ServerCallContext } from '@a2a-js/sdk/server'
import type { PersonaInfo } from '../../../http/index.ts'
import type { TaskEngine } from './engine.ts'
import { eventWithHistory, withHistory } from './history.ts'
import type { Scope, Sent } from './intake.ts'
import { listTasks } from './list.ts'
import type { Rest } from './live.ts'
import { PushConfigs } from './push-configs.ts'
import { type Asked, isOneSenders, readHistoryLength, readSend, requireId } from './read.ts'

type Events = AsyncGenerator<StreamResponse, void, undefined>

/** One agent, as all bindings see it. Who asks is looked up when a method is called, and not when its events are read. */
export class Handler implements A2ARequestHandler {
  readonly #engine: TaskEngine
  readonly #persona: PersonaInfo | undefined

  /** Without a persona it is the default one of the moment. */
  constructor(engine: TaskEngine, persona: PersonaInfo | undefined) {
    this.#engine = engine
    this.#persona = persona
  }

  getAgentCard(): Promise<AgentCard> {
    return this.#engine.card(this.#persona)
  }

  async getAuthenticatedExtendedAgentCard(
    _request: GetExtendedAgentCardRequest,
    _context: ServerCallContext,
  ): Promise<AgentCard> {
    const card = await this.getAgentCard()
    if (!card.capabilities?.extendedAgentCard) {
      throw new UnsupportedOperationError('This agent has one card, which everybody may see.')
    }
    const { extendedCard } = this.#engine.options
    if (!extendedCard) throw new ExtendedAgentCardNotConfiguredError()
    return await extendedCard(this.#persona)
  }

  async sendMessage(request: SendMessageRequest, context: ServerCallContext): Promise<Message | Task> {
    const scope = this.#scope()
    const asked = await this.#read(request, scope, context)
    const sent = await this.#engine.send(scope, asked, false)
    const rest = asked.returnImmediately ? await this.#shown(sent, asked) : await this.#engine.restOf(sent, asked.key)
    return 'message' in rest ? rest.message : withHistory(rest.task, asked.historyLength)
  }

  sendMessageStream(request: SendMessageRequest, context: ServerCallContext): Events {
    return this.#stream(request, this.#scope(), context)
  }

  async getTask({ id, historyLength }: GetTaskRequest): Promise<Task> {
    requireId('id', id)
    const length = readHistoryLength(historyLength)
    const row = await this.#engine.find(id, this.#scope())
    return withHistory(await this.#engine.tasks.task(row), length)
  }

  async listTasks(request: ListTasksRequest): Promise<ListTasksResponse> {
    const { persona, owner } = this.#scope()
    return await listTasks(this.#engine.tasks, { persona: persona.id, owner }, request)
  }

  async cancelTask({ id }: CancelTaskRequest): Promise<Task> {
    return await this.#engine.cancel(requireId('id', id), this.#scope())
  }

  resubscribe({ id }: SubscribeToTaskRequest, _context: ServerCallContext): Events {
    return this.#subscribe(id, this.#scope())
  }

  async createTaskPushNotificationConfig(
    config: TaskPushNotificationConfig,
    context: ServerCallContext,
  ): Promise<TaskPushNotificationConfig> {
    return await (await this.#configs(config.taskId)).create(config, context)
  }

  async getTaskPushNotificationConfig({
    taskId,
    id,
  }: GetTaskPushNotificationConfigRequest): Promise<TaskPushNotificationConfig> {
    return await (await this.#configs(taskId)).get(id)
  }

  async listTaskPushNotificationConfigs(
    request: ListTaskPushNotificationConfigsRequest,
  ): Promise<ListTaskPushNotificationConfigsResponse> {
    return await (await this.#configs(request.taskId)).list(request)
  }

  async deleteTaskPushNotificationConfig({ taskId, id }: DeleteTaskPushNotificationConfigRequest): Promise<void> {
    await (await this.#configs(taskId)).delete(id)
  }

  #scope(): Scope {
    return this.#engine.scope(this.#persona)
  }

  async #read(request: SendMessageRequest, { persona, owner }: Scope, context: ServerCallContext): Promise<Asked> {
    const asked = readSend(request, persona, owner, await this.getAgentCard(), context)
    if (asked.pushConfig) await this.#engine.outbox.requireAllowed(asked.pushConfig)
    const isSame = this.#engine.options.repeated === 'same' && isOneSenders(asked.message, owner)
    return isSame ? asked : { ...asked, key: randomUUID() }
  }

  /** The task as soon as it is on disk. */
  async #shown(sent: Sent, asked: Asked): Promise<Rest> {
    await sent.live?.shown
    if (!sent.live || sent.live.resting) return await this.#engine.restOf(sent, asked.key)
    return { task: await this.#engine.task(sent.id) }
  }

  async *#stream(request: SendMessageRequest, scope: Scope, context: ServerCallContext): Events {
    await this.#requireStreaming()
    const asked = await this.#read(request, scope, context)
    const { id, ...following } = await this.#engine.send(scope, asked, true)
    let told = false
    for await (const event of this.#engine.events(id, { ...following, until: 'waiting' })) {
      told = true
      yield eventWithHistory(event, asked.historyLength)
    }
    const other = told ? undefined : await this.#engine.tasks.forMessage(asked.key) // another process has been faster
    if (other !== undefined) yield* this.#engine.events(other, { after: 0, until: 'waiting' })
  }

  async *#subscribe(id: string, scope: Scope): Events {
    await this.#requireStreaming()
    yield* this.#engine.subscribe(requireId('id', id), scope)
  }

  async #requireStreaming(): Promise<void> {
    const card = await this.getAgentCard()
    if (!card.capabilities?.streaming) throw new UnsupportedOperationError('This agent does not stream.')
  }

  async #configs(taskId: string): Promise<PushConfigs> {
    const card = await this.getAgentCard()
    const row = await PushConfigs.rowOf(card, () => this.#engine.find(requireId('taskId', taskId), this.#scope()))
    const { tasks, outbox, options } = this.#engine
    return new PushConfigs(row.id, { tasks, outbox, options })
  }
}
