import { join } from 'node:path'
import { RuntimeError } from 'dramatis'
import { DataFile } from './data-file.ts'
import { type PartOfSpeech, parseSense } from './records.ts'
import { SortedFile } from './sorted-file.ts'

/** WordNet's data files, and the index of all senses. */
export type Files = Readonly<Record<PartOfSpeech, DataFile>> & { readonly senses: SortedFile }

/** @throws RuntimeError `plugin-failed` that names the file that cannot be opened. */
export function openFiles(folder: string): Files {
  const opened: { close(): void }[] = []
  const open = <T extends { close(): void }>(name: string, make: (path: string) => T): T => {
    try {
      const file = make(join(folder, name))
      opened.push(file)
      return file
    } catch (error) {
      for (const file of opened) file.close()
      throw new RuntimeError(
        'plugin-failed',
        `wordnet: cannot open ${join(folder, name)}; ` +
          'let "data" name the folder that holds index.sense and the data files of WordNet.',
        { cause: error },
      )
    }
  }
  return {
    senses: open('index.sense', (path) => new SortedFile(path)),
    noun: open('data.noun', (path) => new DataFile(path, 'noun')),
    verb: open('data.verb', (path) => new DataFile(path, 'verb')),
    adjective: open('data.adj', (path) => new DataFile(path, 'adjective')),
    adverb: open('data.adv', (path) => new DataFile(path, 'adverb')),
  }
}

/**
 * Looks at the first record of every file, which a truncated download or converted line ends would spoil.
 * @returns WordNet's version, as the files say of themselves, or ''.
 * @throws RuntimeError `plugin-failed` that names the file that is not WordNet's.
 */
export function checkFiles(files: Files): string {
  if (!parseSense(files.senses.firstLine())) throw notWordNet(files.senses.path)
  for (const part of ['noun', 'verb', 'adjective', 'adverb'] as const) {
    const { length } = headerOf(files[part])
    if (!files[part].lineAt(length).startsWith(`${String(length).padStart(8, '0')} `)) {
      throw notWordNet(files[part].path)
    }
  }
  return /WordNet (\d+\.\d+) Copyright/.exec(headerOf(files.noun))?.[1] ?? ''
}

/** The licence, in lines that start with two blanks. */
function headerOf(file: DataFile): string {
  let header = ''
  for (;;) {
    const line = file.lineAt(header.length)
    if (!line.startsWith('  ')) return header
    header += `${line}\n`
  }
}

function notWordNet(path: string): RuntimeError {
  return new RuntimeError('plugin-failed', `wordnet: ${path} is not a WordNet file, or is damaged; install it again.`)
}
