import { atMost, type Row } from '../finding.ts'
import { probe } from '../probe.ts'

export const wordnet: Row = {
  name: 'wordnet',
  title: 'The wordnet solver by itself, 5,000 different words after 1,000 others',
  async run(effort) {
    const figure = await probe('wordnet', effort)
    const mean = figure('mean')
    const memory = figure('resident')
    return [
      { measure: 'mean', unit: 'ms', dramatis: mean, targets: [atMost(mean.median, 0.1, 'ms')] },
      { measure: 'p50', unit: 'ms', dramatis: figure('p50') },
      { measure: 'p99', unit: 'ms', dramatis: figure('p99') },
      { measure: 'mean, the same word again', unit: 'ms', dramatis: figure('again') },
      { measure: 'resident memory added', unit: 'MB', dramatis: memory, targets: [atMost(memory.median, 20, 'MB')] },
      { measure: 'live memory added', unit: 'MB', dramatis: figure('live') },
    ]
  },
}
