import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, extname, join } from 'node:path'
import { exports as resolveExports } from 'resolve.exports'
import type { PluginKind } from '../core/define.ts'
import { parseJson } from '../core/json.ts'
import { bodyParser } from '../core/schema.ts'

/** Where a plugin came from. A nearer one wins over a farther one of the same id: folder, installed, bundled. */
export type Origin = 'bundled' | 'installed' | 'folder'

/** A plugin that was found, before anything of it was run. */
export interface PluginEntry {
  readonly id: string
  readonly aliases: readonly string[]
  /** Undefined for a loose file: only its default export tells. */
  readonly kind: PluginKind | undefined
  readonly name: string
  readonly version: string | undefined
  readonly description: string
  readonly origin: Origin
  /** The file to import. */
  readonly entry: string
  /** The package's folder, or the loose file itself. */
  readonly location: string
}

const kindOfKeyword: Readonly<Record<string, PluginKind>> = {
  'dramatis-solver': 'solver',
  'dramatis-toolbox': 'toolbox',
  'dramatis-surface': 'surface',
}

const parseManifest = bodyParser({
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string' },
    version: { type: 'string' },
    description: { type: 'string' },
    keywords: { type: 'array', items: { type: 'string' } },
    main: { type: 'string' },
    dramatis: {
      type: 'object',
      properties: {
        id: { type: 'string', pattern: '^[A-Za-z0-9@][A-Za-z0-9._@/-]*$' },
        aliases: { type: 'array', items: { type: 'string' } },
      },
      additionalProperties: false,
    },
  },
} as const)

/**
 * What the package.json in a folder says of a plugin; undefined where its keywords name no kind.
 * @throws Error for a package.json that cannot be read, is malformed, or has no entry file.
 */
export async function readManifest(folder: string, origin: Origin): Promise<PluginEntry | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  if (!text.includes('"dramatis-')) return undefined
  const manifest = parseJson(text)
  const parsed = parseManifest(manifest)
  const keyword = parsed.keywords?.find((word) => Object.hasOwn(kindOfKeyword, word))
  const kind = keyword === undefined ? undefined : kindOfKeyword[keyword]
  if (kind === undefined) return undefined
  return {
    id: parsed.dramatis?.id ?? shortName(parsed.name),
    aliases: parsed.dramatis?.aliases ?? [],
    kind,
    name: parsed.name,
    version: parsed.version,
    description: parsed.description ?? '',
    origin,
    entry: entryOf(manifest as object, folder), // parseManifest has seen that it is one
    location: folder,
  }
}

/** A file, or a folder without keywords, that stands in a plugins folder. */
export function looseEntry(entry: string, location: string): PluginEntry {
  const stem = basename(location, extname(location))
  return {
    id: shortName(stem),
    aliases: [],
    kind: undefined,
    name: stem,
    version: undefined,
    description: '',
    origin: 'folder',
    entry,
    location,
  }
}

/** `@someone/dramatis-solver-echo` is called `echo` where no manifest says otherwise. */
export function shortName(name: string): string {
  return name.replace(/^@[^/]+\//, '').replace(/^dramatis-(solver|toolbox|surface)-/, '')
}

/** Run from its sources, the host takes the bundled plugins' sources too. */
const conditions = extname(import.meta.url) === '.ts' ? ['dramatis-source'] : []

function entryOf(manifest: object, folder: string): string {
  const [exported] = resolveExports(manifest, '.', { conditions }) ?? []
  const entry = exported === undefined ? (mainOf(folder) ?? indexOf(folder)) : join(folder, exported)
  if (entry !== undefined && existsSync(entry)) return entry
  const named = exported === undefined ? '"main" and "exports" lead to no file' : `"${exported}" is not there`
  throw new Error(`it has no entry file: ${named}; if it has to be built first, build it`)
}

/** What Node itself makes of `main`, with its ways of completing a name. */
function mainOf(folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve(folder)
  } catch {
    return undefined // the caller says that there is no entry file
  }
}

const indexFiles = ['index.ts', 'index.js', 'index.mts', 'index.mjs', 'index.cts', 'index.cjs']

/** The file that a folder without a word about its entry starts with. */
export function indexOf(folder: string): string | undefined {
  return indexFiles.map((file) => join(folder, file)).find(existsSync)
}
