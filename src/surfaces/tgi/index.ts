import { chatSchema, completionSchema, getModel } from '../../formats/openai/index.ts'
import { chatRoute, defineSurface, mount, type Route, route, type SurfaceHost } from '../../http/index.ts'
import { health, info, models } from './catalog.ts'
import { embed } from './embed.ts'
import { encodeError } from './errors.ts'
import { generateCodec } from './generate.ts'
import { invocations } from './invocations.ts'
import { tgiChat, tgiCompletions } from './openai.ts'
import { tokenize, tokenizeChat } from './tokens.ts'
import { embedSchema, generateSchema, tokenizeSchema } from './wire.ts'

/**
 * Hugging Face's Text Generation Inference. Its own requests name no model, so that every persona has a base URL of its
 * own: `/tgi/{persona}`. Under `/tgi` alone the model is the persona, or else the default persona answers.
 */
export default defineSurface({
  create(_config, host) {
    const routes = tgiRoutes(host)
    return {
      prefixes: ['/tgi'],
      routes: [...mount('/tgi', routes), ...mount(`/tgi/${personaSegment(routes)}`, routes.map(withoutDocs))],
      error: encodeError,
    }
  },
})

function tgiRoutes(host: SurfaceHost): readonly Route[] {
  const prompt = (summary: string) => ({ summary, request: generateSchema })
  return [
    chatRoute(
      host,
      '',
      generateCodec(host, { inList: true }),
      prompt('Answer a prompt, streamed where the body says so'),
    ),
    chatRoute(host, '/generate', generateCodec(host, { stream: false }), prompt('Answer a prompt')),
    chatRoute(host, '/generate_stream', generateCodec(host, { stream: true }), prompt('Answer a prompt, streamed')),
    route('POST', '/invocations', invocations(host), {
      summary: 'Any of the requests, as SageMaker sends them',
    }),
    chatRoute(host, '/v1/chat/completions', tgiChat(host), { summary: 'Chat with a persona', request: chatSchema }),
    chatRoute(host, '/v1/completions', tgiCompletions(host), { summary: 'Complete a text', request: completionSchema }),
    route('POST', '/embed', (exchange) => embed(host, exchange), { summary: 'Embed texts', request: embedSchema }),
    route('POST', '/tokenize', tokenize, { summary: 'Cut a text into countable pieces', request: tokenizeSchema }),
    route('POST', '/chat_tokenize', (exchange) => tokenizeChat(host, exchange), {
      summary: 'Cut a conversation into countable pieces',
      request: chatSchema,
    }),
    route('GET', '/v1/models', (exchange) => models(host, exchange), { summary: 'List the personas' }),
    route('GET', '/v1/models/*', (exchange) => getModel(host, exchange), { summary: 'One persona' }),
    route('GET', '/info', (exchange) => info(host, exchange), { summary: 'Who answers' }),
    route('GET', '/health', (exchange) => health(host, exchange), { summary: 'Whether somebody answers' }),
    route('GET', '/ping', (exchange) => health(host, exchange), { summary: 'The same, as SageMaker asks it' }),
    route('GET', '', (exchange) => health(host, exchange), { summary: 'The same' }),
  ]
}

/** A path segment that is a persona's name; what is a route's is none. */
function personaSegment(routes: readonly Route[]): string {
  const taken = new Set(routes.flatMap(({ path }) => path.split('/')[1] ?? []))
  return `:persona((?!(?:${[...taken].join('|')})$).+)`
}

function withoutDocs({ docs, ...route }: Route): Route {
  return route
}
