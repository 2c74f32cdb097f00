/** What a solver needs that asks a language model over HTTP: `import { openUpstream } from 'dramatis/upstream'`. */
export { failureInStream, failureOfError, solverErrorOf } from './errors.ts'
export { parseData, readEvents } from './events.ts'
export { bodyOf } from './response.ts'
export { sdkEndpoint } from './sdk-endpoint.ts'
export { type ModelSettings, modelProperties, readModelSettings } from './settings.ts'
export { type Endpoint, openUpstream, type Upstream, type UpstreamOptions } from './upstream.ts'
