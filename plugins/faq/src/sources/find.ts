import type { Dirent, Stats } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { extname, join, relative, resolve, sep } from 'node:path'

const formats = {
  '.json': 'json',
  '.yaml': 'yaml',
  '.yml': 'yaml',
  '.csv': 'csv',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.txt': 'text',
} as const

export interface FoundFile {
  readonly path: string
  /** As people see it: from the base folder, with slashes. */
  readonly name: string
  readonly format: (typeof formats)[keyof typeof formats]
}

/** The files that paths name, each once: a file itself, all readable ones of a folder, or all that fit a glob. */
export async function findFiles(
  paths: readonly string[],
  baseFolder: string,
  report: (problem: string) => void,
): Promise<FoundFile[]> {
  const found = new Map<string, FoundFile>()
  for (const path of paths) {
    const files = await findPath(path, baseFolder, report)
    for (const file of files) found.set(file.path, file)
  }
  return [...found.values()]
}

async function findPath(path: string, base: string, report: (problem: string) => void): Promise<FoundFile[]> {
  const full = resolve(base, path)
  const described = (files: readonly string[]) => files.flatMap((file) => describe(file, base) ?? [])
  try {
    const status = await statOrNothing(full)
    if (status?.isFile()) {
      const file = describe(full, base)
      if (file === undefined)
        report(`${path} has an ending that it cannot read; it reads ${Object.keys(formats).join(', ')}`)
      return file === undefined ? [] : [file]
    }
    if (status === undefined && !/[*?]/.test(path)) {
      report(`${path} does not exist`)
      return []
    }
    const files = described(status === undefined ? await matches(path, base) : await walk(full))
    if (files.length === 0)
      report(`${path} holds no file that it can read; it reads ${Object.keys(formats).join(', ')}`)
    return files
  } catch (error) {
    report(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return []
  }
}

function describe(path: string, base: string): FoundFile | undefined {
  const ending = extname(path).toLowerCase()
  if (!isKnown(ending)) return undefined
  return { path, name: relative(base, path).split(sep).join('/'), format: formats[ending] }
}

function isKnown(ending: string): ending is keyof typeof formats {
  return Object.hasOwn(formats, ending)
}

async function matches(glob: string, base: string): Promise<string[]> {
  const segments = glob.split('/')
  const wild = segments.findIndex((segment) => /[*?]/.test(segment))
  const root = resolve(base, segments.slice(0, wild).join('/') || (glob.startsWith('/') ? '/' : '.'))
  if ((await statOrNothing(root)) === undefined) return []
  const pattern = globPattern(segments.slice(wild))
  const files = await walk(root)
  return files.filter((file) => pattern.test(relative(root, file).split(sep).join('/')))
}

/** `**` is any number of folders, `*` anything within a name, `?` one character of it. */
function globPattern(segments: readonly string[]): RegExp {
  const parts = segments.map((segment, index) => {
    const last = index === segments.length - 1
    if (segment === '**') return last ? '.+' : '(?:[^/]+/)*'
    const name = segment
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '[^/]*')
      .replaceAll('?', '[^/]')
    return last ? name : `${name}/`
  })
  return new RegExp(`^${parts.join('')}$`)
}

/** All files below a folder, sorted. Hidden names and node_modules are left out; links to folders are not followed. */
async function walk(folder: string): Promise<string[]> {
  const children = await readdir(folder, { withFileTypes: true })
  const visible = children.filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
  const files: string[] = []
  for (const child of visible.sort(byName)) {
    const path = join(folder, child.name)
    if (child.isDirectory()) files.push(...(await walk(path)))
    else if (child.isFile() || (await stat(path)).isFile()) files.push(path)
  }
  return files
}

function byName(one: Dirent, other: Dirent): number {
  return one.name < other.name ? -1 : 1
}

async function statOrNothing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
