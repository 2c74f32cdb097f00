import type { Limits } from 'dramatis'
import type { ChatRequest } from 'ollama/browser'

export type Think = NonNullable<ChatRequest['think']>

/** A model, and how it is asked. */
export interface Model {
  /** The server: scheme, host and whatever stands before `/api`. */
  host: string
  headers: Readonly<Record<string, string>>
  fetch: typeof globalThis.fetch
  name: string
  /** For what a client does not say. */
  limits: Limits
  think: Think | undefined
  /** Sent with every call, such as `num_ctx`. */
  options: Readonly<Record<string, unknown>>
  keepAlive: string | number | undefined
}
