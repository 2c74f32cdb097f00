import { sep } from 'node:path'
import type { PluginEntry } from './manifest.ts'

/**
 * The plugins that changed files belong to. A module of a folder that is no plugin's own may be used by all of them, so
 * it counts for all of them, and so does the folder itself.
 */
export function touchedEntries(
  entries: readonly PluginEntry[],
  touched: readonly string[],
  folders: readonly string[],
): readonly PluginEntry[] {
  const found = new Map<string, PluginEntry>()
  for (const path of touched) {
    const owners = entries.filter(({ location }) => isUnder(path, location))
    const folder = folders.find((at) => path === at || (owners.length === 0 && isModule(path) && isUnder(path, at)))
    const sharing = folder === undefined ? owners : entries.filter(({ location }) => isUnder(location, folder))
    for (const entry of sharing) found.set(entry.entry, entry)
  }
  return [...found.values()]
}

function isModule(path: string): boolean {
  return /\.([cm]?[jt]s|json)$/.test(path)
}

export function isUnder(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}
