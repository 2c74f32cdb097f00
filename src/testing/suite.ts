type Block = (title: string, run: () => void) => void
type Test = (title: string, run: () => unknown) => void
type Hook = (run: () => unknown) => void

export interface Suite {
  describe: Block
  it: Test
  before: Hook
  after: Hook
}

/**
 * The functions of whatever runner is at work; vitest and jest call `before` and `after` by longer names.
 * @throws Error where there are none, as under `node --test` without mocha.
 */
export function suite(): Suite {
  const globals = globalThis as Partial<Suite> & { beforeAll?: Hook; afterAll?: Hook } // runners put them there
  const { describe, it, before = globals.beforeAll, after = globals.afterAll } = globals
  if (describe && it && before && after) return { describe, it, before, after }
  throw new Error('dramatis/testing needs a runner with global describe and it, such as mocha.')
}
