import type { SlotEdge, State } from './automaton.ts'
import type { Token } from './tokens.ts'

/** A value that a slot may have, found at a place of the sentence. */
export interface Found {
  /** How many words it takes, at least one. */
  readonly length: number
  readonly value: SlotValue
}

export interface SlotValue {
  /** What the tool gets. */
  readonly value: unknown
  /** How an answer calls it. */
  readonly text: string
}

/** The values of a list, or the numbers of a range, that begin at a word. */
export type ReadSlot = (list: string, at: number) => readonly Found[]

export interface Understood {
  /** What is understood, those first that come first in the file. */
  readonly accepts: readonly number[]
  /** More for whatever is said in so many words, less for a value of a list, nothing for what a wildcard took. */
  readonly score: number
  /** The part of the words that no wildcard took, 0 to 1. */
  readonly covered: number
  readonly slots: ReadonlyMap<string, SlotValue>
}

/** One way to understand the sentence so far. */
interface Thread {
  readonly state: State
  readonly score: number
  /** Words that no wildcard took. */
  readonly covered: number
  readonly slots: Captured | undefined
  /** The first word of the wildcard that it is in. */
  readonly from: number
}

interface Captured {
  readonly slot: string
  readonly value: SlotValue
  readonly before: Captured | undefined
}

const worth = { word: 3, value: 2 } as const

/**
 * Every way to understand a whole sentence, the best first. Of all ways that lead to a state with the same words left,
 * only the best one is followed, so the time is that of one step for each word and state.
 */
export function match(
  root: State,
  tokens: readonly Token[],
  question: string,
  readSlot: ReadSlot,
  skipped: ReadonlySet<string>,
): Understood[] {
  const places: Map<State, Thread>[] = Array.from({ length: tokens.length + 1 }, () => new Map())
  offer(places[0], { state: root, score: 0, covered: 0, slots: undefined, from: 0 })
  for (const [at, token] of tokens.entries()) {
    const here = places[at]
    if (!here) break
    leaveWildcards(here, at, tokens, question)
    for (const thread of here.values()) {
      const { state } = thread
      if (state.wildcard) offer(places[at + 1], thread)
      const said = { ...thread, covered: thread.covered + 1 }
      if (skipped.has(token.text) && !state.wildcard) offer(places[at + 1], said)
      for (const target of state.words.get(token.text) ?? []) {
        offer(places[at + 1], { ...said, state: target, score: said.score + worth.word })
      }
      for (const edge of state.slots.values()) takeSlot(edge, thread, at)
    }
  }
  const last = places[tokens.length] ?? new Map<State, Thread>()
  leaveWildcards(last, tokens.length, tokens, question)
  return [...last.values()]
    .filter(({ state, score }) => state.accepts.length > 0 && score > 0)
    .map((thread) => ({
      accepts: thread.state.accepts,
      score: thread.score,
      covered: thread.covered / tokens.length,
      slots: toMap(thread.slots),
    }))
    .sort((one, other) => other.score - one.score || (one.accepts[0] ?? 0) - (other.accepts[0] ?? 0))

  function takeSlot({ list, slot, targets }: SlotEdge, thread: Thread, at: number): void {
    const inside = targets.filter(({ wildcard }) => wildcard) // all of them, or none
    for (const target of inside) offer(places[at + 1], { ...thread, state: target, from: at })
    if (inside.length > 0) return
    for (const { length, value } of readSlot(list, at)) {
      const slots = { slot, value, before: thread.slots }
      const covered = thread.covered + length
      const score = thread.score + length * worth.value
      for (const target of targets) offer(places[at + length], { state: target, score, covered, slots, from: 0 })
    }
  }
}

/** The lengths of what a list's automaton accepts from a word on, and what it accepts. */
export function prefixes(root: State, tokens: readonly Token[], from: number): { length: number; accept: number }[] {
  const found: { length: number; accept: number }[] = []
  let states = new Set([root])
  for (let at = from; at < tokens.length && states.size > 0; at++) {
    const next = new Set<State>()
    for (const { words } of states) for (const state of words.get(tokens[at]?.text ?? '') ?? []) next.add(state)
    states = next
    const accepted = [...states].flatMap(({ accepts }) => accepts.slice(0, 1))
    if (accepted.length > 0) found.push({ length: at + 1 - from, accept: Math.min(...accepted) })
  }
  return found
}

function leaveWildcards(here: Map<State, Thread>, at: number, tokens: readonly Token[], question: string): void {
  for (const { state, from, slots, score, covered } of [...here.values()]) {
    if (!state.wildcard) continue
    const text = question.slice(tokens[from]?.start, tokens[at - 1]?.end)
    const captured = { slot: state.wildcard.slot, value: { value: text, text }, before: slots }
    offer(here, { state: state.wildcard.exit, score, covered, slots: captured, from: 0 })
  }
}

/** Of two ways that are worth the same, the one whose wildcard began earlier leaves less to the wildcard before it. */
function offer(place: Map<State, Thread> | undefined, thread: Thread): void {
  const known = place?.get(thread.state)
  if (known && (known.score > thread.score || (known.score === thread.score && known.from <= thread.from))) return
  place?.set(thread.state, thread)
}

function toMap(captured: Captured | undefined): Map<string, SlotValue> {
  const slots = new Map<string, SlotValue>()
  for (let one = captured; one; one = one.before) if (!slots.has(one.slot)) slots.set(one.slot, one.value)
  return slots
}
