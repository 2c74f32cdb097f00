type Block = (title: string, run: () => void) => void
type Test = (title: string, run: () => unknown) => void

/**
 * The `describe` and `it` of whatever runner is at work.
 * @throws Error where there are none, as under `node --test` without mocha.
 */
export function suite(): { describe: Block; it: Test } {
  const { describe, it } = globalThis as { describe?: Block; it?: Test } // runners put them there
  if (!describe || !it) throw new Error('dramatis/testing needs a runner with global describe and it, such as mocha.')
  return { describe, it }
}
