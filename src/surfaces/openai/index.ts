import { encodeError, openAiRoutes } from '../../formats/openai/index.ts'
import { defineSurface, mount, mountDeprecated, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { countInput, createResponse } from './responses.ts'
import { MemoryResponses, type ResponseStore } from './store.ts'
import { cancelResponse, deleteResponse, getResponse, listInput } from './stored.ts'
import { responseSchema } from './wire.ts'

/** The OpenAI API: a persona is a model. Any client works that takes a base URL of `/openai/v1`. */
export default defineSurface({
  create(_config, host) {
    const routes = [...openAiRoutes(host), ...responseRoutes(host, new MemoryResponses())]
    return {
      prefixes: ['/openai', '/v1', '/ollama/v1'],
      routes: [
        ...mount('/openai/v1', routes),
        ...mount('/ollama/v1', routes),
        ...mountDeprecated('/v1', '/openai/v1', routes),
      ],
      error: encodeError,
    }
  },
})

function responseRoutes(host: SurfaceHost, store: ResponseStore): readonly Route[] {
  return [
    route('POST', '/responses', (exchange) => createResponse(host, store, exchange), {
      summary: 'Ask a persona for a response',
      request: responseSchema,
    }),
    route('POST', '/responses/input_tokens', (exchange) => countInput(host, store, exchange), {
      summary: 'Count the tokens of an input',
      request: responseSchema,
    }),
    route('GET', '/responses/:id', (exchange) => getResponse(store, exchange), { summary: 'A stored response' }),
    route('DELETE', '/responses/:id', (exchange) => deleteResponse(store, exchange), {
      summary: 'Delete a stored response',
    }),
    route('POST', '/responses/:id/cancel', (exchange) => cancelResponse(store, exchange)),
    route('GET', '/responses/:id/input_items', (exchange) => listInput(store, exchange), {
      summary: 'The input of a stored response',
    }),
  ]
}
