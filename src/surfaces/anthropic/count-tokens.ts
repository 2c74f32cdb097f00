import { decodeQuestion } from '../../formats/anthropic/index.ts'
import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { estimateInput } from '../../index.ts'

/** `POST /messages/count_tokens`: what the usage of the same question says, where no model counts it. */
export async function countTokens(host: SurfaceHost, exchange: Exchange): Promise<void> {
  const { model, request } = decodeQuestion(await exchange.json())
  host.resolve(model)
  exchange.sendJson(200, { input_tokens: estimateInput(request.messages) })
}
