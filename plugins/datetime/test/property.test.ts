import { expect } from 'chai'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import { createDatetime } from 'dramatis-solver-datetime'
import fc from 'fast-check'

const millisecondsPerDay = 86_400_000
const today = Date.UTC(2026, 10, 20)
const solver = await createSolver(createDatetime({ now: () => new Date(today + millisecondsPerDay / 2) }), {
  timezone: 'UTC',
})
const said = async (question: string, lang = 'en') =>
  (await settle(solver.solve(chatRequest(question), testContext({ lang })))).text

const iso = (time: number) => new Date(time).toISOString().slice(0, 10)
const full = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' })
const anyDay = fc.integer({ min: -200_000, max: 200_000 }).map((days) => today + days * millisecondsPerDay)

describe('datetime, whatever the day', () => {
  it('knows the weekday of every date', async () => {
    await fc.assert(
      fc.asyncProperty(anyDay, async (time) => {
        expect(await said(`what day is ${iso(time)}`)).to.contain(full.format(time))
      }),
    )
  })

  it('counts as far back as it counts ahead', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 200_000 }), async (days) => {
        expect(await said(`what day is it in ${days} days`)).to.contain(full.format(today + days * millisecondsPerDay))
        const count = days.toLocaleString('en')
        expect(await said(`how many days until ${iso(today + days * millisecondsPerDay)}`)).to.contain(
          `In ${count} days`,
        )
        expect(await said(`how many days since ${iso(today - days * millisecondsPerDay)}`)).to.contain(
          `${count} days ago`,
        )
      }),
    )
  })

  it('never throws and never takes long, whatever is typed', async () => {
    const pieces = fc.constantFrom(
      ...[
        'what',
        'day',
        'is',
        'it',
        'in',
        'how many',
        'days',
        'until',
        'since',
        'between',
        'and',
        'time',
        'the',
        'was',
      ],
      ...[
        '3',
        '99999',
        '24',
        'december',
        '2020-02-30',
        '1/1/1',
        'weeks',
        'from',
        'after',
        'before',
        'friday',
        'easter',
      ],
    )
    const text = fc.array(pieces, { maxLength: 40 }).map((list) => list.join(' '))
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 200 })), async (question) => {
        const started = performance.now()
        await said(question)
        expect(performance.now() - started).to.be.below(500)
      }),
      { numRuns: 1500 },
    )
  })

  it('bounds the worst questions that fit', async () => {
    for (const question of [
      `what day is ${'3 weeks from '.repeat(14)}friday`,
      `how many days between ${'and '.repeat(44)}and`,
      `what time is it${' now here'.repeat(20)}`,
      `what day is ${'1 '.repeat(90)}`,
    ]) {
      const started = performance.now()
      await said(question)
      expect(performance.now() - started, question).to.be.below(500)
    }
  })
})
