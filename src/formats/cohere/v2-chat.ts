import { type Answering, Blocks, type Codec, type Finish, type HttpCall, type Turn } from '../../http/index.ts'
import type { ChatRequest, ToolChoice, ToolSpec, TurnEvent } from '../../index.ts'
import { lastQuestion } from '../../index.ts'
import { wantsCitations } from './citations.ts'
import { type CohereFraming, doneEvents, lines } from './framing.ts'
import { decodeLimits } from './limits.ts'
import { decodeOutput } from './output.ts'
import { refuse } from './refusals.ts'
import { decodeV2Messages } from './v2-messages.ts'
import { V2Said } from './v2-said.ts'
import { isHidden, V2Stream } from './v2-stream.ts'
import { parseV2Chat, type V2ChatBody, type V2Tool } from './v2-wire.ts'

export interface V2Turn extends Turn {
  cites: boolean
  /** False where the client turned thinking off. */
  thinks: boolean
  /** The client reads lines of JSON, and no server-sent events. */
  wantsLines: boolean
}

const toolChoices: Record<'REQUIRED' | 'NONE', ToolChoice> = { REQUIRED: 'required', NONE: 'none' }

/** Chat of version 2, which streams in Cohere's own framings unless another is given. */
export function v2ChatCodec(framing?: CohereFraming): Codec<V2Turn> {
  const framingOf = (turn: V2Turn): CohereFraming => framing ?? (turn.wantsLines ? lines : doneEvents)
  return {
    contentType: (turn) => framingOf(turn).contentType,
    decode: decodeChat,
    body: encodeChat,
    frames: (events, turn, answering) => new V2Stream(turn, answering, framingOf(turn)).frames(events),
  }
}

function decodeChat(call: HttpCall): V2Turn {
  const body = parseV2Chat(call.body)
  if (body.logprobs) refuse('logprobs', 'Log probabilities cannot be had: not every answer comes from a model.')
  const messages = decodeV2Messages(body)
  const tools = body.tools?.map(decodeTool)
  const request: ChatRequest = {
    question: lastQuestion(messages),
    messages,
    limits: decodeLimits(body),
    ...(tools?.length ? { tools } : {}),
    ...(body.tool_choice == null ? {} : { toolChoice: toolChoices[body.tool_choice] }),
    ...decodeOutput(body.response_format),
    ...decodeThinking(body.thinking),
  }
  return {
    model: body.model ?? '',
    requests: [request],
    stream: body.stream ?? false,
    cites: wantsCitations(body.citation_options?.mode),
    thinks: body.thinking?.type !== 'disabled',
    wantsLines: wantsLines(call.header('accept')?.toLowerCase() ?? ''),
  }
}

/** The SDKs accept events, or anything; whoever accepts nothing but JSON would take their names for broken JSON. */
function wantsLines(accept: string): boolean {
  return accept.includes('json') && !['text/event-stream', '*/*'].some((type) => accept.includes(type))
}

function decodeTool({ function: { name, description, parameters } }: V2Tool): ToolSpec {
  return { name, description: description ?? '', input: parameters ?? { type: 'object', properties: {} } }
}

function decodeThinking(thinking: V2ChatBody['thinking']): Pick<ChatRequest, 'reasoning'> {
  if (thinking == null) return {}
  if (thinking.type === 'disabled') return { reasoning: { effort: 'none' } }
  return { reasoning: thinking.token_budget == null ? {} : { budget: thinking.token_budget } }
}

function encodeChat(events: readonly TurnEvent[], turn: V2Turn, answering: Answering): object {
  const blocks = new Blocks()
  const said = new V2Said()
  let finish: Finish = { reason: 'stop' }
  for (const event of events) {
    if (isHidden(event, turn)) continue
    for (const step of blocks.take(event)) {
      if (step.type === 'source') said.cite(step.source)
      if (step.type === 'finish') finish = step.finish
      said.take(step)
    }
  }
  return said.response(finish, answering)
}
