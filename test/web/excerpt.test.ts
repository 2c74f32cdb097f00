import { expect } from 'chai'
import { excerpt } from 'dramatis/web'

const rows: [text: string, sentences: number, expected: string][] = [
  ['', 2, ''],
  ['It came. It saw! Did it win? It did.', 3, 'It came. It saw! Did it win?'],
  ['It came. It saw.', 9, 'It came. It saw.'],
  ['No full stop', 1, 'No full stop'],
  ['St. Louis is a city. It lies on a river.', 1, 'St. Louis is a city.'],
  ['J. R. R. Tolkien was a writer. He taught.', 1, 'J. R. R. Tolkien was a writer.'],
  ['It lies in the U.S. Virgin Islands. It is small.', 1, 'It lies in the U.S. Virgin Islands.'],
  ['Ada (b. 10 December 1815) wrote. She died.', 1, 'Ada (b. 10 December 1815) wrote.'],
  ['Der 1. FC Köln wurde am 13. Februar gegründet. Er spielt.', 1, 'Der 1. FC Köln wurde am 13. Februar gegründet.'],
  ['Berlin ( ; ) is\n a   city (of many). It is big.', 1, 'Berlin is a city (of many).'],
  ['Pi is 3.14 or so. It goes on.', 1, 'Pi is 3.14 or so.'],
]

describe('an excerpt', () => {
  for (const [text, count, expected] of rows) {
    it(`of ${count} from "${text.slice(0, 40)}"`, () => expect(excerpt(text, count)).to.equal(expected))
  }

  it('of a text without end takes no time', () => {
    const started = performance.now()
    for (const text of ['('.repeat(5_000_000), '( '.repeat(5_000_000), 'A.'.repeat(5_000_000)]) excerpt(text, 3)
    expect(performance.now() - started).to.be.below(500)
  })
})
