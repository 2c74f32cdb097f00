import { encodeError, openAiRoutes } from '../../formats/openai/index.ts'
import { defineSurface, mount, mountDeprecated, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { ConversationStore } from './conversation-store.ts'
import { conversationRoutes } from './conversations.ts'
import { fileSettings } from './library/settings.ts'
import { openLibrary } from './library.ts'
import type { Past } from './recall.ts'
import { countInput, createResponse } from './responses.ts'
import { openAiState } from './state.ts'
import { ResponseStore } from './store.ts'
import { cancelResponse, deleteResponse, getResponse, listInput } from './stored.ts'
import { responseSchema } from './wire.ts'

/** The OpenAI API: a persona is a model. Any client works that takes a base URL of `/openai/v1`. */
export default defineSurface({
  config: fileSettings,
  create(settings, host) {
    const library = openLibrary(host, settings)
    const state = openAiState(host)
    const past = { responses: new ResponseStore(state), conversations: new ConversationStore(state, host) }
    const chat = openAiRoutes(host)
    const routes = [
      ...chat,
      ...responseRoutes(host, past),
      ...conversationRoutes(past.conversations),
      ...library.routes,
    ]
    return {
      prefixes: ['/openai', '/v1', '/ollama/v1', '/gemini/v1beta/openai'],
      routes: [
        ...mount('/openai/v1', routes),
        ...mount('/ollama/v1', routes),
        ...mount('/gemini/v1beta/openai', chat),
        ...mountDeprecated('/v1', '/openai/v1', routes),
      ],
      error: encodeError,
      async close() {
        state.close()
        await library.close()
      },
    }
  },
})

function responseRoutes(host: SurfaceHost, past: Past): readonly Route[] {
  return [
    route('POST', '/responses', (exchange) => createResponse(host, past, exchange), {
      summary: 'Ask a persona for a response',
      request: responseSchema,
    }),
    route('POST', '/responses/input_tokens', (exchange) => countInput(host, past, exchange), {
      summary: 'Count the tokens of an input',
      request: responseSchema,
    }),
    route('GET', '/responses/:id', (exchange) => getResponse(past.responses, exchange), {
      summary: 'A stored response',
    }),
    route('DELETE', '/responses/:id', (exchange) => deleteResponse(past.responses, exchange), {
      summary: 'Delete a stored response',
    }),
    route('POST', '/responses/:id/cancel', (exchange) => cancelResponse(past.responses, exchange)),
    route('GET', '/responses/:id/input_items', (exchange) => listInput(past.responses, exchange), {
      summary: 'The input of a stored response',
    }),
  ]
}
