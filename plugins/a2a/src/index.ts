import { defineSolver } from 'dramatis'
import { ask } from './ask.ts'
import { RemoteAgent } from './remote.ts'
import { config, readSettings } from './settings.ts'

/** Remote agents that speak A2A. */
export default defineSolver({
  config,
  create(given, { log }) {
    const settings = readSettings(given)
    const agent = new RemoteAgent(settings, log)
    return {
      upstream: settings.baseUrl,
      accepts: settings.accepts,
      solve: (request, context) => ask(agent, settings.baseUrl, request, context),
      close: () => agent.close(),
    }
  },
})
