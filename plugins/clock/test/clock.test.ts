import { mock } from 'node:test'
import { expect } from 'chai'
import { openToolbox, toolboxContract } from 'dramatis/testing'
import clock from 'dramatis-toolbox-clock'

toolboxContract('clock', clock, {
  calls: { now: { input: { timezone: 'Europe/Berlin' }, output: /"iso":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00"/ } },
  refuses: { now: [{ timezone: 7 }, { zone: 'UTC' }, { locale: ['de'] }, { timezone: 'x'.repeat(101) }] },
})

describe('now', () => {
  before(() => mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 0, 31, 23, 30, 5) }))
  after(() => mock.timers.reset())

  const rows: [input: object, expected: object][] = [
    [
      { timezone: 'UTC' },
      {
        iso: '2026-01-31T23:30:05+00:00',
        date: '2026-01-31',
        time: '23:30:05',
        weekday: 'Saturday',
        timezone: 'UTC',
        unix: 1769902205,
        text: 'Saturday, January 31, 2026 at 11:30 PM',
      },
    ],
    [{ timezone: 'Asia/Kolkata' }, { iso: '2026-02-01T05:00:05+05:30', weekday: 'Sunday' }],
    [{ timezone: 'America/St_Johns' }, { iso: '2026-01-31T20:00:05-03:30' }],
    [
      { timezone: 'Europe/Berlin', locale: 'de' },
      { text: 'Sonntag, 1. Februar 2026 um 00:30', time: '00:30:05' },
    ],
    [{ timezone: 'UTC', locale: 'th' }, { date: '2026-01-31' }],
    [
      { timezone: 'UTC', locale: 'ar-EG' },
      { time: '23:30:05', weekday: 'Saturday' },
    ],
    [{}, { timezone: 'Asia/Tokyo', date: '2026-02-01' }],
  ]
  for (const [input, expected] of rows) {
    it(`tells ${JSON.stringify(input)}`, async () => {
      const box = await openToolbox(clock, { config: { timezone: 'Asia/Tokyo' } })
      const told = JSON.parse(JSON.stringify(await box.call('now', input)).replaceAll('\u202f', ' '))
      expect(told).to.deep.include(expected)
    })
  }

  const wrong: [input: object, message: RegExp][] = [
    [{ timezone: 'Europe/Berlni' }, /no time zone "Europe\/Berlni"; did you mean "Europe\/Berlin"\?$/],
    [{ timezone: 'tokyo' }, /did you mean "Asia\/Tokyo"\?/],
    [{ timezone: 'the moon' }, /write it like "Europe\/Berlin"\.$/],
    [{ locale: 'not a tag' }, /"not a tag" is no language tag/],
  ]
  for (const [input, message] of wrong) {
    it(`cannot tell ${JSON.stringify(input)}`, async () => {
      const box = await openToolbox(clock)
      expect(await box.call('now', input).catch((error: Error) => error.message)).to.match(message)
    })
  }
  it('refuses settings that are none', async () => {
    for (const config of [{ timezone: 'Nowhere' }, { locale: '!' }]) {
      const failed = await openToolbox(clock, { config }).catch((error: Error) => error.message)
      expect(failed).to.match(/^clock: /)
    }
  })
})
