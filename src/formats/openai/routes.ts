import { chatRoute, type Framing, oneLine, type Route, route, type SurfaceHost, sse } from '../../http/index.ts'
import { chatCodec } from './chat.ts'
import { completionCodec } from './completions.ts'
import { embeddings } from './embeddings.ts'
import { errorBody } from './errors.ts'
import { getModel, listModels } from './models.ts'
import { chatSchema, completionSchema, embeddingSchema } from './wire.ts'

/** Server-sent events without names, and `[DONE]` after the last. */
export const openAiFraming: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  frame: (json) => sse(oneLine(json)),
  error: (error) => sse(oneLine(JSON.stringify(errorBody(error)))),
  end: sse('[DONE]'),
}

/** The endpoints that every server has which calls itself compatible with OpenAI. */
export function openAiRoutes(host: SurfaceHost): readonly Route[] {
  const chat = chatCodec(openAiFraming)
  const completion = completionCodec(openAiFraming)
  return [
    chatRoute(host, '/chat/completions', chat, { summary: 'Chat with a persona', request: chatSchema }),
    chatRoute(host, '/completions', completion, { summary: 'Complete a text', request: completionSchema }),
    route('POST', '/embeddings', (exchange) => embeddings(host, exchange), {
      summary: 'Embed texts',
      request: embeddingSchema,
    }),
    route('GET', '/models', (exchange) => listModels(host.personas(), exchange), { summary: 'List the personas' }),
    route('GET', '/models/*', (exchange) => getModel(host, exchange), { summary: 'One persona' }),
  ]
}
