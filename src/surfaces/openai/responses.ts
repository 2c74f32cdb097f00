import { type Answering, answerChat, type Codec, type Exchange, type SurfaceHost, toCall } from '../../http/index.ts'
import { estimateInput } from '../../index.ts'
import { ResponseEvents } from './events.ts'
import { responseId } from './ids.ts'
import { Output } from './output.ts'
import { recall } from './recall.ts'
import { decodeResponse, type ResponsesTurn } from './request.ts'
import { toResources } from './resources.ts'
import { encodeEnd, encodeHead } from './response.ts'
import type { ResponseStore } from './store.ts'

/** `POST /responses`. Source: openai/openai-openapi, `createResponse`. */
export async function createResponse(host: SurfaceHost, store: ResponseStore, exchange: Exchange): Promise<void> {
  const body = await exchange.json()
  const turn = await recall(decodeResponse(toCall(exchange, body)), store)
  await answerChat(host, responsesCodec(turn, store), exchange, body)
}

/** `POST /responses/input_tokens`: what `usage` would say, by the same rule. */
export async function countInput(host: SurfaceHost, store: ResponseStore, exchange: Exchange): Promise<void> {
  const turn = await recall(decodeResponse(toCall(exchange, await exchange.json())), store)
  host.resolve(turn.model)
  const messages = turn.requests.flatMap((request) => request.messages)
  exchange.sendJson(200, { object: 'response.input_tokens', input_tokens: estimateInput(messages) })
}

/** The codec of one call, of which everything has been looked up. */
function responsesCodec(turn: ResponsesTurn, store: ResponseStore): Codec<ResponsesTurn> {
  return {
    contentType: 'text/event-stream; charset=utf-8',
    decode: () => turn,
    async body(events, _turn, answering) {
      const output = new Output(answering.id)
      for (const event of events) output.take(event)
      const response = { ...encodeHead(turn, answering), ...encodeEnd(output) }
      if (isKept(turn)) await keep(JSON.stringify(response), turn, answering, store)
      return response
    },
    frames(events, _turn, answering) {
      const kept = (response: string) => keep(response, turn, answering, store)
      return new ResponseEvents(turn, answering, isKept(turn) ? kept : async () => {}).frames(events)
    },
  }
}

function isKept({ body }: ResponsesTurn): boolean {
  return body.store ?? true
}

async function keep(response: string, turn: ResponsesTurn, { id }: Answering, store: ResponseStore): Promise<void> {
  await store.put({
    id: responseId(id),
    response,
    input: JSON.stringify(toResources(turn.items, id)),
    previous: turn.body.previous_response_id ?? undefined,
  })
}
