// @ts-check
import { defineSolver } from 'dramatis'

const greeting = /^\s*(?:hello|hi|hey|good (?:morning|afternoon|evening))\b/i

/** Answers a greeting, and declines everything else: to return nothing lets the next solver try. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      reply: {
        description: 'What it says to a greeting.',
        type: 'string',
        minLength: 1,
        default: 'Hello from {{name}}.',
      },
    },
    additionalProperties: false,
  },
  create: ({ reply }) => ({
    solve: ({ question }) => (greeting.test(question) ? reply : undefined),
  }),
})
