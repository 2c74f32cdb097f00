import { expect } from 'chai'
import { difference } from '../../src/dialogs/difference.ts'

describe('the difference of two answers', () => {
  const rows: [wanted: string, got: string, lines: string][] = [
    ['a', 'a', ' a'],
    ['a', 'b', '-a/+b'],
    ['a', '', '-a/+'],
    ['a/b/c/d/e', 'a/b/x/d/e', ' b/-c/+x/ d'],
    ['a/b', 'a/b/c', ' b/+c'],
    ['b/c', 'a/b/c', '+a/ b'],
    ['a/a', 'a/a/a', ' a/+a'],
    ['a/b/c', 'a/c', ' a/-b/ c'],
  ]
  for (const [wanted, got, lines] of rows) {
    it(`"${wanted}" and "${got}"`, () => {
      const found = difference(wanted.replaceAll('/', '\n'), got.replaceAll('/', '\n'))
      expect(found.map(({ sign, text }) => sign + text).join('/')).to.equal(lines)
    })
  }
})
