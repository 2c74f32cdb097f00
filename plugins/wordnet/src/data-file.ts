import { closeSync, openSync, readSync } from 'node:fs'
import { RuntimeError } from 'dramatis'
import { type PartOfSpeech, parseSynset, type Synset } from './records.ts'

/** One of the `data.*` files: synsets, addressed by the byte they start at. */
export class DataFile {
  readonly path: string
  readonly #part: PartOfSpeech
  readonly #descriptor: number

  /** @throws NodeJS.ErrnoException where the file cannot be opened. */
  constructor(path: string, part: PartOfSpeech) {
    this.path = path
    this.#part = part
    this.#descriptor = openSync(path, 'r')
  }

  /** @throws RuntimeError `plugin-failed` where no synset starts at that byte. */
  synsetAt(offset: number): Synset {
    const synset = parseSynset(this.lineAt(offset), this.#part, offset)
    if (synset) return synset
    throw new RuntimeError(
      'plugin-failed',
      `wordnet: ${this.path} has no synset at byte ${offset}, where another file points to; install the data again.`,
    )
  }

  lineAt(offset: number): string {
    for (let buffer = shared; ; buffer = Buffer.allocUnsafe(buffer.length * 8)) {
      const length = readSync(this.#descriptor, buffer, 0, buffer.length, offset)
      const stop = buffer.subarray(0, length).indexOf(newline)
      if (stop !== -1) return buffer.toString('latin1', 0, stop)
      if (length < buffer.length) return buffer.toString('latin1', 0, length)
    }
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}

const newline = 0x0a

/** Longer than all but a few hundred of WordNet's lines. Every read is synchronous, so all files can share it. */
const shared = Buffer.allocUnsafe(2048)
