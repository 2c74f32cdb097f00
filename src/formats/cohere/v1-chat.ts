import { type Answering, Blocks, type Codec, type HttpCall, type Turn } from '../../http/index.ts'
import type { ChatRequest, TurnEvent } from '../../index.ts'
import { lastQuestion, RuntimeError } from '../../index.ts'
import { wantsCitations } from './citations.ts'
import { type CohereFraming, events as eventFraming, lines } from './framing.ts'
import { decodeLimits } from './limits.ts'
import { decodeOutput } from './output.ts'
import { refuse } from './refusals.ts'
import { historyOf } from './v1-history.ts'
import { decodeV1Messages } from './v1-messages.ts'
import { V1Said } from './v1-said.ts'
import { V1Stream } from './v1-stream.ts'
import { decodeV1Tool } from './v1-tools.ts'
import { parseV1Chat, type V1ChatBody } from './v1-wire.ts'

export interface V1Turn extends Turn {
  /** Everything before the answer, as the answer tells it. */
  history: readonly object[]
  cites: boolean
  /** The client asked for server-sent events in place of lines. */
  wantsEvents: boolean
}

/** Chat of version 1, which streams in Cohere's own framings unless another is given. */
export function v1ChatCodec(framing?: CohereFraming): Codec<V1Turn> {
  const framingOf = (turn: V1Turn): CohereFraming => framing ?? (turn.wantsEvents ? eventFraming : lines)
  return {
    contentType: (turn) => framingOf(turn).contentType,
    decode: decodeChat,
    body: encodeChat,
    frames: (events, turn, answering) => new V1Stream(turn, answering, framingOf(turn)).frames(events),
  }
}

function decodeChat(call: HttpCall): V1Turn {
  const body = parseV1Chat(call.body)
  refuseChat(body)
  const messages = decodeV1Messages(body)
  const tools = body.tools?.map(decodeV1Tool)
  const request: ChatRequest = {
    question: body.message || lastQuestion(messages),
    messages,
    limits: decodeLimits(body),
    ...(tools?.length ? { tools } : {}),
    ...decodeOutput(body.response_format),
    ...(body.conversation_id ? { conversation: body.conversation_id } : {}),
  }
  return {
    model: body.model ?? '',
    requests: [request],
    stream: body.stream ?? false,
    history: historyOf(body),
    cites: wantsCitations(body.citation_quality),
    wantsEvents: wantsEvents(call),
  }
}

/** @throws RuntimeError `invalid-request` */
function refuseChat({ message, tool_results, connectors, search_queries_only }: V1ChatBody): void {
  if (!message && !tool_results?.length) {
    const text = 'message must be at least 1 token long or tool results must be specified.'
    throw new RuntimeError('invalid-request', text, { pointer: '/message', problem: 'value' })
  }
  if (connectors?.length) refuse('connectors', 'There are no connectors here: send "documents" or "tools".')
  if (search_queries_only) refuse('search_queries_only', 'Search queries cannot be had without an answer.')
}

/** The SDKs spell the header as the API reference does. */
function wantsEvents(call: HttpCall): boolean {
  return [call.header('accepts'), call.header('accept')].some((types) => types?.includes('text/event-stream'))
}

function encodeChat(events: readonly TurnEvent[], turn: V1Turn, answering: Answering): object {
  const blocks = new Blocks()
  const said = new V1Said()
  for (const event of events) {
    if (event.type === 'source' && !turn.cites) continue
    for (const step of blocks.take(event)) {
      said.take(step)
      if (step.type === 'source') said.cite(step.source)
    }
  }
  return said.response(turn.history, answering)
}
