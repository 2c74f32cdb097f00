import { type Framing, oneLine, sse } from '../../http/index.ts'
import { errorBody } from './errors.ts'

/** Server-sent events, each with its name: the SDKs drop those without. */
export const anthropicFraming: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  frame: (json, event) => sse(oneLine(json), event),
  error: (error, requestId) => sse(oneLine(JSON.stringify(errorBody(error, requestId))), 'error'),
}
