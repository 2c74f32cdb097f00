import { encodeError, openAiRoutes } from '../../formats/openai/index.ts'
import { defineSurface, mount, mountDeprecated } from '../../http/index.ts'

/** The OpenAI API: a persona is a model. Any client works that takes a base URL of `/openai/v1`. */
export default defineSurface({
  create(_config, host) {
    const routes = openAiRoutes(host)
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
