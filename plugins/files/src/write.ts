import { randomUUID } from 'node:crypto'
import { link, mkdir, open, realpath, rename, stat, unlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './error-code.ts'
import type { Folder } from './folder.ts'

/** Writes a whole file: whoever reads it meanwhile sees the old one or the new one, and never a part. */
export async function writeText(
  folder: Folder,
  path: string,
  text: string,
  { overwrite, maxBytes }: { overwrite: boolean; maxBytes: number },
): Promise<{ path: string; bytes: number }> {
  const bytes = Buffer.byteLength(text)
  if (bytes > maxBytes) throw new Error(`The text has ${bytes} bytes; at most ${maxBytes} are written.`)
  const { real, wanted } = await folder.find(path)
  const replaced = real === undefined ? undefined : await modeOf(real, path, overwrite)
  const target = real ?? wanted
  try {
    await mkdir(dirname(target), { recursive: true })
    // A folder may have become a link since: what is written goes to where the path leads now, if that is inside.
    const inside = join(await realFolder(folder, target), basename(target))
    await put(inside, text, replaced)
    return { path: folder.nameOf(inside), bytes }
  } catch (error) {
    if (codeOf(error) === '') throw error
    if (codeOf(error) === 'EEXIST') throw exists(path)
    throw new Error(`"${path}" cannot be written (${codeOf(error)}).`, { cause: error })
  }
}

/** The mode of a file that may be replaced. */
async function modeOf(real: string, path: string, overwrite: boolean): Promise<number> {
  const found = await stat(real)
  if (found.isDirectory()) throw new Error(`"${path}" is a folder.`)
  if (!found.isFile()) throw new Error(`"${path}" is no file.`)
  if (!overwrite) throw exists(path)
  return found.mode
}

function exists(path: string): Error {
  return new Error(`There is a file "${path}" already; set "overwrite" to replace it.`)
}

async function realFolder(folder: Folder, target: string): Promise<string> {
  await folder.find(folder.nameOf(dirname(target)))
  return await realpath(dirname(target))
}

async function put(target: string, text: string, replaced: number | undefined): Promise<void> {
  const draft = join(dirname(target), `.${randomUUID()}.tmp`)
  try {
    await fill(draft, text, replaced)
    // A link is made only where there is nothing yet, which a rename does not look after.
    if (replaced === undefined) await link(draft, target)
    else await rename(draft, target)
  } finally {
    await unlink(draft).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error
    })
  }
}

async function fill(draft: string, text: string, mode: number | undefined): Promise<void> {
  const file = await open(draft, 'wx')
  try {
    if (mode !== undefined) await file.chmod(mode & 0o7777)
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
