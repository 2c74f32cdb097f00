import { messageOf } from './errors.ts'

/**
 * Parses JSON.
 * @throws Error whose message says what is wrong, and in which line and column.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = messageOf(error)
    const [what] = message.split(/, (?:\.\.\.)?"| in JSON at /)
    throw new Error(`it is not JSON: ${what}${lineAndColumn(text, position(message, text))}`)
  }
}

const misplaced = 'Unexpected token'

/** Where Node stopped reading. It tells for most errors, but not for a token in a wrong place. */
function position(message: string, text: string): number {
  const told = / at position (\d+)/.exec(message)?.[1]
  if (told !== undefined) return Number(told)
  if (!message.startsWith(misplaced)) return text.length
  let [sound, broken] = [0, text.length]
  while (broken - sound > 1) {
    const middle = (sound + broken) >> 1
    if (isMisplacedIn(text.slice(0, middle))) broken = middle
    else sound = middle
  }
  return sound
}

/** False for a text that merely ends too early: it is sound so far. */
function isMisplacedIn(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    return messageOf(error).startsWith(misplaced)
  }
}

function lineAndColumn(text: string, position: number): string {
  const before = text.slice(0, position).split('\n')
  return ` at line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`
}
