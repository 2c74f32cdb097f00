/** A made-up knowledge base of any size, the same every time: words as frequent as in real text. */
export function manyEntries(count: number): { entries: { question: string; answer: string }[]; questions: string[] } {
  const random = generator(7)
  const vocabulary = Array.from({ length: 20_000 }, () => syllables(random, 2 + Math.floor(random() * 3)))
  const word = () => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'ba'
  const sentence = (length: number) => Array.from({ length }, word).join(' ')
  const asking = ['how do I', 'can I', 'what is the', 'where do you', 'why does my']
  const question = () => `${asking[Math.floor(random() * asking.length)]} ${sentence(4 + Math.floor(random() * 5))}?`
  const entries = Array.from({ length: count }, () => ({ question: question(), answer: `You can ${sentence(30)}.` }))
  const questions = Array.from({ length: 2000 }, (_, index) => {
    const known = entries[Math.floor(random() * count)]?.question ?? ''
    if (index % 3 === 0) return question()
    return index % 3 === 1 ? known.split(' ').slice(1).join(' ') : known.replace(/[aeiou](?=\w\w?\b)/g, 'x')
  })
  return { entries, questions }
}

function syllables(random: () => number, count: number): string {
  const pick = (letters: string) => letters.charAt(Math.floor(random() * letters.length))
  return Array.from({ length: count }, () => pick('bdfgklmnprstvw') + pick('aeiou')).join('')
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
