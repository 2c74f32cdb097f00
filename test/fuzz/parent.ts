/** How a host in a process of its own is heard by whoever has started it. */
import type { Log } from 'dramatis'
import { messageOf } from '../../src/core/errors.ts'

/** What the parent hears. */
export type HostMessage = { url: string } | { defect: string }

/** It holds what is logged as an error: a defect of the host's own. */
export const defectLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error(details, message) {
    const cause = 'err' in details ? details.err : undefined
    tell({ defect: `${message} ${cause instanceof Error ? cause.stack : messageOf(cause)}` })
  },
}

/** Tells where the host listens; it ends with its parent. */
export function tellUrl(url: string): void {
  tell({ url })
  process.once('disconnect', () => process.exit())
}

function tell(message: HostMessage): void {
  process.send?.(message)
}
