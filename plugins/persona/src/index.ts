import {
  type ChatRequest,
  type Context,
  defineSolver,
  isRuntimeError,
  type Quality,
  SolverError,
  type SolverEvent,
  type SolverHost,
} from 'dramatis'

/** Another persona of the host as a link of the chain: what it has no answer to, it declines. */
export default defineSolver({
  config: {
    type: 'object',
    properties: {
      persona: { type: 'string', minLength: 1, description: 'Its id, name or one of its aliases.' },
    },
    required: ['persona'],
    additionalProperties: false,
  },
  create: ({ persona }, host) => ({
    asks: [persona],
    // The other persona passes by whoever of its chain cannot read what is in the question.
    accepts: ['image', 'audio', 'file'],
    solve: (request, context) => relay(persona, request, context, host),
  }),
})

async function* relay(
  persona: string,
  request: ChatRequest,
  context: Context,
  { askPersona }: SolverHost,
): AsyncGenerator<SolverEvent, void, undefined> {
  // The conversation is this persona's: the other one is told all of it, and keeps nothing.
  const { conversation: _, ...question } = request
  const events = askPersona(persona, question, context)
  let quality: Quality = {}
  try {
    for await (const { choice: __, ...event } of events) {
      if (event.type === 'start') quality = qualityOf(event)
      else yield event.type === 'text-delta' ? { ...event, ...quality } : event
    }
  } catch (error) {
    if (!isRuntimeError(error)) throw error
    if (error.code === 'timeout') throw new SolverError('timeout', error.message, { cause: error })
    if (error.code === 'overloaded') throw new SolverError('rate-limit', error.message, { cause: error })
    if (error.code !== 'unanswered') throw error
  }
}

/** What it is worth there it is worth here. */
function qualityOf({ confidence, weak }: Quality): Quality {
  return { ...(confidence === undefined ? {} : { confidence }), ...(weak === undefined ? {} : { weak }) }
}
