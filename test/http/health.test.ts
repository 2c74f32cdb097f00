import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Runtime } from '../../src/runtime.ts'
import { startTestHost } from '../../src/testing/host.ts'

const slow = {
  async *solve() {
    yield 'One '
    await new Promise((resolve) => setTimeout(resolve, 400))
    yield 'two.'
  },
}
const personas = [{ name: 'Slow', chain: [{ id: 'slow', solver: slow }] }]

describe('/health and /ready', () => {
  let host: Runtime | undefined
  afterEach(() => host?.close())

  it('say that the host lives, and that it can answer', async () => {
    host = await startTestHost({ personas })
    expect(await (await fetch(`${host.url}/health`)).json()).to.include({ status: 'ok', personas: 1 })
    expect(await (await fetch(`${host.url}/ready`)).json()).to.deep.equal({ status: 'ready' })
  })

  it('a host whose state can no longer be written lives, and is not ready', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dramatis-'))
    host = await startTestHost({ personas, settings: { state: `file:${join(folder, 'state', 'state.db')}` } })
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '') // a file where the folder was
    const response = await fetch(`${host.url}/ready`)
    expect(response.status).to.equal(503)
    expect(await response.json()).to.deep.equal({ status: 'not ready', reasons: ['the state cannot be reached'] })
    expect((await fetch(`${host.url}/health`)).status).to.equal(200)
    rmSync(folder)
  })

  it('a host whose state has been taken away while it was in use is not ready', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dramatis-'))
    host = await startTestHost({ personas, settings: { state: `file:${join(folder, 'state.db')}` } })
    expect((await fetch(`${host.url}/api/v1/agents`)).status).to.equal(200) // they are in the state
    expect((await fetch(`${host.url}/ready`)).status).to.equal(200)
    rmSync(folder, { recursive: true })
    expect((await fetch(`${host.url}/ready`)).status).to.equal(503)
  })

  it('a host that closes lets a stream finish', async () => {
    host = await startTestHost({ personas })
    const { url } = host
    const body = { model: 'slow', stream: true, messages: [{ role: 'user', content: 'Count.' }] }
    const open = await fetch(`${url}/openai/v1/chat/completions`, { method: 'POST', body: JSON.stringify(body) })
    const closed = host.close()
    host = undefined
    expect(await open.text())
      .to.include('two.')
      .and.to.include('[DONE]')
    await closed
  })
})
