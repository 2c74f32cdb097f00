import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadCast } from '../../src/cast.ts'
import { packageFolder } from '../../src/config/schemas.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { FileWatch } from '../../src/watch-files.ts'
import { soon } from '../support/live-host.ts'

describe('packages that are installed while the host runs', () => {
  it('are told of: they need a restart', async () => {
    const installed = join(await mkdtemp(join(tmpdir(), 'dramatis-installed-')), 'node_modules')
    await mkdir(join(installed, 'some', 'package'), { recursive: true })
    await writeFile(join(installed, '.package-lock.json'), '{}')
    const logged: string[] = []
    const log = { debug() {}, info: (_: object, text: string) => void logged.push(text), warn() {}, error() {} }
    const personas = [join(packageFolder, 'personas', 'eliza.json')]
    const cast = await loadCast(
      await resolveSettings({ flags: { personas, plugins: [], state: 'memory:' }, env: {} }),
      log,
    )
    if (!cast.live) throw new Error('These personas have files.')
    const watch = new FileWatch({
      live: cast.live,
      personas,
      plugins: [],
      follows: () => false,
      installed,
      since: Date.now(),
      log,
    })
    try {
      await watch.start()
      const told = 'Packages have been installed; plugins among them are used after a restart.'
      await new Promise((resolve) => setTimeout(resolve, 300))
      await writeFile(join(installed, 'some', 'package', 'index.js'), '')
      await writeFile(join(installed, '.package-lock.json'), '{ "packages": {} }')
      await soon(() => [...new Set(logged)], [told])
    } finally {
      await watch.close()
      await cast.close()
      await rm(join(installed, '..'), { recursive: true })
    }
  })
})
