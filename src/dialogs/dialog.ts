/** A dialog file that has been read and checked. */
export interface DialogFile {
  readonly path: string
  /** An id, name or alias, or the path of a file. */
  readonly persona: string
  readonly dialogs: readonly Dialog[]
}

export interface Dialog {
  readonly name: string
  /** Who keeps what was said; undefined: the dialog is held once each way. */
  readonly history: 'client' | 'host' | undefined
  readonly turns: readonly DialogTurn[]
}

export interface DialogTurn {
  readonly user: string
  readonly expect: Expectation
  /** Where it stands in the file, counted from 1. */
  readonly line: number
}

/** Rules that all have to hold for an answer. */
export interface Expectation {
  readonly equals?: string
  readonly contains: readonly string[]
  readonly matches?: RegExp
  readonly solver?: string
  /** True: every solver must decline. */
  readonly declined: boolean
}

/** What is wrong with a dialog file, and in which line. */
export interface DialogProblem {
  readonly file: string
  /** Counted from 1; absent where it is the file as a whole. */
  readonly line?: number
  readonly message: string
}
