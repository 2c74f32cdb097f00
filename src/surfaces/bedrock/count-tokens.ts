import { type Exchange, type HttpCall, type SurfaceHost, toCall } from '../../http/index.ts'
import { type ChatRequest, estimateInput } from '../../index.ts'
import { decodeConversation } from './converse-request.ts'
import { parseCountTokens } from './converse-wire.ts'
import { families } from './families.ts'
import { readFamily, toBody } from './invoke.ts'
import { modelOf } from './model.ts'
import { refuse } from './refusals.ts'

/** `CountTokens`: what the same question would be told to have cost where no solver counts. */
export async function countTokens(models: Pick<SurfaceHost, 'resolve'>, exchange: Exchange): Promise<void> {
  const call = toCall(exchange, await exchange.json())
  const requests = decode(call)
  models.resolve(modelOf(call.params))
  exchange.sendJson(200, { inputTokens: requests.reduce((sum, { messages }) => sum + estimateInput(messages), 0) })
}

function decode(call: HttpCall): readonly ChatRequest[] {
  const { converse, invokeModel } = parseCountTokens(call.body).input
  if (converse != null) return [decodeConversation(converse)]
  if (invokeModel == null) return refuse('/input', 'The input must set invokeModel or converse.')
  return readFamily(families, toBody(parsed(invokeModel.body)), call, modelOf(call.params), false).requests
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(Buffer.from(body, 'base64').toString())
  } catch {
    return refuse('/input/invokeModel/body', 'The body must be JSON, in base64.')
  }
}
