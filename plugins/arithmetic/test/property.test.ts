import { expect } from 'chai'
import { chatRequest, createSolver, testContext } from 'dramatis/testing'
import arithmetic from 'dramatis-solver-arithmetic'
import fc from 'fast-check'

const solver = await createSolver(arithmetic)
const ask = (question: string, lang = 'en') => solver.solve(chatRequest(question), testContext({ lang }))

/** What stands behind the sign of an answer, without thousands separators. */
const result = (question: string): string => {
  const answer = ask(question)
  const [, found] = typeof answer === 'string' ? (/ [=≈] (\S+)$/.exec(answer) ?? []) : []
  if (found === undefined) throw new Error(`"${question}" was answered with ${JSON.stringify(answer)}`)
  return found.replaceAll(',', '')
}

const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
const bracketed = (value: bigint) => `(${value})`

describe('arithmetic, whatever the numbers', () => {
  it('adds, subtracts and multiplies whole numbers as BigInt does', () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        expect(result(`${bracketed(a)} + ${bracketed(b)}`)).to.equal(String(a + b))
        expect(result(`${bracketed(a)} - ${bracketed(b)}`)).to.equal(String(a - b))
        expect(result(`${bracketed(a)} * ${bracketed(b)}`)).to.equal(String(a * b))
      }),
    )
  })

  it('takes back a division by a multiplication, exactly', () => {
    fc.assert(
      fc.property(whole, whole, (a, b) => {
        fc.pre(b !== 0n)
        expect(result(`${bracketed(a)} / ${bracketed(b)} * ${bracketed(b)}`)).to.equal(String(a))
      }),
    )
  })

  it('adds decimals exactly', () => {
    const cents = fc.integer({ min: 0, max: 10 ** 9 })
    const decimal = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
    fc.assert(
      fc.property(cents, cents, (a, b) => {
        expect(result(`${decimal(a)} + ${decimal(b)}`)).to.equal(decimal(a + b).replace(/\.?0+$/, ''))
      }),
    )
  })

  it('binds operators as JavaScript does', () => {
    const digit = fc.integer({ min: 0, max: 9 })
    const operator = fc.constantFrom('+', '-', '*')
    fc.assert(
      fc.property(digit, fc.array(fc.tuple(operator, digit), { minLength: 1, maxLength: 12 }), (first, rest) => {
        const sum = rest.reduce((text, [sign, value]) => `${text} ${sign} ${value}`, String(first))
        const products = sum.split(/ (?=[+-])/).map((term) => term.replace(/^([+-]) /, '$1').split(' * '))
        const expected = products.reduce((total, factors) => total + factors.reduce((a, b) => a * Number(b), 1), 0)
        expect(Number(result(sum))).to.equal(expected)
      }),
    )
  })

  it('converts there and back', () => {
    const pairs = fc.constantFrom(['km', 'mi'], ['kg', 'lb'], ['l', 'gal'], ['F', 'C'], ['kWh', 'J'], ['bar', 'psi'])
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 10 ** 6 }), ([from = '', to = ''], amount) => {
        const there = /[=≈] (\S+) \S+$/.exec(String(ask(`${amount} ${from} in ${to}`)))?.[1]?.replaceAll(',', '')
        const back = /[=≈] (\S+) \S+$/.exec(String(ask(`${there} ${to} in ${from}`)))?.[1]?.replaceAll(',', '')
        // Five significant figures there and five back.
        expect(Math.abs(Number(back) - amount)).to.be.at.most(Math.max(0.1, amount * 2e-4))
      }),
    )
  })

  it('reads every number below a million in German words', () => {
    for (const [words, value] of [
      ['null', 0],
      ['siebzehn', 17],
      ['hunderteins', 101],
      ['neunhundertneunundneunzigtausendneunhundertneunundneunzig', 999999],
    ] as const) {
      expect(ask(`${words} plus 1`, 'de')).to.match(new RegExp(`= ${(value + 1).toLocaleString('de')}$`))
    }
  })

  it('never throws and never takes long, whatever is typed', () => {
    const pieces = fc.constantFrom(
      ...['1', '9', '2.5', '1e9', '+', '-', '*', '/', '^', '%', '!', '(', ')', ',', ' ', "'", '"', '²', '√', 'π', '½'],
      ...[
        'of',
        'in',
        'to',
        'km',
        'miles',
        'half',
        'a',
        'dozen',
        'hundred',
        'and',
        'point',
        'what is',
        'average of',
        'squared',
      ],
    )
    const text = fc.array(pieces, { maxLength: 60 }).map((list) => list.join(' '))
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 300 })), (question) => {
        const started = performance.now()
        ask(question)
        expect(performance.now() - started).to.be.below(250)
      }),
      { numRuns: 3000 },
    )
  })

  it('bounds the worst sums that fit into a question', () => {
    for (const question of [
      '('.repeat(299),
      `${'-'.repeat(298)}1`,
      `${'9^'.repeat(149)}9`,
      `${'1/7+'.repeat(74)}1`,
      `${'√'.repeat(250)}2`,
      `${'500!*'.repeat(59)}1`,
      `${'5 km in '.repeat(36)}mi`,
      `${'1 and '.repeat(49)}1`,
      `2${'^(1/64)'.repeat(40)}`,
      '9'.repeat(300),
    ]) {
      const started = performance.now()
      ask(question)
      expect(performance.now() - started, question).to.be.below(500)
    }
  })
})
