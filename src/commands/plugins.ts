import type { PluginEntry } from '../plugins/manifest.ts'
import { withCast } from './cast.ts'
import type { Flags } from './flags.ts'
import { problemLines } from './problems.ts'
import { columns, complain, paint, print, printJson, shortPath } from './terminal.ts'

const titles = ['ID', 'KIND', 'VERSION', 'ORIGIN', 'LOCATION', 'ALIASES', 'DESCRIPTION']

/** Lists the plugins that were found, without running any but loose files, which tell their kind no other way. */
export function plugins(flags: Flags & { json?: boolean }): Promise<number> {
  return withCast({ flags, personas: false }, async ({ registry }) => {
    const { entries, problems } = registry
    if (flags.json) await printJson({ plugins: entries, problems })
    else await print(columns([titles.map((title) => paint('dim', title)), ...entries.map(toRow)]))
    if (!flags.json) for (const line of problemLines([], problems)) complain(line)
    return 0
  })
}

function toRow({ id, kind, version, origin, location, aliases, description }: PluginEntry): readonly string[] {
  return [id, kind ?? '', version ?? '-', origin, shortPath(location), aliases.join(', ') || '-', description]
}
