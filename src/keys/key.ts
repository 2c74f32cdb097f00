import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Caller } from '../core/caller.ts'
import { matchesPattern } from '../core/text.ts'

/** What a key is good for. A list that is absent is no limit; `*` and `?` are wildcards. */
export interface Scope {
  /** By id or name. */
  readonly personas?: readonly string[] | undefined
  /** By id. */
  readonly surfaces?: readonly string[] | undefined
  /** Tools that may be called directly. Absent: all of them, or none where `personas` is given. */
  readonly tools?: readonly string[] | undefined
  /** Whether personas may be changed, and what others have left behind be read. */
  readonly manage: boolean
}

/** How much may be asked for. Absent: as much as one likes. */
export interface Allowance {
  /** Requests in a minute. */
  readonly rate?: number | undefined
  /** Requests under way at the same time. */
  readonly concurrency?: number | undefined
}

/** A key as it is known here: without the key itself. */
export interface Key extends Allowance {
  readonly id: string
  readonly name: string
  /** SHA-256. A key is 192 random bits, so that nobody finds it by trying; a slow digest would cost every request. */
  readonly digest: Uint8Array
  readonly scope: Scope
  /** Milliseconds since 1970. */
  readonly expiresAt?: number | undefined
  readonly caller: Caller
}

/** What the client of a key has to be told once. */
export interface Secret {
  readonly id: string
  readonly text: string
}

const form = /^drm_([0-9a-f]{12})_[0-9a-f]{48}$/

/** A new key. It begins with its id, so that it is looked up by that and compared with one digest only. */
export function newSecret(): Secret {
  const id = randomBytes(6).toString('hex')
  return { id, text: `drm_${id}_${randomBytes(24).toString('hex')}` }
}

/** The id that a key of this host begins with; undefined for any other text. */
export function idOf(text: string): string | undefined {
  return form.exec(text)?.[1]
}

export function digestOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest()
}

/** Whether two digests are the same, in a time that does not tell how much of them is. */
export function sameDigest(one: Uint8Array, other: Uint8Array): boolean {
  return timingSafeEqual(one, other)
}

/** Who calls with a key of that scope. */
export function callerOf(id: string, name: string, { personas, tools, manage }: Scope): Caller {
  const usable = tools ?? (personas && [])
  return {
    id,
    name,
    mayManage: manage,
    mayAsk: (persona) => permits(personas, persona.id) || permits(personas, persona.name ?? persona.id),
    ...(usable ? { mayUse: (tool: { readonly name: string }) => permits(usable, tool.name) } : {}),
  }
}

export function permits(patterns: readonly string[] | undefined, name: string): boolean {
  if (!patterns) return true
  const lower = name.toLowerCase()
  return patterns.some((pattern) => matchesPattern(lower, pattern.toLowerCase()))
}
