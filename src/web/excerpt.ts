const longest = 20_000

const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })

/** An abbreviation, an initial or an ordinal: the full stop behind it rarely ends a sentence. */
const unfinished = /(?:^|[\s("'-])(?:(?:\p{L}\.)+|\p{Lu}\p{Ll}{1,2}\.|\d{1,2}\.)\s*$/u

/** The first `count` sentences of a text, on one line and without brackets that hold nothing. */
export function excerpt(text: string, count: number): string {
  const line = text
    .slice(0, longest)
    .replace(/\([\s,;]*\)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  let end = 0
  let found = 0
  for (const { segment, index } of sentences.segment(line)) {
    end = index + segment.length
    if (!unfinished.test(segment)) found++
    if (found === count) break
  }
  return line.slice(0, end).trimEnd()
}
