import type { Log } from './types.ts'

/** What the host offers a plugin when it is created. */
export interface Host {
  /** The folder that relative paths in the settings start from: where the persona file lies. */
  readonly baseFolder: string
  readonly log: Log
}
