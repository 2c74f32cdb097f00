import { LRUCache } from 'lru-cache'
import type { MaybePromise } from '../../index.ts'

/** A response that can be asked for again, and gone on from. */
export interface StoredResponse {
  readonly id: string
  /** The response as JSON: what was answered, byte for byte. */
  readonly response: string
  /** The items of its own input as JSON, each with an id. */
  readonly input: string
  /** The response that went before it. */
  readonly previous: string | undefined
}

/** Where responses are kept. What `put` has settled, `get` finds, until it is deleted or there is no more room. */
export interface ResponseStore {
  get(id: string): MaybePromise<StoredResponse | undefined>
  put(stored: StoredResponse): MaybePromise<void>
  /** False where there was none. */
  delete(id: string): MaybePromise<boolean>
}

const bytesPerCharacter = 2

/** Responses in the memory of the process; the one that was used the longest ago goes first. */
export class MemoryResponses implements ResponseStore {
  readonly #responses: LRUCache<string, StoredResponse>

  constructor({ responses = 10_000, bytes = 64 * 1024 * 1024 } = {}) {
    this.#responses = new LRUCache({
      max: responses,
      maxSize: bytes,
      sizeCalculation: ({ id, response, input }) => (id.length + response.length + input.length) * bytesPerCharacter,
    })
  }

  get(id: string): StoredResponse | undefined {
    return this.#responses.get(id)
  }

  put(stored: StoredResponse): void {
    this.#responses.set(stored.id, stored)
  }

  delete(id: string): boolean {
    return this.#responses.delete(id)
  }
}
