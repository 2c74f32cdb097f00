import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect } from 'chai'

const run = promisify(execFile)

describe('the types of files and settings', () => {
  it('are what the schemas say', async () => {
    const { stderr } = await run(process.execPath, ['scripts/generate-types.mjs', '--check']).catch((error) => error)
    expect(stderr).to.equal('')
  })
})
