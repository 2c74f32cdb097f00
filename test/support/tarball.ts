import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../src/config/schemas.ts'

export interface Packed {
  /** The path of the tarball. */
  tarball: string
  /** What is in it. */
  files: readonly string[]
}

let host: Promise<Packed> | undefined

/** This package as it would be published; it is packed once, and goes with the process. */
export function packedHost(): Promise<Packed> {
  host ??= packHost()
  return host
}

async function packHost(): Promise<Packed> {
  const built = join(packageFolder, 'dist/main.js')
  if (!existsSync(built)) throw new Error('There is nothing to pack; run "npm run build" first.')
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-packed-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return await pack(packageFolder, folder)
}

/** Makes a package's tarball. */
export async function pack(folder: string, destination: string): Promise<Packed> {
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', destination]
  const [made] = Object.values<{ filename: string; files: { path: string }[] }>(JSON.parse(await npm(words, folder)))
  if (!made) throw new Error(`npm pack in ${folder} made nothing`)
  return { tarball: join(destination, made.filename), files: made.files.map(({ path }) => path) }
}

/** Runs npm without scripts of others and without asking around. @throws Error with what npm says */
export async function npm(words: readonly string[], cwd: string): Promise<string> {
  const quiet = words[0] === 'install' ? ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'] : []
  const { stdout, stderr, code } = await run('npm', [...words, ...quiet, '--prefix', cwd], cwd)
  if (code !== 0) throw new Error(`npm ${words.join(' ')} in ${cwd}: ${stdout}${stderr}`)
  return stdout
}

export interface Finished {
  stdout: string
  stderr: string
  code: number
}

/** Runs a program to its end. */
export function run(file: string, words: readonly string[], cwd: string): Promise<Finished> {
  return new Promise((resolve) => {
    const child = execFile(file, words, { cwd, maxBuffer: 10_000_000 }, (_error, stdout, stderr) =>
      resolve({ stdout, stderr, code: child.exitCode ?? -1 }),
    )
  })
}
