import { type Framing, oneLine, sse } from '../../http/index.ts'

/** Cohere's own streams tell an error in their last event; whatever else carries them may have its own way. */
export type CohereFraming = Omit<Framing, 'error'> & Partial<Pick<Framing, 'error'>>

/** Version 1: each event is a line of JSON. */
export const lines: CohereFraming = {
  contentType: 'application/stream+json',
  frame: (json) => `${oneLine(json)}\n`,
}

/** Version 1, where the client asks for server-sent events. */
export const events: CohereFraming = {
  contentType: 'text/event-stream; charset=utf-8',
  frame: (json, event) => sse(oneLine(json), event),
}

/** Version 2: server-sent events. Clients stop at any line that holds `[DONE]`, so text that does is escaped. */
export const doneEvents: CohereFraming = {
  contentType: 'text/event-stream; charset=utf-8',
  frame: (json, event) => sse(oneLine(json).replaceAll('[DONE]', '\\u005bDONE]'), event),
  end: sse('[DONE]'),
}
