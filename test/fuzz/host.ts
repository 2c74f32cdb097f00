/** A host in a process of its own, so that one that hangs or ends is seen from outside. It tells its parent its URL. */
import { startTestHost } from '../../src/testing/host.ts'
import { defectLog, tellUrl } from './parent.ts'
import { solver } from './solver.ts'

const chain = [{ id: 'says-everything', solver, settings: { timeout: '5s', breaker: { failures: 1_000_000 } } }]
const { url } = await startTestHost({
  personas: [
    { name: 'Fuzzed', chain },
    { name: 'Other', chain },
  ],
  log: defectLog,
})
tellUrl(url)
