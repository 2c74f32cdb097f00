/** A host in a process of its own, so that one that hangs or ends is seen from outside. It tells its parent its URL. */
import { messageOf } from '../../src/core/errors.ts'
import { startTestHost } from '../../src/testing/host.ts'
import { solver } from './solver.ts'

/** What the parent hears. */
export type HostMessage = { url: string } | { defect: string }

const tell = (message: HostMessage): void => void process.send?.(message)

const chain = [{ id: 'says-everything', solver, settings: { timeout: '5s', breaker: { failures: 1_000_000 } } }]
const { url } = await startTestHost({
  personas: [
    { name: 'Fuzzed', chain },
    { name: 'Other', chain },
  ],
  log: {
    debug() {},
    info() {},
    warn() {},
    error(details, message) {
      const cause = 'err' in details ? details.err : undefined
      tell({ defect: `${message} ${cause instanceof Error ? cause.stack : messageOf(cause)}` })
    },
  },
})
tell({ url })
process.once('disconnect', () => process.exit())
