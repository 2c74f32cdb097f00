import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { channels } from '../core/channels.ts'

/** Tells once how a request has ended, without waiting for what the host has ended itself. */
export class RequestWatch {
  readonly #method: string
  readonly #surface: string | undefined
  readonly #route: string | undefined
  readonly #started = performance.now()
  #told = false

  constructor(method: string, surface?: string, route?: string) {
    this.#method = method
    this.#surface = surface
    this.#route = route
  }

  /** The whole answer has been handed over. */
  done(status: number): void {
    if (this.#told) return
    this.#told = true
    const milliseconds = performance.now() - this.#started
    channels.request.publish({
      method: this.#method,
      surface: this.#surface,
      route: this.#route,
      status,
      milliseconds,
    })
  }

  /** Somebody else may still be answering: a library, or a stream that goes on after its route has returned. */
  settle(response: ServerResponse | Http2ServerResponse): void {
    if (this.#told) return
    if (response.writableFinished || response.destroyed) return this.done(response.statusCode)
    response.once('close', () => this.done(response.statusCode))
  }
}
