import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Jiti } from 'jiti'
import { kindOfPlugin, type PluginDefinition, type PluginKind } from '../core/define.ts'
import { messageOf, RuntimeError } from '../core/errors.ts'
import { withinTime } from '../core/time.ts'
import type { PluginEntry } from './manifest.ts'

/** The modules of the running host by the names that plugins import them under. */
export type HostModules = Readonly<Record<string, unknown>>

export type AnyDefinition = PluginDefinition<PluginKind, unknown>

/**
 * Imports a plugin and checks what it exports. `again` is for one whose files have changed since they were imported.
 * @throws RuntimeError `plugin-failed` that names the plugin and says what is wrong with it.
 */
export async function importPlugin(
  entry: PluginEntry,
  modules: HostModules,
  timeout: number,
  again = false,
): Promise<AnyDefinition> {
  const namespace = await withinTime(load(entry, modules, again), timeout, () =>
    failed(entry, `it did not finish loading within ${timeout} ms`),
  )
  const found = defaultExport(namespace)
  const kind = kindOfPlugin(found)
  if (kind === undefined)
    throw failed(entry, 'its default export is not what defineSolver, defineToolbox or defineSurface returns')
  if (entry.kind !== undefined && kind !== entry.kind) {
    throw failed(entry, `its keyword says ${entry.kind}, but its default export is a ${kind}`)
  }
  return found as AnyDefinition // kindOfPlugin has seen the brand that only `define` writes
}

/** A CommonJS module compiled from an ES module has its default export one level further down. */
function defaultExport(namespace: object): unknown {
  const { default: outer } = namespace as { default?: unknown }
  const isCompiled = typeof outer === 'object' && outer !== null && '__esModule' in outer && 'default' in outer
  return isCompiled ? outer.default : outer
}

/** Packages run as they are installed; what lies in a folder goes through jiti, which reads TypeScript. */
async function load(entry: PluginEntry, modules: HostModules, again: boolean): Promise<object> {
  try {
    if (entry.origin !== 'folder') return await import(pathToFileURL(entry.entry).href)
    const { createJiti } = await import('jiti')
    const options = { virtualModules: { ...modules }, alias: engines(), moduleCache: false, fsCache: false }
    const jiti = createJiti(import.meta.url, options)
    return (again ? loadAnew(entry, jiti) : undefined) ?? (await jiti.import(entry.entry))
  } catch (error) {
    throw failed(entry, `it cannot be loaded: ${reasonOf(error)}`, error)
  }
}

/**
 * Node keeps every ES module that it has imported, and never reads its file again. Where `require` is meant, jiti reads
 * them itself, and nothing of it stays behind. Undefined where that cannot be done, such as with an `await` at the top:
 * then neighbours that Node has imported stay as they were.
 */
function loadAnew({ entry, location }: PluginEntry, jiti: Jiti): object | undefined {
  const { cache } = createRequire(import.meta.url)
  for (const file of Object.keys(cache)) {
    if (file.startsWith(dirname(location)) && !file.includes(`${sep}node_modules${sep}`)) delete cache[file]
  }
  try {
    return jiti(entry)
  } catch {
    return undefined // importing it says what is wrong
  }
}

/** What the host itself does not need, and loads for plugins alone: where this package has it. */
function engines(): Record<string, string> {
  const names = ['dramatis/arithmetic', 'dramatis/wordnet']
  const { resolve } = createRequire(import.meta.url)
  return Object.fromEntries(names.map((name) => [name, resolve(name)]))
}

/** What went wrong, in one line and with the place in the code where the error knows it. */
function reasonOf(error: unknown): string {
  const [said = ''] = messageOf(error).split('\nRequire stack:')
  const missing = /^Cannot find (?:package|module) '((?:@[^'/]+\/)?[^'./@][^'/]*)/.exec(said)?.[1]
  if (missing !== undefined) return `it needs the package "${missing}"; run "npm install ${missing}"`
  const text = said.replace(/\s+/g, ' ').replace(/\.$/, '')
  const head = error instanceof SyntaxError ? error.stack?.split('\n')[0] : undefined
  // Node heads the stack of some syntax errors with `/somewhere/index.js:3`, others with the error itself.
  return head === undefined || head.startsWith('SyntaxError') ? text : `${text} (${head.replace(/^file:\/\//, '')})`
}

function failed(entry: PluginEntry, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError('plugin-failed', `Plugin "${entry.id}" (${entry.entry}): ${what}.`, { cause })
}
