import { expect } from 'chai'
import { openToolbox, toolboxContract } from 'dramatis/testing'
import calculator from 'dramatis-toolbox-calculator'

toolboxContract('calculator', calculator, {
  calls: {
    calculate: { input: { expression: '15% of 80' }, output: { sum: '15% of 80', result: '12', exact: true } },
  },
  refuses: { calculate: [{}, { expression: '' }, { expression: 7 }, { expression: '1'.repeat(301) }, { sum: '1+1' }] },
})

describe('calculate', () => {
  const rows: [expression: string, sum: string, result: string, exact: boolean, lang?: string][] = [
    ['0.1 + 0.2', '0.1 + 0.2', '0.3', true],
    ['1/3', '1 ÷ 3', '0.333333', false],
    ['2^100', '2^100', '1,267,650,600,228,229,401,496,703,205,376', true],
    ['what is (2 + 3) * 4?', '(2 + 3) × 4', '20', true],
    ['(2 + 3)^2 =', '(2 + 3)^2', '25', true],
    ['3/4/24', '3 ÷ 4 ÷ 24', '0.03125', true],
    ['1914-1918', '1,914 - 1,918', '-4', true],
    ['12 km in miles', '12 km', '7.46 miles', false],
    ['100 °F in °C', '100 °F', '37.8 °C', false],
    ['1.000,5 * 2', '1.000,5 × 2', '2.001', true, 'de'],
    ['die Hälfte von 9', '1/2 von 9', '4,5', true, 'de'],
  ]
  for (const [expression, sum, result, exact, lang] of rows) {
    it(`works ${expression} out${lang ? ` in ${lang}` : ''}`, async () => {
      const box = await openToolbox(calculator, { config: { digits: 6, unitDigits: 3 } })
      const input = lang === undefined ? { expression } : { expression, lang }
      expect(await box.call('calculate', input)).to.deep.equal({ sum, result, exact })
    })
  }

  const wrong: [expression: string, message: RegExp][] = [
    ['1/0', /^Division by zero has no result\.$/],
    ['sqrt(-1)', /no real number|is no sum/],
    ['501!', /too large/],
    ['process.exit(1)', /^"process\.exit\(1\)" is no sum that can be worked out; write it with figures/],
    ['hello', /is no sum/],
    ['1 km + 1 kg', /is no sum/],
    ['('.repeat(150), /is no sum/],
  ]
  for (const [expression, message] of wrong) {
    it(`says why ${expression.slice(0, 20)} has no result`, async () => {
      const box = await openToolbox(calculator)
      expect(await box.call('calculate', { expression }).catch((error: Error) => error.message)).to.match(message)
    })
  }
})
