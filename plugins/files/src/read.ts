import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { codeOf } from './error-code.ts'
import type { Folder } from './folder.ts'

export interface Lines {
  /** From 1. */
  first: number
  /** All of them where it is undefined. */
  count: number | undefined
  maxBytes: number
}

/** Some lines of a text file. @throws Error for whatever is no text of at most `maxBytes` bytes inside the folder */
export async function readLines(folder: Folder, path: string, { first, count, maxBytes }: Lines) {
  const { real } = await folder.find(path)
  if (real === undefined) throw new Error(`There is no file "${path}".`)
  const text = toText(await readBytes(folder, real, path, maxBytes), path)
  const lines = text.split('\n')
  const totalLines = text === '' ? 0 : lines.length - (text.endsWith('\n') ? 1 : 0)
  if (first > Math.max(1, totalLines)) throw new Error(`"${path}" has ${totalLines} lines only.`)
  const last = count === undefined ? lines.length : first - 1 + count
  const cut = lines.slice(first - 1, last).join('\n')
  return { path: folder.nameOf(real), text: cut, firstLine: first, totalLines }
}

/** Opened without following a link, and without waiting for the other end of a pipe. */
async function readBytes(folder: Folder, real: string, path: string, maxBytes: number): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(real, flags).catch((error: unknown) => {
    throw new Error(`"${path}" cannot be read (${codeOf(error)}).`, { cause: error })
  })
  try {
    const { size } = await checked(folder, file, path)
    if (size > maxBytes) throw new Error(`"${path}" has ${size} bytes; at most ${maxBytes} are read.`)
    const buffer = Buffer.alloc(size + 1)
    let length = 0
    for (;;) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length)
      if (bytesRead === 0) return buffer.subarray(0, length)
      length += bytesRead
      if (length > size) throw new Error(`"${path}" is just being written; try again.`)
    }
  } finally {
    await file.close()
  }
}

/** A folder on the way may have become a link since the path was looked at: what was opened must still be inside. */
async function checked(folder: Folder, file: FileHandle, path: string) {
  const opened = await file.stat()
  const { real } = await folder.find(path)
  const there = real === undefined ? undefined : await stat(real)
  if (there?.ino !== opened.ino || there.dev !== opened.dev) throw new Error(`"${path}" was just replaced; try again.`)
  if (opened.isDirectory()) throw new Error(`"${path}" is a folder; list it with list_files.`)
  if (!opened.isFile()) throw new Error(`"${path}" is no file.`)
  return opened
}

function toText(bytes: Uint8Array, path: string): string {
  if (bytes.includes(0)) throw new Error(`"${path}" is no text.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Error(`"${path}" is no text in UTF-8.`)
  }
}
