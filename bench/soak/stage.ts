import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sources } from '../machine.ts'

/** The persona that everybody talks with; its file is edited meanwhile. */
export const persona = 'heard'

/** Callers whose conversations have nothing to do with each other. */
export const keys = ['soak-key-of-the-first-caller', 'soak-key-of-the-second-caller'] as const

/** The folder that a host works in: personas, plugins, settings and the state. */
export interface Stage {
  readonly folder: string
  path(name: string): string
  /** Writes a file in its place, as an editor does that keeps the file. */
  write(name: string, content: string | object): void
  /** Puts a new file in the place of an old one, as an editor does that is careful. */
  replace(name: string, content: string | object): void
  remove(name: string): void
}

export function openStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'dramatis-soak-'))
  cpSync(join(sources, 'fixtures/soak/plugins'), join(folder, 'plugins'), { recursive: true })
  mkdirSync(join(folder, 'personas'))
  const path = (name: string): string => join(folder, name)
  const stage: Stage = {
    folder,
    path,
    write: (name, content) => writeFileSync(path(name), textOf(content)),
    replace(name, content) {
      writeFileSync(path(`.${name.replaceAll('/', '-')}.new`), textOf(content))
      renameSync(path(`.${name.replaceAll('/', '-')}.new`), path(name))
    },
    remove: (name) => rmSync(path(name)),
  }
  stage.write(`personas/${persona}.json`, personaFile(persona, 0))
  stage.write('personas/edited.json', personaFile('edited', 0))
  stage.write('plugins/coded.mjs', codedPlugin(0))
  stage.write('personas/coded.json', { name: 'coded', solvers: ['coded'] })
  return stage
}

export function personaFile(name: string, version: number): object {
  return { name, description: `Version ${version}.`, solvers: ['heard'], heard: { version } }
}

/** A plugin whose version stands in its code. */
export function codedPlugin(version: number): string {
  return `import { defineSolver } from 'dramatis'
export default defineSolver({ create: () => ({ solve: () => 'version ${version}' }) })
`
}

function textOf(content: string | object): string {
  return typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`
}
