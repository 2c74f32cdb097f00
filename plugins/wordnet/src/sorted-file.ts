import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { RuntimeError } from 'dramatis'

/** More than the longest line has. */
const blockSize = 1024

/**
 * A file of ASCII lines in byte order, searched where it lies. Only the start of each block that a search has
 * touched is kept, so a warm search costs one read from the page cache.
 */
export class SortedFile {
  readonly path: string
  readonly #descriptor: number
  readonly #size: number
  readonly #starts: (string | undefined)[] = []

  /** @throws NodeJS.ErrnoException where the file cannot be opened. */
  constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, 'r')
    this.#size = fstatSync(this.#descriptor).size
  }

  /**
   * Every line that starts with `prefix`, in the file's order. The first of them begins in the last block that starts
   * before the prefix, or right at the start of the next block.
   */
  linesFrom(prefix: string): string[] {
    const start = this.#lastBlockBefore(prefix) * blockSize
    let text = this.#read(start - 1, start + 2 * blockSize)
    let at = text.indexOf(`\n${prefix}`)
    const lines: string[] = []
    while (at !== -1) {
      const stop = text.indexOf('\n', at + 1)
      const nextIsVisible = stop !== -1 && stop + prefix.length < text.length
      const end = start - 1 + text.length
      if (!nextIsVisible && end < this.#size) {
        text += this.#read(end, end + blockSize)
        continue
      }
      lines.push(text.slice(at + 1, stop === -1 ? text.length : stop))
      at = stop !== -1 && text.startsWith(prefix, stop + 1) ? stop : -1
    }
    return lines
  }

  /** The line that the file starts with, or its first kilobyte. */
  firstLine(): string {
    return this.#startOf(0)
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #lastBlockBefore(prefix: string): number {
    let low = 0
    let high = Math.max(0, Math.ceil(this.#size / blockSize) - 1)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#startOf(middle) < prefix) low = middle
      else high = middle - 1
    }
    return low
  }

  #startOf(block: number): string {
    const known = this.#starts[block]
    if (known !== undefined) return known
    const length = readSync(this.#descriptor, shared, 0, blockSize, Math.max(0, block * blockSize - 1))
    const from = block === 0 ? 0 : shared.subarray(0, length).indexOf(newline) + 1
    const to = shared.subarray(0, length).indexOf(newline, from)
    const isLast = (block + 1) * blockSize > this.#size
    if (to === -1 && !isLast) {
      throw new RuntimeError('plugin-failed', `wordnet: ${this.path} is not a WordNet file: its lines are too long.`)
    }
    // decoded from the bytes and not sliced from a longer string, which would stay in memory with it
    const start = shared.toString('latin1', from, to === -1 ? length : to)
    this.#starts[block] = start
    return start
  }

  /** What lies from `from` (-1: a newline before the file's first byte) up to `to`. */
  #read(from: number, to: number): string {
    const start = Math.max(0, from)
    const length = readSync(this.#descriptor, shared, 0, to - start, start)
    return (from < 0 ? '\n' : '') + shared.toString('latin1', 0, length)
  }
}

const newline = 0x0a

/** Every read is synchronous and decoded before the next, so all files can share it. */
const shared = Buffer.allocUnsafe(blockSize * 2 + 1)
