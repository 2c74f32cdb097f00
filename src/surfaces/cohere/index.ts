import { v1ChatCodec, v1ChatSchema, v2ChatCodec, v2ChatSchema } from '../../formats/cohere/index.ts'
import { chatRoute, defineSurface, mount, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { RuntimeError } from '../../index.ts'
import { embedV1, embedV2 } from './embed.ts'
import { encodeError } from './errors.ts'
import { generateCodec } from './generate.ts'
import { generateSchema } from './generate-wire.ts'
import { getModel, listModels, resolveModel } from './models.ts'
import { tokenize } from './tokenize.ts'
import { tokenizeSchema, v1EmbedSchema, v2EmbedSchema } from './wire.ts'

/** The Cohere API: a persona is a model. Any client works that takes a base URL of `/cohere`. */
export default defineSurface({
  create(_config, host) {
    const routes = cohereRoutes(host)
    const again = routes.map(({ docs, ...rest }) => rest)
    return {
      prefixes: ['/cohere'],
      requestIdHeader: 'x-debug-trace-id',
      routes: [
        ...mount('/cohere', routes),
        // Clients that add a version to their base URL, and find that it has one
        ...mount('/cohere/v1', again),
        ...mount('/cohere/v2', again),
      ],
      error: encodeError,
    }
  },
})

function cohereRoutes(host: SurfaceHost): readonly Route[] {
  const models = { resolve: (model: string) => resolveModel(host, model), ask: host.ask.bind(host) }
  return [
    chatRoute(models, '/v1/chat', v1ChatCodec(), { summary: 'Chat with a persona', request: v1ChatSchema }),
    chatRoute(models, '/v2/chat', v2ChatCodec(), { summary: 'Chat with a persona', request: v2ChatSchema }),
    chatRoute(models, '/v1/generate', generateCodec, {
      summary: 'Ask a persona for generations',
      request: generateSchema,
      deprecated: true,
    }),
    route('POST', '/v1/embed', (exchange) => embedV1(host, exchange), {
      summary: 'Embed texts',
      request: v1EmbedSchema,
    }),
    route('POST', '/v2/embed', (exchange) => embedV2(host, exchange), {
      summary: 'Embed texts',
      request: v2EmbedSchema,
    }),
    route('POST', '/v1/tokenize', (exchange) => tokenize(host, exchange), {
      summary: 'The tokens that usage is estimated by',
      request: tokenizeSchema,
    }),
    route('POST', '/v1/detokenize', () => {
      throw new RuntimeError('not-found', 'There is no tokenizer here: numbers of tokens cannot be turned into text.')
    }),
    route('GET', '/v1/models', (exchange) => exchange.sendJson(200, listModels(host, exchange)), {
      summary: 'List the personas',
    }),
    route('GET', '/v1/models/*', (exchange) => exchange.sendJson(200, getModel(host, exchange.params['*'] ?? '')), {
      summary: 'One persona',
    }),
    route('POST', '/v1/check-api-key', (exchange) => exchange.sendJson(200, { valid: true }), {
      summary: 'Whether the key is valid',
    }),
  ]
}
