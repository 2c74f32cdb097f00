import { createHash } from 'node:crypto'
import { type AgentCard, Message, type SendMessageRequest, type TaskPushNotificationConfig } from '@a2a-js/sdk'
import {
  ContentTypeNotSupportedError,
  ExtensionSupportRequiredError,
  PushNotificationNotSupportedError,
  RequestMalformedError,
} from '@a2a-js/sdk/errors'
import type { ServerCallContext } from '@a2a-js/sdk/server'
import type { PersonaInfo } from '../../../http/index.ts'
import { type ChatRequest, textOf } from '../../../index.ts'
import { readPart, takesText, wantsJson } from './parts.ts'

/** Longer ids are not ids. */
const longestId = 512

/** A message to an agent, checked as far as that goes without the store. */
export interface Asked {
  readonly message: Message
  /** Tells whether a message is the same as another one: its sender, its address, its id and what it says. */
  readonly key: string
  /** Without its conversation. */
  readonly request: ChatRequest
  readonly pushConfig: TaskPushNotificationConfig | undefined
  /** Whether its sender speaks protocol 0.3. */
  readonly legacy: boolean
  readonly historyLength: number | undefined
  readonly returnImmediately: boolean
}

/** @throws what the protocol says of a message that is malformed, or that this agent cannot answer */
export function readSend(
  { message, configuration }: SendMessageRequest,
  persona: PersonaInfo,
  owner: string,
  card: AgentCard,
  context: ServerCallContext,
): Asked {
  if (!message) throw new RequestMalformedError('message is missing.')
  requireId('message.messageId', message.messageId)
  if (message.parts.length === 0) throw new RequestMalformedError('message.parts is empty: say something.')
  for (const field of ['contextId', 'taskId'] as const) {
    if (message[field] !== '') requireId(`message.${field}`, message[field])
  }
  requireExtensions(card, context)
  const parts = message.parts.map((part, index) => readPart(part, index, persona.accepts))
  const accepted = configuration?.acceptedOutputModes ?? []
  requireOutput(accepted, card)
  const pushConfig = configuration?.taskPushNotificationConfig
  if (pushConfig && !card.capabilities?.pushNotifications) throw new PushNotificationNotSupportedError()
  return {
    message,
    key: keyOf(message, persona, owner),
    request: {
      question: textOf(parts),
      messageId: message.messageId,
      messages: [{ role: 'user', parts }],
      ...(wantsJson(accepted) ? { output: {} } : {}),
    },
    pushConfig,
    legacy: isLegacy(context),
    historyLength: readHistoryLength(configuration?.historyLength),
    returnImmediately: configuration?.returnImmediately ?? false,
  }
}

export function isLegacy({ requestedVersion }: ServerCallContext): boolean {
  return requestedVersion.startsWith('0.')
}

/** @throws RequestMalformedError for a negative number */
export function readHistoryLength(length: number | undefined): number | undefined {
  if (length === undefined || (Number.isInteger(length) && length >= 0)) return length
  throw new RequestMalformedError('historyLength is not a number of messages.')
}

/** @throws RequestMalformedError where there is none, or something that no id looks like */
export function requireId(field: string, id: string): string {
  if (id.trim() === '') throw new RequestMalformedError(`${field} is missing.`)
  if (id.length > longestId) throw new RequestMalformedError(`${field} is longer than ${longestId} characters.`)
  return id
}

/**
 * A message that is sent again is the same to the letter. Clients that give every message the same id are heard all
 * the same: what they say differs.
 */
function keyOf(message: Message, persona: PersonaInfo, owner: string): string {
  const { messageId, contextId, taskId } = message
  const said = JSON.stringify(Message.toJSON(message))
  return createHash('sha256')
    .update(JSON.stringify([owner, persona.id, contextId, taskId, messageId]))
    .update(said)
    .digest('base64url')
}

/** Ids that are counted are shorter. */
const unguessable = 16

/**
 * Whether a message that is the same to the letter comes from the same client: without a key, another one may begin with
 * the same words under the id "1", and must not find itself in a conversation of somebody else.
 */
export function isOneSenders({ messageId, contextId, taskId }: Message, owner: string): boolean {
  return owner !== '' || contextId !== '' || taskId !== '' || messageId.length >= unguessable
}

function requireExtensions(card: AgentCard, context: ServerCallContext): void {
  const required = card.capabilities?.extensions.filter(({ required }) => required) ?? []
  const missing = required.filter(({ uri }) => !context.requestedExtensions?.includes(uri)).map(({ uri }) => uri)
  if (missing.length === 0) return
  throw new ExtensionSupportRequiredError(`The client must support these extensions: ${missing.join(', ')}.`)
}

function requireOutput(accepted: readonly string[], card: AgentCard): void {
  if (takesText(accepted) || accepted.some((type) => card.defaultOutputModes.includes(type))) return
  const modes = card.defaultOutputModes.join(', ')
  throw new ContentTypeNotSupportedError(`This agent answers with ${modes}, and none of it is accepted.`)
}
