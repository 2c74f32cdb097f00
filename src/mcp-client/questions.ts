import {
  type CreateMessageRequestParams,
  type ElicitRequestFormParams,
  type ElicitRequestParams,
  type InputRequest,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/client'
import { isRuntimeError } from '../core/errors.ts'
import { textOf } from '../core/text.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { ChatRequest, JsonSchema, Message } from '../core/types.ts'
import { toParts } from './content.ts'

/** What a server wants to know of whoever calls its tool. */
export type Question =
  | { readonly method: 'elicitation/create'; readonly params: ElicitRequestParams }
  | { readonly method: 'sampling/createMessage'; readonly params: CreateMessageRequestParams }
  | { readonly method: 'roots/list' }

/** The three kinds of them, of which a server can send no other. */
export function toQuestion(request: InputRequest): Question {
  switch (request.method) {
    case 'elicitation/create':
      return { method: request.method, params: request.params }
    case 'sampling/createMessage':
      return { method: request.method, params: request.params }
    case 'roots/list':
      return { method: request.method }
  }
}

/** Names of its own for questions that have none, in the order in which they come. */
export function keyOf({ method }: Question, number: number): string {
  const kinds = { 'elicitation/create': 'ask', 'sampling/createMessage': 'sample', 'roots/list': 'roots' } as const
  return `${kinds[method]}${number}`
}

/**
 * What the caller answers, as the protocol has it.
 * @throws what ends the run where there is no answer yet; Error where the caller cannot be asked at all
 */
export async function answer(question: Question, key: string, context: ToolContext): Promise<Answer> {
  switch (question.method) {
    case 'elicitation/create': {
      const { params } = question
      if (!('requestedSchema' in params)) throw refused('The caller can fill in a form, and open no page.')
      const schema = params.requestedSchema
      const given = await declinable(() => context.ask(params.message, askable(schema), key))
      return given ? { action: 'accept', content: filled(given.value, schema) } : { action: 'decline' }
    }
    case 'sampling/createMessage': {
      const text = await declinable(() => context.sample(toRequest(question.params), key))
      if (!text) throw refused('Whoever was asked declined.')
      return { role: 'assistant', model: 'unknown', stopReason: 'endTurn', content: { type: 'text', text: text.value } }
    }
    case 'roots/list': {
      const roots = await declinable(() => context.roots())
      return { roots: (roots?.value ?? []).map((uri) => ({ uri })) }
    }
  }
}

type FormContent = Record<string, string | number | boolean | string[]>

export type Answer =
  | { action: 'accept'; content: FormContent }
  | { action: 'decline' }
  | { role: 'assistant'; model: string; stopReason: 'endTurn'; content: { type: 'text'; text: string } }
  | { roots: { uri: string }[] }

/**
 * Whether a run is over because it waits for an answer, or for a better one. The class of the first is the toolbox's own
 * business.
 */
export function waitsForAnswer(error: unknown): boolean {
  if (isRuntimeError(error)) return error.code === 'invalid-request'
  return error instanceof Error && error.name === 'NeedsInput'
}

export function refused(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidRequest, message)
}

/** Undefined where the caller was asked, and would not say. */
async function declinable<T>(ask: () => Promise<T>): Promise<{ value: T } | undefined> {
  try {
    return { value: await ask() }
  } catch (error) {
    if (isDeclined(error)) return undefined
    throw error
  }
}

/** The toolbox tells it in words alone. */
function isDeclined(error: unknown): boolean {
  return error instanceof Error && !isRuntimeError(error) && error.message.startsWith('Whoever was asked declined')
}

type FormSchema = ElicitRequestFormParams['requestedSchema']

/** What has a default need not be answered. */
function askable(schema: FormSchema): JsonSchema {
  const { properties, required = [] } = schema
  return { ...schema, required: required.filter((name) => defaultOf(properties[name]) === undefined) }
}

function filled(given: unknown, { properties }: FormSchema): FormContent {
  const defaults = Object.entries(properties).flatMap(([name, property]) => {
    const value = defaultOf(property)
    return value === undefined ? [] : [[name, value]]
  })
  return { ...Object.fromEntries(defaults), ...(given as FormContent) } // checked with the schema
}

function defaultOf(property: FormSchema['properties'][string] | undefined) {
  return property !== undefined && 'default' in property ? property.default : undefined
}

function toRequest(params: CreateMessageRequestParams): ChatRequest {
  const { systemPrompt, maxTokens, temperature, stopSequences } = params
  const said = params.messages.map(({ role, content }): Message => {
    const blocks = [content].flat()
    return { role, parts: blocks.flatMap((block) => (isContent(block) ? toParts(block) : [])) }
  })
  const system: Message[] =
    systemPrompt === undefined ? [] : [{ role: 'system', parts: [{ type: 'text', text: systemPrompt }] }]
  const last = said.findLast(({ role }) => role === 'user')
  return {
    question: last ? textOf(last.parts) : '',
    messages: [...system, ...said],
    limits: {
      maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
      ...(stopSequences === undefined ? {} : { stop: stopSequences }),
    },
  }
}

type SampledBlock = Exclude<CreateMessageRequestParams['messages'][number]['content'], readonly unknown[]>

/** Calls of tools are none of ours: the host has not said that its callers could do them. */
function isContent<B extends SampledBlock>(block: B): block is B & { type: 'text' | 'image' | 'audio' } {
  return block.type === 'text' || block.type === 'image' || block.type === 'audio'
}
