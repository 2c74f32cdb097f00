import { atMost, type Row } from '../finding.ts'
import { probe } from '../probe.ts'

export const faq: Row = {
  name: 'faq',
  title: 'The faq solver by itself, 10,000 entries, half of the questions about something else',
  async run(effort) {
    const figure = await probe('faq', effort)
    const mean = figure('mean')
    const p99 = figure('p99')
    return [
      { measure: 'mean', unit: 'ms', dramatis: mean, targets: [atMost(mean.median, 2, 'ms')] },
      { measure: 'p50', unit: 'ms', dramatis: figure('p50') },
      { measure: 'p99', unit: 'ms', dramatis: p99, targets: [atMost(p99.median, 2, 'ms')] },
      { measure: 'part of the questions with an answer', unit: 'of 1', dramatis: figure('answered') },
      { measure: 'creating the solver', unit: 'ms', dramatis: figure('loading') },
      { measure: 'resident memory added', unit: 'MB', dramatis: figure('resident') },
      { measure: 'live memory added', unit: 'MB', dramatis: figure('live') },
    ]
  },
}
