import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'chai'
import Database from 'libsql'
import { puppet, Running, run, workingFolder } from './command.ts'

const personas = { 'plugins/puppet.ts': puppet, 'personas/judy.json': { name: 'Judy', solvers: ['puppet'] } }
const args = ['serve', 'personas', '--port', '0', '--plugins', 'plugins', '--state', 'file:state.db']
const listens = /listens on (http:\S+)/

async function say(url: string, conversation?: string): Promise<{ status: number; text: string }> {
  const body = JSON.stringify({ model: 'Judy', messages: [{ role: 'user', content: 'hello' }] })
  const headers: Record<string, string> = conversation === undefined ? {} : { 'x-conversation-id': conversation }
  const response = await fetch(`${url}/openai/v1/chat/completions`, { method: 'POST', headers, body })
  return { status: response.status, text: await response.text() }
}

/** Those who have a conversation are told that it is not kept, and not where the state is. */
async function expectRefusal(url: string): Promise<void> {
  for (const [path, send] of Object.entries(needing)) {
    const response = await fetch(url + path, { method: 'POST', ...send })
    const text = await response.text()
    expect([path, response.status], text).to.deep.equal([path, 503])
    expect(text).to.match(/what was sent is not kept/)
  }
  expect(await say(url)).to.include({ status: 200 })
}

const needing: Readonly<Record<string, { body: string; headers?: Record<string, string> }>> = {
  '/openai/v1/chat/completions': {
    body: JSON.stringify({ model: 'Judy', messages: [{ role: 'user', content: 'hello' }] }),
    headers: { 'x-conversation-id': 'c1' },
  },
  '/cohere/v1/chat': { body: JSON.stringify({ model: 'Judy', message: 'hello', conversation_id: 'c1' }) },
}

describe('a state that cannot be used', () => {
  const folder = workingFolder(personas)
  const path = (name: string): string => join(folder, name)
  const started: Running[] = []
  const start = async (state: string): Promise<string> => {
    const server = new Running(folder, [...args.slice(0, -1), state])
    started.push(server)
    const [, url = ''] = await server.shows(listens)
    return url
  }
  afterEach(async () => {
    for (const { process, finished } of started.splice(0)) {
      process.kill('SIGKILL')
      await finished
    }
  })

  it('is told at the start where its folder is a file', async () => {
    writeFileSync(path('taken'), '')
    const { code, stderr } = await run(folder, [...args.slice(0, -1), 'file:taken/state.db'])
    expect(code).to.equal(1)
    expect(stderr).to.match(
      /The state at file:taken\/state\.db cannot be opened: E(EXIST|NOTDIR).*Choose another place/,
    )
  })

  it('is told at the start where no folder can be made for it', async function () {
    if (process.platform !== 'linux') return this.skip()
    const { code, stderr } = await run(folder, [...args.slice(0, -1), 'file:/proc/none/of/it/state.db'])
    expect(code).to.equal(1)
    expect(stderr).to.match(
      /The state at file:\/proc\/none\/of\/it\/state\.db cannot be opened: ENOENT.*Choose another/,
    )
  })

  it('is told at the start where it is no database', async () => {
    writeFileSync(path('text.db'), 'This is no database, but it is long enough for one. '.repeat(200))
    const { code, stderr } = await run(folder, [...args.slice(0, -1), 'file:text.db'])
    expect(code).to.equal(1)
    expect(stderr).to.match(/The state at file:text\.db cannot be opened: it is not a database.*Choose another place/)
  })

  it('is left alone where a newer release has written it', async () => {
    const first = await start('file:newer.db')
    await say(first, 'c1')
    started[0]?.process.kill('SIGTERM')
    await started[0]?.finished
    const database = new Database(path('newer.db'))
    database.exec("update dramatis_parts set version = 1000 where part = 'conversations'")
    const messages = 'select sequence from conversations_messages'
    const before = database.prepare(messages).all().length
    database.close()
    const url = await start('file:newer.db')
    await expectRefusal(url)
    expect(started[1]?.stderr).to.match(/newer release/)
    const after = new Database(path('newer.db'))
    expect([before, after.prepare(messages).all().length]).to.deep.equal([2, 2])
    after.close()
  })

  describe('since another process is writing', () => {
    let other: Database.Database
    let url: string
    beforeEach(async () => {
      mkdirSync(path('locked'), { recursive: true })
      url = await start('file:locked/state.db')
      expect(await say(url, 'c1')).to.include({ status: 200 })
      other = new Database(path('locked/state.db'))
      other.exec('begin immediate')
    })
    afterEach(() => other.close())

    it('keeps nobody waiting who does not need it', async () => {
      const turn = say(url, 'c1')
      await sleep(50)
      const asked = performance.now()
      expect(await say(url)).to.include({ status: 200 })
      expect(performance.now() - asked).to.be.lessThan(1_000)
      other.exec('rollback')
      expect(await turn).to.include({ status: 200 })
    })

    it('is refused after a while, and taken when the other is done', async () => {
      const refused = await say(url, 'c1')
      expect(refused).to.include({ status: 503 })
      expect(refused.text).to.match(/what was sent is not kept/)
      other.exec('rollback')
      const next = await say(url, 'c1')
      expect(next.text).to.match(/turn \d, message \d/)
    })
  })
})
