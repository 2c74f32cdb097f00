import { describeProblem, type PersonaProblem } from '../persona/problem.ts'
import type { PluginProblem } from '../plugins/discover.ts'
import { paint, shortPath } from './terminal.ts'

/** One line for each problem, the files as seen from the working folder. */
export function problemLines(personas: readonly PersonaProblem[], plugins: readonly PluginProblem[] = []): string[] {
  return [
    ...plugins.map(({ location, message }) => `${paint('red', 'plugin ')}  ${shortPath(location)}: ${message}`),
    ...personas.map((problem) => {
      const level = problem.level === 'warning' ? paint('yellow', 'warning') : paint('red', 'error  ')
      return `${level}  ${describeProblem({ ...problem, file: shortPath(problem.file) })}`
    }),
  ].map((line) => line.replace(/\s*\n\s*/g, ' ')) // what a plugin throws may have many
}
