import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Puts a text into a file: whoever reads it, also after a power cut, finds the old text or the new one, and never a part
 * of it. It is on disk when the promise resolves. `mode` says who may read it; without it that stays as it is.
 * @throws Error of the file system; the file is as it was then
 */
export async function writeFileDurably(file: string, text: string, mode?: number): Promise<void> {
  const folder = dirname(file)
  const temporary = join(folder, `.${basename(file)}.${randomUUID()}.tmp`)
  const known = await stat(file).then(
    ({ mode }) => mode & 0o777,
    () => 0o600, // keys may stand in it
  )
  try {
    await using(await open(temporary, 'wx', mode ?? known), async (handle) => {
      await handle.writeFile(text)
      await handle.sync()
    })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(folder)
}

/** Without it the new name may be lost in a power cut. Not every file system can do it. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  await using(await open(folder, constants.O_RDONLY), (handle) => handle.sync())
}

async function using(handle: FileHandle, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(handle)
  } finally {
    await handle.close()
  }
}
