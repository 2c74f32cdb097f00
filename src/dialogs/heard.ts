import type { TurnTrace } from '../core/trace.ts'

/** One thing that was said in a dialog. */
export interface Utterance {
  readonly role: 'user' | 'assistant'
  readonly content: string
}

/** A question, as somebody asks it. */
export interface Question {
  /** What the client sends: its question, after the history where the client keeps that itself. */
  readonly messages: readonly [...Utterance[], Utterance]
  /** Under which the host keeps the history. */
  readonly conversation: string | undefined
  readonly stream: boolean
}

/** What came back. */
export interface Heard {
  readonly text: string
  /** The id of the solver that answered, as far as the asker was told. */
  readonly solver: string | undefined
  readonly trace: Readonly<TurnTrace> | undefined
  /** Why there is no answer, or no whole one. */
  readonly failure?: Failure
}

export interface Failure {
  /** True where every solver declined. */
  readonly declined: boolean
  readonly message: string
}

export type Ask = (question: Question) => Promise<Heard>
