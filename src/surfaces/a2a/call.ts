import {
  AgentCard,
  type CancelTaskRequest,
  type DeleteTaskPushNotificationConfigRequest,
  type GetExtendedAgentCardRequest,
  type GetTaskPushNotificationConfigRequest,
  type GetTaskRequest,
  type ListTaskPushNotificationConfigsRequest,
  type ListTaskPushNotificationConfigsResponse,
  type ListTasksRequest,
  type ListTasksResponse,
  type Message,
  type SendMessageRequest,
  type SubscribeToTaskRequest,
  type Task,
  type TaskPushNotificationConfig,
} from '@a2a-js/sdk'
import { ExtendedAgentCardNotConfiguredError, TaskNotFoundError, UnsupportedOperationError } from '@a2a-js/sdk/errors'
import type { A2ARequestHandler, ServerCallContext } from '@a2a-js/sdk/server'
import type { PersonaInfo } from '../../http/index.ts'
import { currentCaller, type Log, RuntimeError } from '../../index.ts'
import type { Cards } from './cards.ts'
import { type Engine, type StreamEvent, sequenceOf } from './engine/index.ts'
import { HostError, type Transport, toProtocolError } from './failures.ts'

/** What every call makes use of. */
export interface Shared {
  readonly engine: Engine
  readonly cards: Cards
  readonly log: Log
}

/** Whom a call is for, and where the client has found it. `persona` undefined: the agent of the host. */
export interface Agent {
  readonly persona: PersonaInfo | undefined
  readonly base: string
  /** Whether its caller may list tasks whose conversation it does not name. @throws RuntimeError `forbidden` */
  requireListable(): void
}

interface CallOptions {
  /** The number of the last event that the client has seen of the task that it subscribes to. */
  readonly after?: number | undefined
  readonly transport?: Transport
}

export type Events = AsyncGenerator<StreamEvent, void, undefined>

/**
 * The handler of one call: the engine's, with the cards of this host, with errors that a client may see, and with what
 * the library's bindings leave out of the events.
 */
export class Call implements A2ARequestHandler {
  /** The number of the event that a stream has given last. */
  lastSequence: number | undefined
  /** What the host could not do. */
  failure: RuntimeError | undefined
  readonly #shared: Shared
  readonly #agent: Agent
  readonly #handler: A2ARequestHandler
  readonly #given: CallOptions

  constructor(shared: Shared, agent: Agent, given: CallOptions = {}) {
    this.#shared = shared
    this.#agent = agent
    this.#handler = shared.engine.handler(agent.persona)
    this.#given = given
  }

  getAgentCard(): Promise<AgentCard> {
    const { persona, base } = this.#agent
    return this.#run(async () => AgentCard.fromJSON(this.#shared.cards.plain(persona, base)))
  }

  /** Where there is none, the versions have errors of their own for it. */
  getAuthenticatedExtendedAgentCard(
    _request: GetExtendedAgentCardRequest,
    { requestedVersion }: ServerCallContext,
  ): Promise<AgentCard> {
    const { persona, base } = this.#agent
    return this.#run(async () => {
      const card = await this.#shared.cards.extended(persona, base)
      if (!card) {
        const reason = 'The card of this agent holds all there is to tell.'
        if (requestedVersion === '0.3') throw new ExtendedAgentCardNotConfiguredError(reason)
        throw new UnsupportedOperationError(reason)
      }
      if (currentCaller().id === '')
        throw new RuntimeError('unauthorized', 'The extended card is for those with a key.')
      return AgentCard.fromJSON(card)
    })
  }

  sendMessage(params: SendMessageRequest, context: ServerCallContext): Promise<Message | Task> {
    return this.#run(() => this.#handler.sendMessage(params, context))
  }

  sendMessageStream(params: SendMessageRequest, context: ServerCallContext): Events {
    return this.#stream(() => this.#handler.sendMessageStream(params, context))
  }

  getTask(params: GetTaskRequest, context: ServerCallContext): Promise<Task> {
    return this.#run(() => this.#handler.getTask(params, context))
  }

  listTasks(params: ListTasksRequest, context: ServerCallContext): Promise<ListTasksResponse> {
    return this.#run(async () => {
      if (params.contextId === '') this.#agent.requireListable()
      return await this.#handler.listTasks(params, context)
    })
  }

  cancelTask(params: CancelTaskRequest, context: ServerCallContext): Promise<Task> {
    return this.#run(() => this.#handler.cancelTask(params, context))
  }

  resubscribe(params: SubscribeToTaskRequest, context: ServerCallContext): Events {
    const { after } = this.#given
    if (after === undefined) return this.#stream(() => this.#handler.resubscribe(params, context))
    return this.#stream(() => this.#shared.engine.resume(params.id, after, context))
  }

  createTaskPushNotificationConfig(
    params: TaskPushNotificationConfig,
    context: ServerCallContext,
  ): Promise<TaskPushNotificationConfig> {
    return this.#run(() => this.#handler.createTaskPushNotificationConfig(params, context))
  }

  /** Version 0.3 lets a client leave out which one: it gets the first. */
  getTaskPushNotificationConfig(
    params: GetTaskPushNotificationConfigRequest,
    context: ServerCallContext,
  ): Promise<TaskPushNotificationConfig> {
    return this.#run(async () => {
      if (params.id !== '' || context.requestedVersion !== '0.3') {
        return await this.#handler.getTaskPushNotificationConfig(params, context)
      }
      const all = { tenant: '', taskId: params.taskId, pageSize: 1, pageToken: '' }
      const [first] = (await this.#handler.listTaskPushNotificationConfigs(all, context)).configs
      if (first) return first
      throw new TaskNotFoundError(`The task "${params.taskId}" has no push notification configuration.`)
    })
  }

  listTaskPushNotificationConfigs(
    params: ListTaskPushNotificationConfigsRequest,
    context: ServerCallContext,
  ): Promise<ListTaskPushNotificationConfigsResponse> {
    return this.#run(() => this.#handler.listTaskPushNotificationConfigs(params, context))
  }

  deleteTaskPushNotificationConfig(
    params: DeleteTaskPushNotificationConfigRequest,
    context: ServerCallContext,
  ): Promise<void> {
    return this.#run(() => this.#handler.deleteTaskPushNotificationConfig(params, context))
  }

  async #run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      throw this.#failed(error)
    }
  }

  async *#stream(open: () => Events): Events {
    try {
      for await (const event of open()) {
        this.lastSequence = sequenceOf(event)
        yield event
      }
    } catch (error) {
      throw this.#failed(error)
    }
  }

  #failed(thrown: unknown): Error {
    const error = toProtocolError(thrown, this.#shared.log, this.#given.transport)
    if (error instanceof HostError) this.failure = error.failure
    return error
  }
}
