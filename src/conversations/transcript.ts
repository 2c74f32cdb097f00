import type { Message } from '../core/types.ts'
import { encodeMessage } from './message-json.ts'

/** A message in its place. */
export interface Row {
  readonly sequence: number
  readonly turn: string
  readonly at: number
  readonly bytes: number
  readonly message: Message
}

export interface NewRow extends Row {
  readonly body: string
}

/** What a turn makes of a transcript. */
export interface Change {
  /** The whole of it, afterwards. */
  readonly rows: readonly Row[]
  readonly added: readonly NewRow[]
  /** Sequences. */
  readonly removed: readonly number[]
  /** The first sequence that no message has had. */
  readonly next: number
}

export interface TranscriptLimits {
  readonly messages: number
  readonly bytes: number
  readonly mediaBytes: number
}

interface Turn {
  readonly id: string
  readonly at: number
  /** The first sequence that no message has had. */
  readonly next: number
}

/**
 * What has to be written so that `kept` becomes `messages`. What both begin with stays as it is, so that a turn costs
 * no more in a long conversation than in a short one. System messages at the beginning have places before all others:
 * they may change while the rest stays. What is over the limits is left out from the oldest turn on; the latest turn
 * is always kept.
 */
export function changeOf(
  kept: readonly Row[],
  messages: readonly Message[],
  turn: Turn,
  limits: TranscriptLimits,
): Change {
  const [keptHead, keptRest] = parted(kept, ({ message }) => message)
  const [head, rest] = parted(messages, (message) => message)
  const encode = (message: Message, sequence: number): NewRow => {
    const encoded = encodeMessage(message, limits.mediaBytes)
    return { sequence, turn: turn.id, at: turn.at, bytes: Buffer.byteLength(encoded.body), ...encoded }
  }
  const same = sharedLength(keptRest, rest, limits.mediaBytes)
  const addedRest = rest.slice(same).map((message, index) => encode(message, turn.next + index))
  const newRest: readonly Row[] = [...keptRest.slice(0, same), ...addedRest]
  const first = newRest[0]?.sequence ?? turn.next
  const isSameHead = head.length === keptHead.length && sharedLength(keptHead, head, limits.mediaBytes) === head.length
  const addedHead = isSameHead ? [] : head.map((message, index) => encode(message, first - head.length + index))
  const newHead: readonly Row[] = isSameHead ? keptHead : addedHead
  const rows = [...newHead, ...withinLimits(newHead, newRest, limits)]
  const present = new Set(rows)
  return {
    rows,
    added: [...addedHead, ...addedRest].filter((row) => present.has(row)),
    removed: kept.filter((row) => !present.has(row)).map(({ sequence }) => sequence),
    next: turn.next + addedRest.length,
  }
}

export function totalBytes(rows: readonly Row[]): number {
  return rows.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** System messages at the beginning, and everything after them. */
function parted<T>(items: readonly T[], messageOf: (item: T) => Message): [readonly T[], readonly T[]] {
  const end = items.findIndex((item) => messageOf(item).role !== 'system')
  return end < 0 ? [items, []] : [items.slice(0, end), items.slice(end)]
}

/** How many messages both begin with. A client that sends the history again sends other objects with the same text. */
function sharedLength(kept: readonly Row[], messages: readonly Message[], mediaBytes: number): number {
  const differs = kept.findIndex(({ message }, index) => {
    const other = messages[index]
    if (other === message) return false
    return other === undefined || bodyOf(other, mediaBytes) !== bodyOf(message, mediaBytes)
  })
  return differs < 0 ? kept.length : differs
}

function bodyOf(message: Message, mediaBytes: number): string {
  return encodeMessage(message, mediaBytes).body
}

/** The latest turns that fit. A transcript begins with what somebody asked: a result without its call says nothing. */
function withinLimits(head: readonly Row[], rest: readonly Row[], limits: TranscriptLimits): readonly Row[] {
  let [messages, bytes] = [head.length, totalBytes(head)]
  let begin = rest.length
  let latest: number | undefined
  for (const [index, row] of [...rest.entries()].reverse()) {
    messages += 1
    bytes += row.bytes
    if (latest !== undefined && (messages > limits.messages || bytes > limits.bytes)) break
    if (row.message.role !== 'user' || rest[index - 1]?.message.role === 'user') continue
    latest = index
    begin = index
  }
  return rest.slice(latest === undefined ? Math.max(0, rest.length - limits.messages) : begin)
}
