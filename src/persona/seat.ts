import { dirname } from 'node:path'
import type { PluginName } from './build.ts'
import type { Persona } from './persona.ts'
import type { PersonaProblem } from './problem.ts'

/** What has become of a persona file. */
export interface Seat {
  readonly file: string
  /** Who is served for it: perhaps of an older version, and nobody where it could never be used. */
  readonly persona: Persona | undefined
  /** What is wrong with the file as it is now. */
  readonly own: readonly PersonaProblem[]
  /** What is wrong with it among the others. */
  readonly placing: readonly PersonaProblem[]
  /** What it looked like when it was last built; '' where it must be built again. */
  readonly stamp: string
  readonly plugins: readonly PluginName[]
  /** The versions of those. */
  readonly pluginStamp: string
}

/** What is wrong with a file, by itself and among the others. */
export function problemsOf({ own, placing }: Seat): readonly PersonaProblem[] {
  return [...own, ...placing]
}

/** Files that are not listed just now keep the places that they had. */
export function withKept(
  listed: readonly string[],
  kept: readonly string[],
  before: readonly string[],
): readonly string[] {
  const order = [...listed]
  for (const file of kept) {
    const neighbour = before.slice(0, before.indexOf(file)).findLast((other) => order.includes(other))
    order.splice(neighbour === undefined ? 0 : order.indexOf(neighbour) + 1, 0, file)
  }
  return order
}

/** A new file stands where its folder will list it. */
export function withNew(files: readonly string[], file: string): readonly string[] {
  if (files.includes(file)) return files
  const siblings = files.filter((other) => dirname(other) === dirname(file))
  const next = siblings.find((other) => other > file)
  const last = siblings.at(-1)
  const at = next ? files.indexOf(next) : last === undefined ? files.length : files.indexOf(last) + 1
  return files.toSpliced(at, 0, file)
}
