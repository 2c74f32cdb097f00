import { SolverError } from 'dramatis'

const longest = 8 * 1024 * 1024
const newline = 10

/**
 * The lines of a body, those of one chunk together, without blank ones. The last needs no end.
 * @throws SolverError for one that is too long
 */
export async function* readLines(body: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder()
  const pieces: string[] = []
  let size = 0
  for await (const chunk of body) {
    const text = decoder.decode(chunk, { stream: true })
    if (!chunk.includes(newline)) {
      size += chunk.length
      if (size > longest) throw new SolverError('server-error', 'The upstream sends a line without an end.')
      pieces.push(text)
      continue
    }
    const lines = (pieces.join('') + text).split('\n')
    const rest = lines.pop() ?? ''
    pieces.splice(0, pieces.length, rest)
    size = rest.length
    const whole = lines.filter(isSaid)
    if (whole.length > 0) yield whole
  }
  const last = pieces.join('') + decoder.decode()
  if (isSaid(last)) yield [last]
}

function isSaid(line: string): boolean {
  return line.trim() !== ''
}
