import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type FuzzedHost, startFuzzedHost } from '../fuzzed-host.ts'

/** What no answer may hold: the host's key, a secret in a persona file, and what stands in files beside its folder. */
export const secrets = { key: 'fuzz-key-that-opens', secret: 'fuzz-secret-in-a-file', canary: 'fuzz-canary-outside' }

/** The persona that is there all the time. */
export const steady = 'fuzzed'

/** A folder for a host, with files around it that nobody may read or write. */
export interface FuzzStage {
  /** Where the host works. */
  readonly folder: string
  /** What is not as it was, outside the folders that the host may write to. */
  changes(): readonly string[]
  close(): void
}

/** A host with files, keys and a state, and the folder that it has them in. Close the host first. */
export async function startRouteHost(): Promise<{ host: FuzzedHost; stage: FuzzStage }> {
  const stage = openFuzzStage()
  const env = { FUZZ_KEY: secrets.key, FUZZ_SECRET: secrets.secret }
  return { host: await startFuzzedHost(import.meta.resolve('./host.ts'), [stage.folder], env), stage }
}

function openFuzzStage(): FuzzStage {
  const root = mkdtempSync(join(tmpdir(), 'dramatis-fuzz-'))
  const folder = join(root, 'host')
  const write = (name: string, content: string | object): void => {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  write('outside.json', { name: 'outside', description: secrets.canary, solvers: ['failure'] })
  write('other/outside.json', { name: 'other', description: secrets.canary, solvers: ['failure'] })
  write('host/notes.json', { name: 'notes', description: secrets.canary, solvers: ['failure'] })
  write('host/plugins/says.ts', solver)
  write(`host/personas/${steady}.json`, { name: 'Fuzzed', solvers: ['says'], says: { secret: '${FUZZ_SECRET}' } })
  write('host/personas/other.json', { name: 'Other', solvers: ['says', 'failure'] })
  const before = picture(root)
  return {
    folder,
    changes: () => differences(before, picture(root)),
    close: () => rmSync(root, { recursive: true, force: true }),
  }
}

const solver = `
import { defineSolver } from 'dramatis'
import { solver } from ${JSON.stringify(join(import.meta.dirname, '../solver.ts'))}
export default defineSolver({
  config: { type: 'object', properties: { secret: { type: 'string' } }, additionalProperties: false },
  create: () => solver,
})
`

/** Every file but those of the host's own folders, with a hash of what is in it; of those folders, names that are odd. */
function picture(root: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(root.length + 1)
    if (name.startsWith('host/state/') || name === 'host/state') continue
    if (/^host\/personas\/[\p{L}\p{N}][\p{L}\p{N}._-]*\.(json|ya?ml)$/u.test(name)) continue
    files.set(name, entry.isFile() ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'a folder')
  }
  return files
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...before.keys(), ...after.keys()])
  return [...names].filter((name) => before.get(name) !== after.get(name))
}
