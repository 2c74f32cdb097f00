import { chatRoute, defineSurface, mount, mountDeprecated, route } from '../../http/index.ts'
import { chatCodec } from './chat.ts'
import { completionCodec } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { encodeError } from './errors.ts'
import { getModel, listModels } from './models.ts'
import { chatSchema, completionSchema, embeddingSchema } from './wire.ts'

/** The OpenAI API: a persona is a model. Any client works that takes a base URL of `/openai/v1`. */
export default defineSurface({
  create(_config, host) {
    const routes = [
      chatRoute(host, '/chat/completions', chatCodec, { summary: 'Chat with a persona', request: chatSchema }),
      chatRoute(host, '/completions', completionCodec, { summary: 'Complete a text', request: completionSchema }),
      route('POST', '/embeddings', (exchange) => embeddings(host, exchange), {
        summary: 'Embed texts',
        request: embeddingSchema,
      }),
      route('GET', '/models', (exchange) => listModels(host, exchange), { summary: 'List the personas' }),
      route('GET', '/models/*', (exchange) => getModel(host, exchange), { summary: 'One persona' }),
    ]
    return {
      prefixes: ['/openai', '/v1'],
      routes: [...mount('/openai/v1', routes), ...mountDeprecated('/v1', '/openai/v1', routes)],
      error: encodeError,
    }
  },
})
