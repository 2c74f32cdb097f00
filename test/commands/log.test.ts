import { spawnSync } from 'node:child_process'
import { expect } from 'chai'

/** What a process logs of the given details. */
function logged(details: string): Record<string, unknown> {
  const script = `import { createLog } from './src/commands/log.ts'\ncreateLog('info').info(${details}, 'Something.')`
  const { stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  })
  return JSON.parse(stderr)
}

describe('the log', () => {
  it('leaves secrets out, however they come into it', () => {
    const error = `Object.assign(new Error('no'), { config: { headers: { authorization: 'SECRET' } } })`
    const line = logged(
      `{ token: 'SECRET', list: [{ cookie: 'SECRET' }], deep: { er: { apiKey: 'SECRET' } }, err: ${error} }`,
    )
    expect(JSON.stringify(line)).to.not.include('SECRET')
    expect(line).to.deep.include({ token: '[redacted]', list: [{ cookie: '[redacted]' }], msg: 'Something.' })
    expect(line).to.have.nested.property('err.config.headers.authorization', '[redacted]')
  })
  it('leaves everything else as it is', () => {
    expect(logged(`{ tool: 'now', list: [1, { a: null }] }`)).to.deep.include({ tool: 'now', list: [1, { a: null }] })
  })
})
