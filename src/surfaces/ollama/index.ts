import { chatRoute, defineSurface, type Exchange, mount, mountDeprecated, route } from '../../http/index.ts'
import { listModels, listRunning, showModel } from './catalog.ts'
import { chatCodec } from './chat.ts'
import { embed, embeddings } from './embed.ts'
import { encodeError } from './errors.ts'
import { generateCodec } from './generate.ts'
import { pullModel, refusals } from './manage.ts'
import { resolveModel } from './models.ts'
import { chatSchema, embeddingsSchema, embedSchema, generateSchema, modelSchema } from './wire.ts'

/** The release of Ollama whose API this is. Clients split it at its dots and compare. */
const version = '0.12.6'

/** The Ollama API: a persona is a model. Any client works that takes a host of `/ollama`. */
export default defineSurface({
  create(_config, host) {
    const models = { resolve: (model: string) => resolveModel(host, model), ask: host.ask.bind(host) }
    const routes = [
      chatRoute(models, '/chat', chatCodec, { summary: 'Chat with a persona', request: chatSchema }),
      chatRoute(models, '/generate', generateCodec, { summary: 'Answer a prompt', request: generateSchema }),
      route('POST', '/embed', (exchange) => embed(host, exchange), { summary: 'Embed texts', request: embedSchema }),
      route('POST', '/embeddings', (exchange) => embeddings(host, exchange), {
        summary: 'Embed a text',
        request: embeddingsSchema,
        deprecated: true,
      }),
      route('GET', '/tags', (exchange) => listModels(host, exchange), { summary: 'List the personas' }),
      route('GET', '/ps', (exchange) => listRunning(host, exchange), { summary: 'List the personas that are ready' }),
      route('POST', '/show', (exchange) => showModel(host, exchange), { summary: 'One persona', request: modelSchema }),
      route('POST', '/pull', (exchange) => pullModel(host, exchange), {
        summary: 'Make sure that a persona is here',
        request: modelSchema,
      }),
      route('GET', '/version', (exchange) => exchange.sendJson(200, { version }), { summary: 'The API version' }),
      ...refusals,
    ]
    return {
      prefixes: ['/ollama', '/api'],
      routes: [
        route('GET', '/', greet),
        route('GET', '/ollama', greet),
        ...mount('/ollama/api', routes),
        ...mountDeprecated('/api', '/ollama/api', routes),
      ],
      error: encodeError,
    }
  },
})

/** Ollama's command looks for this before everything else. */
function greet(exchange: Exchange): void {
  exchange.send(200, { 'content-type': 'text/plain; charset=utf-8' }, 'Ollama is running')
}
