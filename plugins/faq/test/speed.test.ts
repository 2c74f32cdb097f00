import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import faq from 'dramatis-solver-faq'
import { manyEntries } from './many-entries.ts'

describe('faq, with 10,000 entries', () => {
  const { entries, questions } = manyEntries(10_000)
  const long = questions.map((_, index) => questions.slice(index, index + 40).join(' '))
  const kinds = {
    'questions of usual length': questions,
    'long questions': long,
    'long questions of unknown words': long.map((question) => question.replace(/[aeiou](?=[b-y]*\b)/g, 'zz')),
  }
  const solver = createSolver(faq, { entries })

  it('lets others run while it starts', async () => {
    let turns = 0
    const clock = setInterval(() => {
      turns += 1
    }, 1)
    await createSolver(faq, { entries })
    clearInterval(clock)
    expect(turns).to.be.greaterThan(10)
  })

  for (const [kind, asked] of Object.entries(kinds)) {
    it(`answers ${kind} in less than 2 ms`, async () => {
      const { solve } = await solver
      const times = asked.slice(0, 500).map((question) => {
        const started = performance.now()
        solve(chatRequest(question), testContext())
        return performance.now() - started
      })
      times.sort((one, other) => one - other)
      expect(times[times.length / 2]).to.be.lessThan(2)
    })
  }

  it('finds each entry by its own words', async () => {
    const { solve } = await solver
    for (const { question, answer } of entries.filter((_, index) => index % 100 === 0)) {
      const inOtherOrder = question.split(' ').reverse().join(' ')
      const { text } = await settle(solve(chatRequest(inOtherOrder), testContext()))
      expect(text).to.equal(answer)
    }
  })
})
