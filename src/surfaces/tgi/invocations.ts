import { answerChat, type Exchange, type SurfaceHost } from '../../http/index.ts'
import { generateCodec } from './generate.ts'
import { tgiChat, tgiCompletions } from './openai.ts'
import { isRecord } from './record.ts'

/** SageMaker's one path for everything; the body's shape tells what it asks for. Source: `sagemaker_compatibility`. */
export function invocations(host: SurfaceHost): (exchange: Exchange) => Promise<void> {
  const generate = generateCodec(host, { inList: true })
  const chat = tgiChat(host)
  const completions = tgiCompletions(host)
  return async (exchange) => {
    const body = await exchange.json()
    const fields = isRecord(body) && !('inputs' in body) ? body : {}
    if ('messages' in fields) return await answerChat(host, chat, exchange, body)
    if ('prompt' in fields) return await answerChat(host, completions, exchange, body)
    return await answerChat(host, generate, exchange, body)
  }
}
