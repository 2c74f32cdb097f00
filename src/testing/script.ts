import type { Answer, ChatRequest, Context, MaybePromise, Solver } from '../core/types.ts'

export type Script = (request: ChatRequest, context: Context) => MaybePromise<Answer>

/** A solver that does what a script says; the question names the script, and an unknown name is declined. */
export function scriptedSolver(scripts: Readonly<Record<string, Script>>, options: Partial<Solver> = {}): Solver {
  return { ...options, solve: (request, context) => scripts[request.question.trim()]?.(request, context) }
}

/** A promise that somebody else settles. */
export function gate(): { opened: Promise<void>; open(): void } {
  let open = (): void => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

/** Settles when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
