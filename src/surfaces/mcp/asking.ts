import {
  type CreateMessageRequestParams,
  type ElicitRequestFormParams,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
} from '@modelcontextprotocol/server'
import { type ChatRequest, type InputAnswer, type InputRequest, textOf } from '../../index.ts'
import { toContent } from './content.ts'

/** How much a client's model may say where a tool does not tell; the protocol wants a number. */
const defaultMaxTokens = 1_000

/**
 * What a tool wants to know, as a result that asks for it. Clients of 2026-07-28 call again with the answers; for
 * older ones the library asks over their session, and runs the call again.
 */
export function toInputRequired(requests: readonly InputRequest[], state: string): InputRequiredResult {
  const inputRequests: InputRequests = {}
  for (const request of requests) inputRequests[request.key] = toInputRequest(request)
  return inputRequired({ inputRequests, requestState: state })
}

function toInputRequest(request: InputRequest): InputRequests[string] {
  switch (request.kind) {
    case 'ask': {
      const { message, schema } = request
      // An author writes what the protocol can ask for; the client is who refuses the rest.
      const requestedSchema = schema as ElicitRequestFormParams['requestedSchema']
      return { method: 'elicitation/create', params: { mode: 'form', message, requestedSchema } }
    }
    case 'sample':
      return inputRequired.createMessage(toSampling(request.request))
    case 'roots':
      return inputRequired.listRoots()
  }
}

function toSampling({ messages, question, limits = {} }: ChatRequest): CreateMessageRequestParams {
  const { maxTokens = defaultMaxTokens, temperature, stop } = limits
  const system = messages.filter(({ role }) => role === 'system').map(({ parts }) => textOf(parts))
  const said = messages.filter(({ role }) => role !== 'system')
  const asked = said.length > 0 ? said : [{ role: 'user' as const, parts: [{ type: 'text' as const, text: question }] }]
  return {
    messages: asked.flatMap(({ role, parts }) =>
      parts.map((part) => ({ role: role === 'assistant' ? role : ('user' as const), content: sampled(part) })),
    ),
    maxTokens,
    ...(system.length > 0 ? { systemPrompt: system.join('\n\n') } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(stop === undefined ? {} : { stopSequences: [...stop] }),
  }
}

type SampledContent = { type: 'text'; text: string } | { type: 'image' | 'audio'; data: string; mimeType: string }

/** A client's model reads text, images and audio. */
function sampled(part: Parameters<typeof toContent>[0]): SampledContent {
  const content = toContent(part)
  if (content.type === 'image' || content.type === 'audio') return content
  return { type: 'text', text: content.type === 'text' ? content.text : JSON.stringify(content) }
}

/** The answers that came with a call, by key. What is no answer of any kind is left out: it is asked for again. */
export function readAnswers(responses: Record<string, unknown> | undefined): Record<string, InputAnswer> | undefined {
  if (!responses) return undefined
  const answers: [string, InputAnswer][] = []
  for (const key of Object.keys(responses)) {
    const answer = readAnswer(responses, key)
    if (answer) answers.push([key, answer])
  }
  return Object.fromEntries(answers)
}

function readAnswer(responses: Record<string, unknown>, key: string): InputAnswer | undefined {
  const response = inputResponse(responses, key)
  switch (response.kind) {
    case 'missing':
      return undefined
    case 'elicit':
      return response.action === 'accept' ? { accepted: true, value: response.content ?? {} } : { accepted: false }
    case 'roots':
      return { accepted: true, value: response.roots.map(({ uri }) => uri) }
    case 'sampling': {
      const blocks = [response.result.content].flat()
      return { accepted: true, value: blocks.map((block) => (block.type === 'text' ? block.text : '')).join('') }
    }
  }
}
