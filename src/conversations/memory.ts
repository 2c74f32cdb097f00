import { RuntimeError } from '../core/errors.ts'
import type { Json, Memory } from '../core/types.ts'

/**
 * What is remembered of a conversation, as a turn sees it: its changes are written when the turn is. Values are kept as
 * JSON, so that nobody can change what somebody else has read.
 */
export class TurnMemory implements Memory {
  /** By key: the new value as JSON, or undefined where it is deleted. */
  readonly changes = new Map<string, string | undefined>()
  readonly #kept: ReadonlyMap<string, string>
  readonly #limit: number
  #bytes: number

  /** `limit` is for all keys and values together. */
  constructor(kept: ReadonlyMap<string, string>, limit: number) {
    this.#kept = kept
    this.#limit = limit
    this.#bytes = memoryBytes(kept)
  }

  get bytes(): number {
    return this.#bytes
  }

  get(key: string): Json | undefined {
    const text = this.#text(key)
    return text === undefined ? undefined : JSON.parse(text)
  }

  /** @throws RuntimeError `body-too-large` where it would be over the limit */
  set(key: string, value: Json): void {
    const text = JSON.stringify(value)
    const bytes = this.#bytes - entryBytes(key, this.#text(key)) + entryBytes(key, text)
    requireRoom(bytes, this.#limit)
    this.#bytes = bytes
    this.changes.set(key, text)
  }

  delete(key: string): void {
    this.#bytes -= entryBytes(key, this.#text(key))
    this.changes.set(key, undefined)
  }

  /** What is remembered when the changes are written. */
  changed(): ReadonlyMap<string, string> {
    if (this.changes.size === 0) return this.#kept
    const values = new Map(this.#kept)
    for (const [key, text] of this.changes) {
      if (text === undefined) values.delete(key)
      else values.set(key, text)
    }
    return values
  }

  #text(key: string): string | undefined {
    return this.changes.has(key) ? this.changes.get(key) : this.#kept.get(key)
  }
}

/** @throws RuntimeError `body-too-large` */
export function requireRoom(bytes: number, limit: number): void {
  if (bytes <= limit) return
  const message = `What is remembered of this conversation would be ${bytes} bytes, over the limit of ${limit}.`
  throw new RuntimeError('body-too-large', `${message} Delete some of it, or raise conversationMemoryBytes.`)
}

export function memoryBytes(values: ReadonlyMap<string, string>): number {
  let bytes = 0
  for (const [key, text] of values) bytes += entryBytes(key, text)
  return bytes
}

function entryBytes(key: string, text: string | undefined): number {
  return text === undefined ? 0 : Buffer.byteLength(key) + Buffer.byteLength(text)
}
