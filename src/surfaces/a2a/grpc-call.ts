import type { AgentCard, GetTaskRequest, Message, SendMessageRequest, SubscribeToTaskRequest, Task } from '@a2a-js/sdk'
import type { ServerCallContext } from '@a2a-js/sdk/server'
import type { ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js'
import { type Agent, Call, type Events, type Shared } from './call.ts'
import { whileWanted } from './stream.ts'

/** Whom a call is for, and the call itself. */
export interface GrpcAgent extends Agent {
  readonly call: ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>
}

/** A call of version 1.0. Streams end with it, and wait for a client that is slow, neither of which the library does. */
export class CurrentGrpcCall extends Call {
  readonly #call: GrpcAgent['call']

  constructor(shared: Shared, agent: GrpcAgent) {
    super(shared, agent, { transport: 'grpc' })
    this.#call = agent.call
  }

  override sendMessageStream(params: SendMessageRequest, context: ServerCallContext): Events {
    return this.#paced(super.sendMessageStream(params, context))
  }

  override resubscribe(params: SubscribeToTaskRequest, context: ServerCallContext): Events {
    return this.#paced(super.resubscribe(params, context))
  }

  async *#paced(events: Events): Events {
    const call = this.#call
    const left = new AbortController()
    if (call.cancelled) left.abort()
    call.once('cancelled', () => left.abort())
    for await (const event of whileWanted(events, left.signal)) {
      yield event
      if ('writableNeedDrain' in call && call.writableNeedDrain && !left.signal.aborted) await drained(call)
    }
  }
}

/** A call of version 0.3, whose protocol buffers cannot tell 0 from nothing, and whose one card is that for everybody. */
export class OlderGrpcCall extends CurrentGrpcCall {
  override getTask(params: GetTaskRequest, context: ServerCallContext): Promise<Task> {
    return super.getTask({ ...params, historyLength: params.historyLength || undefined }, context)
  }

  override sendMessage(params: SendMessageRequest, context: ServerCallContext): Promise<Message | Task> {
    return super.sendMessage(withWholeHistory(params), context)
  }

  override sendMessageStream(params: SendMessageRequest, context: ServerCallContext): Events {
    return super.sendMessageStream(withWholeHistory(params), context)
  }

  override getAuthenticatedExtendedAgentCard(): Promise<AgentCard> {
    return this.getAgentCard()
  }
}

function withWholeHistory(params: SendMessageRequest): SendMessageRequest {
  const { configuration } = params
  if (configuration?.historyLength !== 0) return params
  return { ...params, configuration: { ...configuration, historyLength: undefined } }
}

function drained(call: ServerWritableStream<unknown, unknown>): Promise<void> {
  return new Promise((resolve) => {
    for (const event of ['drain', 'cancelled', 'close']) call.once(event, () => resolve())
  })
}
