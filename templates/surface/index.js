// @ts-check
import { chatRoute, defineSurface } from 'dramatis/http'
import { codec, encodeError, request } from './codec.js'

/** `POST /{{name}}/ask`: one question, one answer, as JSON or as lines of JSON. */
export default defineSurface({
  create: (_config, host) => ({
    prefixes: ['/{{name}}'],
    routes: [chatRoute(host, '/{{name}}/ask', codec, { summary: 'Ask a persona', request })],
    error: (error) => ({ status: error.status, body: encodeError(error) }),
  }),
})
