import { defineSolver } from 'dramatis'
import { createWebClient, type WebClient, webSettings } from 'dramatis/web'
import { toReply } from './answer.ts'
import { type Asked, lookedFor } from './asked.ts'
import { ask } from './service.ts'

export default defineSolver({
  config: {
    type: 'object',
    properties: {
      ...webSettings,
      baseUrl: { description: 'Where the service is.', type: 'string', default: 'https://api.duckduckgo.com' },
      sentences: {
        description: 'How many sentences of a text an answer gives.',
        type: 'integer',
        minimum: 1,
        maximum: 20,
        default: 2,
      },
    },
    additionalProperties: false,
  },
  create: ({ sentences, requestTimeout, ...settings }) => {
    const ddg = createWebClient({ ...settings, timeout: requestTimeout })
    return {
      solve: ({ question }, context) => {
        const asked = lookedFor(question, context.lang)
        return asked && lookUp(ddg, asked, sentences, context.signal)
      },
      close: () => ddg.close(),
    }
  },
})

async function lookUp(ddg: WebClient, asked: Asked, sentences: number, signal: AbortSignal) {
  const said = await ask(ddg, asked.subject, signal)
  return said && toReply(asked, said, sentences)
}
