import { type Answering, answerChat, type Codec, type Exchange, type SurfaceHost, toCall } from '../../http/index.ts'
import { estimateInput } from '../../index.ts'
import { isConversationId } from './conversations.ts'
import { type Keep, ResponseEvents } from './events.ts'
import { responseId } from './ids.ts'
import { Output } from './output.ts'
import type { OutputItem } from './output-item.ts'
import { type Past, recall } from './recall.ts'
import { decodeResponse, type ResponsesTurn } from './request.ts'
import { toOwnResources, toResources } from './resources.ts'
import { encodeEnd, encodeHead } from './response.ts'

/** `POST /responses`. Source: openai/openai-openapi, `createResponse`. */
export async function createResponse(host: SurfaceHost, past: Past, exchange: Exchange): Promise<void> {
  const body = await exchange.json()
  const turn = await recall(decodeResponse(toCall(exchange, body)), past)
  await answerChat(host, responsesCodec(turn, past), exchange, body)
}

/** `POST /responses/input_tokens`: what `usage` would say, by the same rule. */
export async function countInput(host: SurfaceHost, past: Past, exchange: Exchange): Promise<void> {
  const turn = await recall(decodeResponse(toCall(exchange, await exchange.json())), past)
  host.resolve(turn.model)
  const messages = turn.requests.flatMap((request) => request.messages)
  exchange.sendJson(200, { object: 'response.input_tokens', input_tokens: estimateInput(messages) })
}

/** The codec of one call, of which everything has been looked up. */
function responsesCodec(turn: ResponsesTurn, past: Past): Codec<ResponsesTurn> {
  return {
    contentType: 'text/event-stream; charset=utf-8',
    decode: () => turn,
    async body(events, _turn, answering) {
      const output = new Output(answering.id, turn.body.tools)
      for (const event of events) output.take(event)
      const response = { ...encodeHead(turn, answering), ...encodeEnd(output) }
      await keep(JSON.stringify(response), output.items, turn, answering, past)
      return response
    },
    frames(events, _turn, answering) {
      const kept: Keep = (response, items) => keep(response, items, turn, answering, past)
      return new ResponseEvents(turn, answering, kept).frames(events)
    },
  }
}

/** Keeps a response where the client wants it. What came to its end becomes part of the conversation it belongs to. */
async function keep(
  response: string,
  output: readonly OutputItem[] | undefined,
  { body, items, conversation }: ResponsesTurn,
  { id }: Answering,
  { responses, conversations }: Past,
): Promise<void> {
  const writes: Promise<unknown>[] = [] // at once, so that they share a commit
  if (output && conversation !== undefined && isConversationId(conversation)) {
    writes.push(conversations.add(conversation, id, [...toOwnResources(items, id), ...output]))
  }
  if (body.store !== false) {
    const input = JSON.stringify(toResources(items, id))
    const previous = body.previous_response_id ?? undefined
    writes.push(responses.put({ id: responseId(id), response, input, previous }))
  }
  await Promise.all(writes)
}
