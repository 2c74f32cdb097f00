import { setTimeout as sleep } from 'node:timers/promises'
import type { SendMessageRequest, StreamResponse } from '@a2a-js/sdk'
import type { RequestOptions } from '@a2a-js/sdk/client'
import { type ChatRequest, type Context, SolverError, type SolverEvent } from 'dramatis'
import { Answer } from './answer.ts'
import { failureOf } from './failure.ts'
import { encodeMessage } from './message.ts'
import type { Opened, RemoteAgent } from './remote.ts'
import { keepThread, recallThread } from './thread.ts'

/** How long the first event is waited for where everybody has left, in milliseconds: it names the task. */
const patience = 75
/** Between two looks at a task, in milliseconds: at first, and at most. */
const [soon, late] = [200, 5000]

/**
 * Puts the last message of the user to an agent and gives what it answers; nothing where that is empty, or where the
 * agent does not take such media. When nobody waits any more, its task is cancelled.
 * @throws SolverError for an answer that breaks off, and for a task that fails
 */
export async function* ask(
  agent: RemoteAgent,
  address: string,
  request: ChatRequest,
  context: Context,
): AsyncGenerator<SolverEvent, void, undefined> {
  const { signal, memory, log } = context
  const opened = await agent.open(signal)
  const thread = await recallThread(memory, address)
  let kept = thread.contextId
  const message = encodeMessage(request, opened.card.inputModes, thread)
  if (!message) {
    log.debug({ agent: opened.url, takes: opened.card.inputModes }, 'The agent takes no such message.')
    return
  }
  signal.throwIfAborted()
  const answer = new Answer(thread.task)
  const hangingUp = new AbortController()
  const options = { serviceParameters: opened.headers, signal: hangingUp.signal }
  const hangUp = (): void => {
    if (hangingUp.signal.aborted) return
    hangingUp.abort()
    if (answer.working) agent.cancel(opened, answer.taskId)
  }
  // A task that nobody has named yet cannot be cancelled, and would go on for nobody.
  const leave = (): void => {
    if (answer.heard || !opened.streams) hangUp()
    else setTimeout(hangUp, patience).unref()
  }
  // Whoever has stopped reading may not come back to tell: the signal does.
  signal.addEventListener('abort', leave, { once: true })
  try {
    for await (const response of responses(opened, { ...blank, message }, options, answer)) {
      const said = answer.hear(response)
      signal.throwIfAborted()
      if (answer.reason !== undefined || answer.contextId !== kept) {
        kept = answer.contextId // at once: who interrupts an answer means to go on
        await keepThread(memory, address, answer.thread)
      }
      yield* said
      if (answer.reason !== undefined) break
    }
    if (answer.reason === undefined && answer.heard) {
      throw new SolverError('server-error', `${opened.url} ended its answer in the middle.`)
    }
    if (answer.reason !== undefined && answer.says) yield { type: 'finish', reason: answer.reason }
  } catch (error) {
    signal.throwIfAborted()
    const failure = failureOf(error, opened.url)
    if (failure.kind === 'server-error' || failure.kind === 'bad-request') agent.doubt()
    throw failure
  } finally {
    signal.removeEventListener('abort', leave)
    if (answer.reason === undefined) hangUp()
  }
}

const blank: SendMessageRequest = {
  tenant: '',
  message: undefined,
  // What was said before is known here, and need not come back.
  configuration: {
    acceptedOutputModes: [],
    taskPushNotificationConfig: undefined,
    historyLength: 0,
    returnImmediately: false,
  },
  metadata: undefined,
}

/** What the agent says to a message; from one that does not stream, its task again and again until it is done. */
async function* responses(
  opened: Opened,
  request: SendMessageRequest,
  options: RequestOptions & { signal: AbortSignal },
  answer: Answer,
): AsyncGenerator<StreamResponse, void, undefined> {
  yield* sent(opened, request, options)
  if (opened.streams) return
  for (let wait = soon; answer.working; wait = Math.min(wait * 1.5, late)) {
    await sleep(wait, undefined, { signal: options.signal })
    const task = await opened.client.getTask({ tenant: '', id: answer.taskId, historyLength: 0 }, options)
    yield { payload: { $case: 'task', value: task } }
  }
}

/** A task that waited for the user may be over or forgotten by now: the message then begins another one. */
async function* sent(
  { client, url }: Opened,
  request: SendMessageRequest,
  options: RequestOptions,
): AsyncGenerator<StreamResponse, void, undefined> {
  let heard = false
  const { message } = request
  try {
    for await (const response of client.sendMessageStream(request, options)) {
      heard = true
      yield response
    }
  } catch (error) {
    const isRefused = !heard && message?.taskId && failureOf(error, url).kind === 'bad-request'
    if (!isRefused || !message) throw error
    yield* client.sendMessageStream({ ...request, message: { ...message, taskId: '' } }, options)
  }
}
