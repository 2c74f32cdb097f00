import { answerChat, defineSurface, type Route, route } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { converseCodec } from './converse.ts'
import { converseSchema, countTokensSchema } from './converse-wire.ts'
import { countTokens } from './count-tokens.ts'
import { embedderOf } from './embeddings.ts'
import { encodeError } from './errors.ts'
import { families } from './families.ts'
import { invokeCodec, toBody } from './invoke.ts'
import { modelOf, operationOf, resolveModel } from './model.ts'

type Operation = Pick<Route, 'docs' | 'handle'>

/** The Bedrock Runtime API: a persona is a model. Any client works that takes an endpoint of `/bedrock`. */
export default defineSurface({
  create(_config, host) {
    const models = { resolve: (model: string) => resolveModel(host, model), ask: host.ask.bind(host) }
    const [converse, converseStream] = [converseCodec(false), converseCodec(true)]
    const [invoke, invokeStream] = [invokeCodec(families, false), invokeCodec(families, true)]
    const operations: Readonly<Record<string, Operation>> = {
      converse: {
        docs: { summary: 'Chat with a persona', request: converseSchema },
        handle: async (exchange) => answerChat(models, converse, exchange, await exchange.json()),
      },
      'converse-stream': {
        docs: { summary: 'Chat with a persona, streamed', request: converseSchema },
        handle: async (exchange) => answerChat(models, converseStream, exchange, await exchange.json()),
      },
      invoke: {
        docs: { summary: "Ask in the words of a model's own family" },
        async handle(exchange) {
          const body = toBody(await exchange.json())
          const model = modelOf(exchange.params)
          const embed = embedderOf(body, model, () => models.resolve(model))
          if (!embed) return answerChat(models, invoke, exchange, body)
          await embed(host, models.resolve(model), exchange, body)
        },
      },
      'invoke-with-response-stream': {
        docs: { summary: "Ask in the words of a model's own family, streamed" },
        handle: async (exchange) => answerChat(models, invokeStream, exchange, await exchange.json()),
      },
      'count-tokens': {
        docs: { summary: 'Estimate the tokens of a question', request: countTokensSchema },
        handle: (exchange) => countTokens(models, exchange),
      },
    }
    return {
      prefixes: ['/bedrock'],
      requestIdHeader: 'x-amzn-requestid',
      error: encodeError,
      routes: [
        ...Object.entries(operations).map(([name, { handle, docs }]) =>
          route('POST', `/bedrock/model/:id/${name}`, handle, docs),
        ),
        route('POST', '/bedrock/model/*', withSlashes(operations)),
      ],
    }
  },
})

/** The SDKs encode the slashes of a model id; whoever does not is understood as well. */
function withSlashes(operations: Readonly<Record<string, Operation>>): Route['handle'] {
  return (exchange) => {
    const name = operationOf(exchange.params)
    if (Object.hasOwn(operations, name)) return operations[name]?.handle(exchange)
    throw new RuntimeError('not-found', `There is no operation ${exchange.path.slice(0, 200)}.`)
  }
}
