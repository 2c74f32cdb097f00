import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { silentLog } from 'dramatis/testing'
import { loadCast } from '../../src/cast.ts'
import { resolveSettings } from '../../src/config/settings.ts'
import { loadToolkit, type Toolkit, wantedToolboxes } from '../../src/toolbox/toolkit.ts'

export interface Opened extends Toolkit {
  folder: string
  /** What the registry found that cannot be used. */
  found: readonly { message: string }[]
}

/** The tools of loose files and packages in a plugins folder of their own; `close` removes it. */
export async function openBoxes(files: Readonly<Record<string, string>>): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-boxes-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const cast = await loadCast(await resolveSettings({ flags: { personas: [], plugins: [folder] }, env: {} }), silentLog)
  const wanted = wantedToolboxes(cast.registry).wanted.filter(({ entry }) => entry.location.startsWith(folder))
  const toolkit = await loadToolkit(cast.registry, { baseFolder: folder, log: silentLog }, wanted)
  const close = async (): Promise<void> => {
    await toolkit.close()
    await cast.close()
    rmSync(folder, { recursive: true })
  }
  const more = { folder, found: cast.registry.problems, close }
  return Object.create(toolkit, Object.getOwnPropertyDescriptors(more)) as Opened // its lists may change while it is open
}

/** The source of a toolbox whose `create` returns what the text says. */
export function box(made: string): string {
  return `import { defineToolbox } from 'dramatis'\nexport default defineToolbox({ create: () => (${made}) })\n`
}

/** The source of a tool; `more` comes after the fields that every tool has, and replaces them. */
export function tool(name: string, more = ''): string {
  return `{ name: '${name}', description: 'Tests.', input: { type: 'object' }, run: () => '${name}', ${more} }`
}
