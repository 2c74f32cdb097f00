import { expect } from 'chai'
import type { Json } from 'dramatis'
import fc from 'fast-check'
import { shorten, sizeOf } from '../../src/toolbox/shorten.ts'

const long = 'x'.repeat(10_000)

describe('what is too large', () => {
  const cases: Record<string, { value: Json; bytes: number; becomes: Json | RegExp }> = {
    'a value that fits': { value: { a: [1, 'b'] }, bytes: 100, becomes: { a: [1, 'b'] } },
    'a text': { value: long, bytes: 100, becomes: /^"x{60}… \[9,940 more characters\]"$/ },
    'a list': {
      value: Array.from({ length: 1000 }, (_, index) => index),
      bytes: 80,
      becomes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, '… [984 more items]'],
    },
    'one long field among short ones': {
      value: { id: 7, text: long, url: 'https://example.com' },
      bytes: 200,
      becomes: /^\{"id":7,"text":"x{40,}… \[9,\d+ more characters\]","url":"https:\/\/example\.com"\}$/,
    },
    'an object of many keys': {
      value: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, index])),
      bytes: 120,
      becomes: /^\{"key0":0,.*,"…":"\[99\d more keys\]"\}$/,
    },
    'a list of long things': {
      value: [{ text: long }, { text: long }],
      bytes: 200,
      becomes: /^\[\{"text":"x+… .*"\},"… \[1 more items\]"\]$/,
    },
  }
  for (const [what, { value, bytes, becomes }] of Object.entries(cases)) {
    it(`is shortened: ${what}`, () => {
      const short = shorten(value, bytes)
      if (becomes instanceof RegExp) expect(JSON.stringify(short)).to.match(becomes)
      else expect(short).to.deep.equal(becomes)
    })
  }

  it('never becomes much larger than it may, nor something else', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.integer({ min: 64, max: 2000 }),
        fc.boolean(),
        (value, bytes, notes) => {
          const given = value as Json // it says so itself
          const short = shorten(given, bytes, notes)
          if (sizeOf(given) <= bytes) expect(short).to.deep.equal(given)
          expect(sizeOf(short)).to.be.at.most(Math.max(bytes, 64) * 2)
          expect(Array.isArray(short)).to.equal(Array.isArray(given))
          expect(typeof short).to.equal(typeof given)
        },
      ),
      { numRuns: 300 },
    )
  })
  it('is dealt with in time', () => {
    const value = {
      rows: Array.from({ length: 300_000 }, (_, id) => ({ id, name: `row ${id}` })),
      text: 'é'.repeat(5_000_000),
    }
    const started = performance.now()
    expect(sizeOf(shorten(value, 256 * 1024))).to.be.at.most(256 * 1024 + 200)
    expect(performance.now() - started).to.be.lessThan(2000)
  })
})
