import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './error-code.ts'
import type { Folder } from './folder.ts'

export interface Listed {
  path: string
  kind: 'file' | 'folder'
  bytes?: number
}

const most = 1000

/** What lies in a folder. Links that lead out of it, and what is neither file nor folder, are left out. */
export async function listFiles(
  folder: Folder,
  path: string,
  recursive: boolean,
  signal: AbortSignal,
): Promise<{ files: Listed[]; truncated: boolean }> {
  const { real } = await folder.find(path)
  if (real === undefined) throw new Error(`There is no folder "${path}".`)
  const files: Listed[] = []
  const open = [real]
  for (let current = open.shift(); current !== undefined; current = open.shift()) {
    signal.throwIfAborted()
    const { real: still } = await folder.find(folder.nameOf(current))
    if (still !== current) continue // it has gone, or has become a link
    for (const entry of await entriesOf(current, path)) {
      const listed = folder.shows(entry.name) ? await look(folder, join(current, entry.name), entry) : undefined
      if (!listed) continue
      if (files.length === most) return { files, truncated: true }
      files.push(listed)
      // A link to a folder is not followed: it may lead back here.
      if (recursive && entry.isDirectory()) open.push(join(current, entry.name))
    }
  }
  return { files, truncated: false }
}

async function entriesOf(real: string, path: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(real, { withFileTypes: true })
    return entries.sort((one, other) => (one.name < other.name ? -1 : 1))
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') throw new Error(`"${path}" is a file; read it with read_file.`)
    throw new Error(`"${path}" cannot be listed (${codeOf(error)}).`, { cause: error })
  }
}

async function look(folder: Folder, location: string, entry: Dirent): Promise<Listed | undefined> {
  const path = folder.nameOf(location)
  if (entry.isDirectory()) return { path, kind: 'folder' }
  if (!entry.isFile() && !entry.isSymbolicLink()) return undefined
  try {
    const { real } = await folder.find(path)
    const found = real === undefined ? undefined : await stat(real)
    if (found?.isDirectory()) return { path, kind: 'folder' }
    return found?.isFile() ? { path, kind: 'file', bytes: found.size } : undefined
  } catch {
    return undefined // a link that leads out, or a file that went away just now
  }
}
