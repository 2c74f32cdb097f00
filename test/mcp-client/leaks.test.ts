import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { call, closeAll, isAlive, reached, started, toolkitOf, until } from './clients.ts'

const path = fileURLToPath(new URL('../fixtures/mcp-servers/small.sh', import.meta.url))
const small = { command: 'sh', args: [path] }

describe('Processes of MCP servers', () => {
  afterEach(closeAll)

  it('are gone after 200 connections', async () => {
    const before = await turns()
    const servers = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`server${index}`, small]))
    const pids: number[] = []
    for (let round = 0; round < 20; round++) {
      const toolkit = await reached(servers)
      const told = await Promise.all(toolkit.tools.map(({ name }) => call(toolkit, name)))
      pids.push(...told.map(({ text }) => Number(text)))
      await toolkit.close()
    }
    expect(new Set(pids).size).to.equal(200)
    await until(() => !pids.some(isAlive), 'all of them are gone')
    expect(process.listenerCount('SIGTERM'), 'nothing is left behind in this process').to.equal(0)
    expect(await turns(), 'nothing makes what comes after it slower').to.be.below(20 * before)
  })

  it('are gone when one half of them is closed while it starts', async () => {
    for (let round = 0; round < 5; round++) {
      const toolkits = Array.from({ length: 4 }, () => toolkitOf({ one: started('bare', 'start=200') }))
      for (const toolkit of toolkits) void toolkit.ready()
      await Promise.all(toolkits.map((toolkit) => toolkit.close()))
    }
    await until(() => process.listenerCount('SIGTERM') === 0, 'nobody is watched over')
  })

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`are gone when the host dies of ${signal}`, async () => {
      const script = fileURLToPath(new URL('../fixtures/mcp-servers/dying-host.ts', import.meta.url))
      const args = ['--conditions=dramatis-source', '--import=tsx', script, signal === 'SIGKILL' ? 'plain' : 'child']
      const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const pids: number[] = JSON.parse(String((await once(host.stdout, 'data'))[0]))
      expect(pids.map(isAlive)).not.to.include(false)
      host.kill(signal)
      const [, died] = await once(host, 'exit')
      expect(died).to.equal(signal)
      for (const pid of pids) await waitForEnd(pid)
    })
  }
})

/** How long promises take to follow each other, in milliseconds: the best of several times. */
async function turns(): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < 5; time++) {
    const started = performance.now()
    for (let turn = 0; turn < 10_000; turn++) await undefined
    times.push(performance.now() - started)
  }
  return Math.min(...times)
}

/** One whose parent is gone may stay as a zombie until somebody looks at it: that runs no more. */
async function waitForEnd(pid: number): Promise<void> {
  const end = performance.now() + 5_000
  while (isAlive(pid) && !(await isZombie(pid))) {
    if (performance.now() > end) throw new Error(`process ${pid} goes on`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function isZombie(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return /^State:\s+Z/m.test(status)
}
