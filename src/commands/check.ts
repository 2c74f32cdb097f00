import type { Cast } from '../cast.ts'
import { RuntimeError } from '../core/errors.ts'
import { withCast } from './cast.ts'
import type { Flags } from './flags.ts'
import { problemLines } from './problems.ts'
import { count, paint, print, printJson } from './terminal.ts'

/** Prints every problem of the personas and the plugins. Resolves with 1 where one of them is more than a warning. */
export function check(paths: readonly string[], flags: Flags & { json?: boolean }): Promise<number> {
  return withCast({ flags, paths }, async (cast, { defaultPersona }) => {
    const { directory, problems, pluginProblems } = cast
    const fatal = problems.some(({ level }) => level !== 'warning') || pluginProblems.length > 0
    const personas = directory.list().map(({ id }) => id)
    if (flags.json) await printJson({ ok: !fatal, personas, problems: { personas: problems, plugins: pluginProblems } })
    else await print(readable(cast, fatal))
    if (defaultPersona !== undefined && !directory.default) {
      const text = `The default persona "${defaultPersona}" is not among those that were loaded.`
      throw new RuntimeError('invalid-settings', text)
    }
    return fatal ? 1 : 0
  })
}

function readable({ directory, problems, pluginProblems }: Cast, fatal: boolean): string {
  const warnings = problems.filter(({ level }) => level === 'warning').length
  const others = problems.length + pluginProblems.length - warnings
  const parts = [
    count(directory.list().length, 'persona'),
    others === 0 ? 'no problems' : count(others, 'problem'),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
  ]
  const lines = problemLines(problems, pluginProblems).map((line) => `${line}\n`)
  return `${lines.join('')}${paint(fatal ? 'red' : 'green', `${parts.join(', ')}.`)}\n`
}
