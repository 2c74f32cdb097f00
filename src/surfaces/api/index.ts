import { defineSurface, mount, problemDetails } from '../../http/index.ts'
import { agentRoutes } from './agents.ts'
import { conversationRoutes } from './conversations.ts'
import { listingRoutes } from './listings.ts'
import { messageRoutes } from './messages.ts'
import { personaRoutes } from './personas.ts'
import { eventRoutes } from './session-events.ts'
import { sessionRoutes } from './sessions.ts'
import { apiState } from './state.ts'
import { turnRoutes } from './turns.ts'

const config = {
  type: 'object',
  properties: {
    prefix: {
      type: 'string',
      pattern: '^(/[A-Za-z0-9._~-]+)+$',
      default: '/api/v1',
      description: 'Where its paths begin.',
    },
  },
  additionalProperties: false,
} as const

/** The host's own API: personas, agents, sessions, conversations, and what became of turns. */
export default defineSurface({
  config,
  create({ prefix }, host) {
    const state = apiState(host)
    const closing = new AbortController()
    const routes = [
      ...personaRoutes(host),
      ...agentRoutes(host, state),
      ...sessionRoutes(host, state),
      ...messageRoutes(host, state),
      ...eventRoutes(host, state, closing.signal),
      ...conversationRoutes(host),
      ...turnRoutes(host),
      ...listingRoutes(host),
    ]
    return {
      prefixes: [prefix],
      routes: mount(prefix, routes),
      error: problemDetails,
      stop: () => closing.abort(),
      close: () => state.close(),
    }
  },
})
