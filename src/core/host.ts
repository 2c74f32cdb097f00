import type { ChatRequest, Log, TurnEvent } from './types.ts'
import type { Waiting } from './waiting.ts'

/** What the host offers a plugin when it is created. */
export interface Host {
  /** The folder that relative paths in the settings start from: where the persona file lies. */
  readonly baseFolder: string
  readonly log: Log
}

/**
 * Puts a request to the persona with that id, name or alias. Nothing happens until the events are read.
 * @throws RuntimeError `unknown-persona`; reading the events throws what a client of that persona would be told
 */
export type AskPersona = (
  name: string,
  request: ChatRequest,
  waiting: Waiting,
) => AsyncGenerator<TurnEvent, void, undefined>

/** What the host offers a solver. */
export interface SolverHost extends Host {
  readonly askPersona: AskPersona
}
