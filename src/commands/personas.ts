import { withCast } from './cast.ts'
import type { Flags } from './flags.ts'
import { problemLines } from './problems.ts'
import { columns, complain, paint, print, printJson } from './terminal.ts'

/** Lists the personas. Resolves with 1 where none could be loaded. */
export function personas(paths: readonly string[], flags: Flags & { json?: boolean }): Promise<number> {
  return withCast({ flags, paths }, async ({ directory, problems }) => {
    const all = directory.list().map(({ id, name, description, aliases, links }) => {
      return { id, name, solvers: links.map((link) => link.id), aliases, description }
    })
    if (flags.json) await printJson(all)
    else if (all.length > 0) {
      const rows = all.map(({ id, name, solvers, description }) => [id, name, solvers.join(' > '), description])
      await print(columns([['ID', 'NAME', 'CHAIN', 'DESCRIPTION'].map((text) => paint('dim', text)), ...rows]))
    }
    for (const line of problemLines(problems)) complain(line)
    return all.length > 0 ? 0 : 1
  })
}
