/** The vendor's static strategy, in tokens by the host's one rule. */
export interface Strategy {
  readonly chunkTokens: number
  readonly overlapTokens: number
}

export const usualStrategy: Strategy = { chunkTokens: 800, overlapTokens: 400 }

/** What the host's rule, `estimateTokens`, takes for one token. */
const tokenBytes = 4
/** How much of a chunk must be there before it may end at a border; the rest is where borders are looked for. */
const leastFilled = 0.75

/** Where a text is best cut, the best first: behind a paragraph, a line, a sentence, a word. */
const borders: readonly (readonly string[])[] = [
  ['\n\n', '\r\n\r\n'],
  ['\n'],
  ['. ', '! ', '? ', '。', '！', '？'],
  [' ', '\t', '、', '，'],
]

/**
 * Cuts a text into chunks that follow each other, each with the end of the one before it where the strategy wants an
 * overlap. Chunks end, and begin, at the best border there is; sizes and overlaps are at most those of the strategy.
 */
export function* chunksOf(text: string, { chunkTokens, overlapTokens }: Strategy): Generator<string> {
  const bytes = Buffer.from(text)
  const most = chunkTokens * tokenBytes
  const overlap = overlapTokens * tokenBytes
  for (let start = 0; start < bytes.length; ) {
    const isLast = bytes.length - start <= most
    const end = isLast ? bytes.length : lastBorder(bytes, start + Math.floor(most * leastFilled), start + most)
    const chunk = bytes.toString('utf8', start, end).trim()
    if (chunk !== '') yield chunk
    if (isLast) return
    start = overlap === 0 ? end : firstBorder(bytes, end - overlap, end - Math.floor(overlap / 2))
  }
}

/** The end of the last border that ends between `from` and `to`; without one, the end of a character. */
function lastBorder(bytes: Buffer, from: number, to: number): number {
  const window = bytes.subarray(from, to)
  for (const kind of borders) {
    const ends = kind.map((border) => endOf(window.lastIndexOf(border), border))
    const best = Math.max(...ends)
    if (best > 0) return from + best
  }
  return wholeCharacter(bytes, to, -1)
}

/** The end of the first border in there, so that a chunk begins with something whole. */
function firstBorder(bytes: Buffer, from: number, to: number): number {
  const window = bytes.subarray(from, to)
  for (const kind of borders) {
    const ends = kind.map((border) => endOf(window.indexOf(border), border)).filter((end) => end > 0)
    if (ends.length > 0) return from + Math.min(...ends)
  }
  return wholeCharacter(bytes, from, 1)
}

function endOf(index: number, border: string): number {
  return index < 0 ? 0 : index + Buffer.byteLength(border)
}

/** The nearest place in that direction that is not inside of a character. */
function wholeCharacter(bytes: Buffer, at: number, step: 1 | -1): number {
  let place = at
  while (((bytes[place] ?? 0) & 0xc0) === 0x80) place += step
  return place
}
