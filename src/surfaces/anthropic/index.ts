import {
  anthropicFraming,
  countSchema,
  encodeError,
  messagesCodec,
  messagesSchema,
} from '../../formats/anthropic/index.ts'
import { chatRoute, defineSurface, mount, mountDeprecated, route } from '../../http/index.ts'
import { countTokens } from './count-tokens.ts'
import { getModel, listModels } from './models.ts'

/** The Anthropic API: a persona is a model. Any client works that takes a base URL of `/anthropic`. */
export default defineSurface({
  create(_config, host) {
    const codec = messagesCodec({ framing: anthropicFraming, ping: true })
    const messages = [
      chatRoute(host, '/messages', codec, { summary: 'Chat with a persona', request: messagesSchema }),
      route('POST', '/messages/count_tokens', (exchange) => countTokens(host, exchange), {
        summary: 'Count the tokens of a question',
        request: countSchema,
      }),
    ]
    const models = [
      route('GET', '/models', (exchange) => listModels(host, exchange), { summary: 'List the personas' }),
      route('GET', '/models/*', (exchange) => getModel(host, exchange), { summary: 'One persona' }),
    ]
    return {
      // Ollama serves messages too, beside what it has from OpenAI.
      prefixes: ['/anthropic', '/ollama/v1/messages', '/v1/messages'],
      requestIdHeader: 'request-id',
      routes: [
        ...mount('/anthropic/v1', [...messages, ...models]),
        ...mount('/ollama/v1', messages),
        ...mountDeprecated('/v1', '/anthropic/v1', messages),
      ],
      error: encodeError,
    }
  },
})
