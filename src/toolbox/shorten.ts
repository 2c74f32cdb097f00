import { cutBytes } from '../core/text.ts'
import type { Json } from '../core/types.ts'

type JsonObject = { readonly [key: string]: Json }

/** Less than this is not worth showing of a value. */
const least = 24

/**
 * A JSON value in about `bytes` bytes: strings are cut, lists and objects lose what stands last, and each tells what
 * is missing. With `notes` off nothing is added that is not of the value's own shape.
 */
export function shorten(value: Json, bytes: number, notes = true): Json {
  if (typeof value === 'string') return shortenText(value, bytes, notes)
  if (value === null || typeof value !== 'object') return value
  if (sizeOf(value) <= bytes) return value
  return isList(value) ? shortenList(value, bytes, notes) : shortenObject(value, bytes, notes)
}

/** A text of at most so many bytes, which tells how much of it is missing. */
export function shortenText(text: string, bytes: number, notes = true): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text
  // As JSON it may be longer than it is: each escape takes its place from the rest.
  const room = Math.max(0, bytes - (notes ? 40 : 2))
  let kept = cutBytes(text.slice(0, room), room)
  const written = sizeOf(kept) - 2
  if (written > room) kept = cutBytes(kept, Math.floor((room * Buffer.byteLength(kept)) / written))
  return notes ? `${kept}… [${count(text.length - kept.length)} more characters]` : kept
}

/** Whole items, as many as there is room for; where not even one is, a part of it. */
function shortenList(list: readonly Json[], bytes: number, notes: boolean): Json {
  const kept: Json[] = []
  let room = bytes - (notes ? 40 : 2)
  for (const item of list) {
    const size = sizeOf(item) + 1
    if (size > room) break
    kept.push(item)
    room -= size
  }
  const [first] = list
  if (kept.length === 0 && first !== undefined && room > least) kept.push(shorten(first, room, notes))
  const missing = list.length - kept.length
  return notes && missing > 0 ? [...kept, `… [${count(missing)} more items]`] : kept
}

/** Small values stay whole, and the large ones share the room that these leave. */
function shortenObject(object: JsonObject, bytes: number, notes: boolean): Json {
  const entries = Object.entries(object)
  const room = bytes - (notes ? 40 : 2)
  const fair = fairShare(entries, room)
  const kept: [string, Json][] = []
  let left = room
  for (const [key, value] of entries) {
    const name = sizeOf(key) + 2
    const short = shorten(value, Math.max(least, Math.min(left, fair) - name), notes)
    const size = name + sizeOf(short)
    if (size > left) continue
    kept.push([key, short])
    left -= size
  }
  const missing = entries.length - kept.length
  if (notes && missing > 0) kept.push(['…', `[${count(missing)} more keys]`])
  return Object.fromEntries(kept)
}

/** How much each entry may take, so that all of them together fit. */
function fairShare(entries: readonly [string, Json][], room: number): number {
  const sizes = entries.map(([key, value]) => sizeOf(key) + sizeOf(value) + 2).sort((one, other) => one - other)
  let left = room
  for (const [index, size] of sizes.entries()) {
    const share = left / (sizes.length - index)
    if (size > share) return share
    left -= size
  }
  return room
}

/** The bytes of a value as JSON. */
export function sizeOf(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value))
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** `1234567` as `1,234,567`. */
export function count(number: number): string {
  return number.toLocaleString('en')
}
