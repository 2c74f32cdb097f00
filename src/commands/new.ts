import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { packageFolder } from '../config/schemas.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { slug } from '../core/text.ts'
import { reservedIds } from '../persona/file.ts'
import { makeFolder } from '../state/folder.ts'
import { print, shortPath } from './terminal.ts'

/** What there is a template for: `templates/<kind>`. */
export type Kind = 'solver' | 'toolbox' | 'surface' | 'persona'

export interface NewFlags {
  dir?: string
  force?: boolean
}

/** As the schema of persona files has it. */
const longestName = 200

type Words = Readonly<Record<string, string>>

/**
 * Makes a package with a contract suite, or a persona file, of a template. Nothing is written where something is wrong.
 * @throws RuntimeError `invalid-request` for a name that cannot be used, and for files that are there already.
 */
export async function create(kind: Kind, name: string, { dir, force = false }: NewFlags): Promise<number> {
  const id = kind === 'persona' ? fileName(name) : await packageName(kind, name)
  const folder = resolve(dir ?? (kind === 'persona' ? 'personas' : `dramatis-${kind}-${id}`))
  const schemas = { schema: schemaOf('persona', folder), dialogschema: schemaOf('dialog', join(folder, 'dialogs')) }
  const words = { name: id, title: name.trim(), ...(await versions()), ...schemas }
  const files = await render(join(packageFolder, 'templates', kind), words)
  if (!force) refuseOverwriting(folder, Object.keys(files))
  for (const [path, text] of Object.entries(files)) await write(join(folder, path), text)
  const lines = Object.keys(files).map((path) => `  ${shortPath(join(folder, path))}\n`)
  await print(`Made:\n${lines.join('')}\nNext:\n${next(kind, id, folder)}`)
  return 0
}

function fileName(name: string): string {
  const id = slug(name)
  if (reservedIds.includes(id)) throw refusal(`A persona cannot be called "${name}": "${id}" is reserved for URLs.`)
  if (name.trim().length > longestName) throw refusal(`The name has more than ${longestName} characters; shorten it.`)
  if (id !== '') return id
  throw refusal(`A persona cannot be called "${name}": its file is named after it, so give it a letter or a digit.`)
}

async function packageName(kind: Exclude<Kind, 'persona'>, name: string): Promise<string> {
  const id = name.replace(new RegExp(`^dramatis-${kind}-`), '')
  if (!/^[a-z][a-z0-9-]{0,63}$/.test(id)) {
    const better = slug(id).replace(/^[^a-z]+|_+/g, '')
    const hint = better === '' ? '' : `; "${better}" would do`
    throw refusal(`A ${kind} cannot be called "${name}": use small letters, digits and hyphens${hint}.`)
  }
  if (!(await isBundled(kind, id))) return id
  throw refusal(`There is a bundled ${kind} called "${id}" already; choose another name.`)
}

/** A solver and a toolbox may share an id; the keywords of a bundled plugin tell which of them it is. */
async function isBundled(kind: Exclude<Kind, 'persona'>, id: string): Promise<boolean> {
  if (kind === 'surface') return existsSync(join(import.meta.dirname, '../surfaces', id))
  const manifest = join(packageFolder, 'plugins', id, 'package.json')
  return existsSync(manifest) && JSON.parse(await readFile(manifest, 'utf8')).keywords.includes(`dramatis-${kind}`)
}

/** The versions that a new package asks for: those that this one was made with. */
async function versions(): Promise<{ version: string; mocha: string }> {
  const { version, devDependencies } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8'))
  return { version, mocha: devDependencies.mocha }
}

/** Where an editor finds a schema, as seen from a folder: in the working folder, now or once the package is installed. */
function schemaOf(document: string, folder: string): string {
  const working = process.cwd()
  const home = packageFolder.startsWith(working + sep) ? packageFolder : join(working, 'node_modules/dramatis')
  return relative(folder, join(home, `schemas/${document}.schema.json`))
    .split(sep)
    .join('/')
}

/** The files of a template, by path, with its placeholders filled in. */
async function render(template: string, words: Words): Promise<Readonly<Record<string, string>>> {
  const found = await readdir(template, { recursive: true, withFileTypes: true })
  const rendered = found
    .filter((entry) => entry.isFile())
    .map(async ({ parentPath, name }): Promise<[string, string]> => {
      const path = join(parentPath, name)
      const text = await readFile(path, 'utf8')
      const isJson = name.endsWith('.json')
      return [publicName(fill(relative(template, path), words, false)), fill(text, words, isJson)]
    })
  return Object.fromEntries((await Promise.all(rendered)).sort())
}

/** npm packs no `.gitignore`, so the template calls it otherwise. */
function publicName(path: string): string {
  return basename(path) === 'gitignore' ? join(dirname(path), '.gitignore') : path
}

function fill(text: string, words: Words, quoted: boolean): string {
  return text.replace(/\{\{([a-z]+)\}\}/g, (whole, key: string) => {
    const word = words[key]
    if (word === undefined) return whole
    return quoted ? JSON.stringify(word).slice(1, -1) : word
  })
}

function refuseOverwriting(folder: string, paths: readonly string[]): void {
  const there = paths.map((path) => join(folder, path)).filter(existsSync)
  if (there.length === 0) return
  const list = there.map(shortPath).join(', ')
  throw refusal(`Nothing was written, since it is there already: ${list}. Add --force to overwrite, or choose --dir.`)
}

async function write(path: string, text: string): Promise<void> {
  try {
    makeFolder(dirname(path))
    await writeFile(path, text)
  } catch (error) {
    throw refusal(`"${path}" cannot be written: ${messageOf(error)}; choose another folder with --dir.`, error)
  }
}

function next(kind: Kind, id: string, folder: string): string {
  const place = shortPath(folder)
  const lines = {
    solver: [`cd ${place}`, 'npm install', 'npm test', 'npx dramatis chat example.json'],
    toolbox: [`cd ${place}`, 'npm install', 'npm test', 'npx dramatis tools list'],
    surface: [`cd ${place}`, 'npm install', 'npm test', 'npx dramatis serve example.json'],
    persona: [`dramatis chat ${join(place, `${id}.json`)}`, `dramatis test ${join(place, 'dialogs', `${id}.json`)}`],
  }[kind]
  return lines.map((line) => `  $ ${line}\n`).join('')
}

function refusal(message: string, cause?: unknown): RuntimeError {
  return new RuntimeError('invalid-request', message, cause === undefined ? {} : { cause })
}
