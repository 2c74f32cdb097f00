import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'

describe('wordnet looks words up', () => {
  const script = fileURLToPath(new URL('lookups.bench.ts', import.meta.url))

  it('in less than a tenth of a millisecond and within 20 MB', function () {
    this.timeout(60_000)
    const options = [...process.execArgv, '--expose-gc', script]
    const measured = JSON.parse(execFileSync(process.execPath, options, { encoding: 'utf8' }))
    expect(measured.warm).to.include({ answered: 1 })
    expect(measured.warm.p50).to.be.below(100)
    expect(measured.random.p50).to.be.below(500)
    expect(measured.memory).to.be.below(20)
  })
})
