import { answerChat, defineSurface, type Exchange, route, type SurfaceHost } from '../../http/index.ts'
import type { MaybePromise } from '../../index.ts'
import { type Address, readAddress } from './address.ts'
import { countTokens } from './count.ts'
import { batchEmbedContents, embedContent } from './embed.ts'
import { encodeError } from './errors.ts'
import { generateCodec } from './generate.ts'
import { getModel, listModels } from './models.ts'
import { refusal } from './refusals.ts'
import { generateSchema } from './wire.ts'

type Method = (host: SurfaceHost, exchange: Exchange, address: Address) => MaybePromise<void>

/** By the verb that follows a model's name. */
const methods: ReadonlyMap<string, Method> = new Map([
  ['generateContent', generate],
  ['streamGenerateContent', generate],
  ['countTokens', countTokens],
  ['embedContent', embedContent],
  ['batchEmbedContents', batchEmbedContents],
])

/** The Gemini API: a persona is a model. Any client works that takes a base URL of `/gemini`. */
export default defineSurface({
  create(_config, host) {
    return {
      prefixes: ['/gemini'],
      routes: [
        route('POST', '/gemini/*', (exchange) => call(host, exchange), {
          summary: 'Gemini: {version}/models/{model}:generateContent, and the other methods of a model',
          request: generateSchema,
        }),
        route('GET', '/gemini/*', (exchange) => lookUp(host, exchange), {
          summary: 'Gemini: {version}/models, and {version}/models/{model}',
        }),
      ],
      error: encodeError,
    }
  },
})

function call(host: SurfaceHost, exchange: Exchange): MaybePromise<void> {
  const path = pathOf(exchange)
  const address = readAddress(path, true)
  const method = address && methods.get(address.verb)
  if (!method) throw refusal(path, address?.verb)
  return method(host, exchange, address)
}

function lookUp(host: SurfaceHost, exchange: Exchange): void {
  const path = pathOf(exchange)
  const address = readAddress(path, false)
  if (!address) throw refusal(path, undefined)
  return address.model === '' ? listModels(host, exchange, address) : getModel(host, exchange, address)
}

async function generate(host: SurfaceHost, exchange: Exchange): Promise<void> {
  await answerChat(host, generateCodec, exchange, await exchange.json())
}

function pathOf({ params }: Exchange): string {
  return params['*'] ?? ''
}
