import type { Exchange, SurfaceHost } from '../../http/index.ts'
import { estimateInput, RuntimeError } from '../../index.ts'
import type { Address } from './address.ts'
import { decodeMessages } from './contents.ts'
import { parseCount } from './wire.ts'

/** `countTokens`, by the same estimate as in answers. Source: googleapis/googleapis, `generative_service.proto`. */
export async function countTokens(host: SurfaceHost, exchange: Exchange, { model }: Address): Promise<void> {
  const body = parseCount(await exchange.json())
  const { contents, systemInstruction } = body.generateContentRequest ?? body
  if (!contents?.length) {
    const message = 'contents is not specified.'
    throw new RuntimeError('invalid-request', message, { pointer: '/contents', problem: 'missing' })
  }
  host.resolve(model)
  const totalTokens = estimateInput(decodeMessages(contents, systemInstruction))
  exchange.sendJson(200, { totalTokens, promptTokensDetails: [{ modality: 'TEXT', tokenCount: totalTokens }] })
}
