import { expect } from 'chai'
import { substitute } from '../../src/config/env.ts'

const env = { NAME: 'Ada', EMPTY: '', DOLLAR: '$&$1', NESTED: '${NAME}' }

describe('variables in files', () => {
  const filled: Record<string, [text: string, expected: string]> = {
    'stand alone': ['${NAME}', 'Ada'],
    'stand inside a text, several times': ['<${NAME}> & <${NAME}>', '<Ada> & <Ada>'],
    'may be empty': ['[${EMPTY}]', '[]'],
    'may have a default': ['${ABSENT:-Bob}', 'Bob'],
    'take no default when they are set': ['${NAME:-Bob}', 'Ada'],
    'take it when they are empty': ['${EMPTY:-Bob}', 'Bob'],
    'may have an empty default': ['[${ABSENT:-}]', '[]'],
    'may have any other default': ['${ABSENT:-http://a:1/?b=$c:-d}', 'http://a:1/?b=$c:-d'],
    'are taken as they are': ['${DOLLAR}', '$&$1'],
    'are not filled in twice': ['${NESTED}', '${NAME}'],
    'are escaped by a second dollar': ['$${NAME} costs $5', '${NAME} costs $5'],
    'are escaped with a default, too': ['$${ABSENT:-x}', '${ABSENT:-x}'],
    'need braces': ['$NAME', '$NAME'],
    'need a name': ['${} ${1} ${a-b}', '${} ${1} ${a-b}'],
    'need an end': ['${NAME', '${NAME'],
  }
  for (const [what, [text, expected]] of Object.entries(filled)) {
    it(what, () => expect(substitute(text, env)).to.deep.equal({ value: expected, missing: [] }))
  }

  it('are filled in everywhere but in comments and keys', () => {
    const document = {
      a: ['${NAME}', 1, null],
      '${NAME}': true,
      '//': '${GONE}',
      'x-note': ['${GONE}'],
      b: { c: '${NAME}' },
    }
    const { value, missing } = substitute(document, env)
    expect(value).to.deep.equal({ ...document, a: ['Ada', 1, null], b: { c: 'Ada' } })
    expect(missing).to.deep.equal([])
  })
  it('that are not set are told with their place', () => {
    const { missing } = substitute({ a: { 'b/c~d': ['x', '${ONE}${TWO}'] } }, env)
    expect(missing).to.deep.equal([
      { variable: 'ONE', pointer: '/a/b~1c~0d/1' },
      { variable: 'TWO', pointer: '/a/b~1c~0d/1' },
    ])
  })
  it('leave the document alone', () => {
    const document = Object.freeze({ a: Object.freeze(['${NAME}']) })
    substitute(document, env)
    expect(document.a[0]).to.equal('${NAME}')
  })
  it('do not reach the prototypes of objects', () => {
    const { value } = substitute(JSON.parse('{ "__proto__": { "a": "${NAME}" } }'), env)
    expect(Object.keys(value as object)).to.deep.equal(['__proto__'])
    expect(value).to.not.have.property('a')
  })

  const open: Record<string, string> = {
    'beginnings without an end': '${A:-'.repeat(1_000_000),
    'beginnings with one end': `${'${A:-'.repeat(1_000_000)}}`,
    'dollars and braces': '$${'.repeat(1_000_000),
    'one long name': `\${${'A'.repeat(5_000_000)}`,
  }
  for (const [what, text] of Object.entries(open)) {
    it(`take no time over five megabytes of ${what}`, () => {
      const started = performance.now()
      substitute(text, env)
      expect(performance.now() - started).to.be.below(1000)
    })
  }
})
