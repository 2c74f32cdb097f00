/**
 * A host with files, keys and every surface, in a process of its own. Its argument is its folder; it tells its parent
 * its URL, and every defect.
 */
import { join } from 'node:path'
import { resolveSettings } from '../../../src/config/settings.ts'
import { startRuntime } from '../../../src/runtime.ts'
import { defectLog, tellUrl } from '../parent.ts'

const [folder = ''] = process.argv.slice(2)
process.chdir(folder)
const flags = {
  port: 0,
  personas: [join(folder, 'personas')],
  plugins: [join(folder, 'plugins')],
  state: 'file:./state/state.db',
  requireKeys: true,
  watch: false, // what the API writes is in force without
  surfaces: { a2a: { push: { tries: 1 } } },
}
const env = { DRAMATIS_API_KEYS: process.env['FUZZ_KEY'] ?? '', FUZZ_SECRET: process.env['FUZZ_SECRET'] ?? '' }
process.env['FUZZ_SECRET'] = env.FUZZ_SECRET
const { url } = await startRuntime(await resolveSettings({ flags, env }), defectLog)
tellUrl(url)
