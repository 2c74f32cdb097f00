/** One thing that is wrong with a brain file. Errors stop a strict engine; warnings never do. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly message: string
}

/** Thrown for brain files that a strict engine does not take; `problems` has every one of them, in order. */
export class BrainError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join('\n'))
    this.name = 'BrainError'
    this.problems = problems
  }
}

/** `greetings.rive:12: what is wrong with it`. */
export function describeProblem({ file, line, message }: Problem): string {
  return `${file}:${line}: ${message}`
}
