import { randomUUID } from 'node:crypto'
import { messageOf } from '../core/errors.ts'
import type { Dialog, DialogTurn } from './dialog.ts'
import type { Ask, Heard, Utterance } from './heard.ts'
import { judge, type Miss } from './judge.ts'

/** How a dialog is held. */
export interface Way {
  /** Empty for the plain one. */
  readonly name: string
  readonly history: 'client' | 'host'
  readonly stream: boolean
}

/** What became of a dialog, held in one way. */
export interface PlayedDialog {
  readonly dialog: Dialog
  readonly way: Way
  readonly turns: readonly PlayedTurn[]
  readonly milliseconds: number
}

export interface PlayedTurn {
  readonly turn: DialogTurn
  /** Counted from 1. */
  readonly number: number
  readonly heard: Heard
  readonly misses: readonly Miss[]
}

const whole: Way = { name: '', history: 'client', stream: false }
const streamed: Way = { name: 'streamed', history: 'client', stream: true }
const byId: Way = { name: 'by conversation id', history: 'host', stream: false }

/** The ways in which a dialog is held. Within the process there is nothing that could be streamed otherwise. */
export function waysOf({ history }: Dialog, direct: boolean): readonly Way[] {
  const ways = direct ? [whole, byId] : [whole, streamed, byId]
  return history === undefined ? ways : ways.filter((way) => way.history === history)
}

/** Holds a dialog. `troubles` takes what kept a turn from being what it would be elsewhere. */
export async function play(
  dialog: Dialog,
  way: Way,
  ask: Ask,
  troubles: () => readonly string[],
): Promise<PlayedDialog> {
  const startedAt = performance.now()
  const conversation = way.history === 'host' ? randomUUID() : undefined
  const turns: PlayedTurn[] = []
  let history: readonly Utterance[] = []
  for (const [index, turn] of dialog.turns.entries()) {
    const question: Utterance = { role: 'user', content: turn.user }
    const messages = [...(conversation === undefined ? history : []), question] as const
    const heard = await ask({ messages, conversation, stream: way.stream }).catch(unheard)
    const broken = troubles().map((got): Miss => ({ expected: 'an answer that can be replayed', got }))
    turns.push({ turn, number: index + 1, heard, misses: [...broken, ...judge(turn.expect, heard)] })
    // A host keeps no turn without an answer, and neither does a client that shows it as an error.
    if (!heard.failure) history = [...history, question, { role: 'assistant', content: heard.text }]
  }
  return { dialog, way, turns, milliseconds: performance.now() - startedAt }
}

/** No server, or no answer in time. */
function unheard(error: unknown): Heard {
  return { text: '', solver: undefined, trace: undefined, failure: { declined: false, message: messageOf(error) } }
}
