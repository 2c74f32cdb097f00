import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Problem } from './problem.ts'

export interface BrainFiles {
  readonly files: readonly { readonly file: string; readonly text: string }[]
  /** One for each path that cannot be read, and for each folder without a brain file. */
  readonly problems: readonly Problem[]
}

const endings = ['.rive', '.rs']

/** Reads files as they are given, and folders with all brain files below them in the order of their names. */
export async function readBrainFiles(paths: readonly string[]): Promise<BrainFiles> {
  const files: { file: string; text: string }[] = []
  const problems: Problem[] = []
  for (const path of paths) {
    try {
      for (const file of await filesAt(path)) files.push({ file, text: await readFile(file, 'utf8') })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      problems.push({ severity: 'error', file: path, line: 1, message: `The brain cannot be read: ${reason}.` })
    }
  }
  return { files, problems }
}

async function filesAt(path: string): Promise<string[]> {
  const info = await stat(path)
  if (!info.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  const files = names.filter((name) => endings.includes(extname(name).toLowerCase())).sort()
  if (files.length === 0) throw new Error('the folder has no .rive file in it')
  return files.map((name) => join(path, name))
}
