import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { scriptedSolver, startTestHost } from 'dramatis/testing'
import { sql } from 'kysely'
import type { Runtime } from '../../src/runtime.ts'
import { createStore } from '../../src/state/index.ts'
import { Sessions } from '../../src/surfaces/mcp/sessions.ts'

const [modest, greedy] = ['the key of somebody modest', 'the key of somebody greedy']

/** What is kept of all callers is bounded. Whoever fills it loses something of its own, and nobody else does. */
describe('a caller who keeps too much', () => {
  let folder = ''
  let host: Runtime
  const open = async (): Promise<Runtime> =>
    await startTestHost({
      personas: [{ name: 'Bot', chain: [{ id: 'scripted', solver: scriptedSolver({ hello: () => 'Hello there.' }) }] }],
      settings: {
        ...{ requireKeys: true, apiKeys: [modest, greedy], maxConversations: 3 },
        state: `file:${join(folder, 'state.db')}`,
      },
    })
  const call = async (key: string, path: string, body?: object, headers = {}): Promise<Response> =>
    await fetch(host.url + path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}`, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  const talk = async (key: string, conversation: string): Promise<void> => {
    const body = { model: 'Bot', messages: [{ role: 'user', content: 'hello' }] }
    const { status } = await call(key, '/openai/v1/chat/completions', body, { 'x-conversation-id': conversation })
    expect(status).to.equal(200)
  }
  const listed = async (key: string): Promise<readonly string[]> => {
    const { conversations } = (await (await call(key, '/api/v1/conversations')).json()) as {
      conversations: { id: string }[]
    }
    return conversations.map(({ id }) => id)
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-quotas-'))
    host = await open()
  })
  after(async () => {
    await host.close(0)
    await rm(folder, { recursive: true })
  })

  it('loses conversations of its own', async () => {
    await talk(modest, 'tea')
    for (const id of ['1', '2', '3', '4']) await talk(greedy, id)
    expect(await listed(modest)).to.deep.equal(['tea'])
    expect(await listed(greedy)).to.deep.equal(['4', '3'])
  })

  it('loses responses of its own', async () => {
    const ask = async (key: string): Promise<string> => {
      const made = await call(key, '/openai/v1/responses', { model: 'Bot', input: 'hello' })
      return ((await made.json()) as { id: string }).id
    }
    const [mine, theirs] = [await ask(modest), await ask(greedy)]
    await host.close(0)
    await fill(folder, theirs)
    host = await open()
    expect((await call(modest, `/openai/v1/responses/${mine}`)).status).to.equal(200) // opens the state, which is swept
    for (let tries = 0; tries < 50; tries++) {
      if ((await call(greedy, `/openai/v1/responses/${theirs}`)).status === 404) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect((await call(greedy, `/openai/v1/responses/${theirs}`)).status).to.equal(404)
    expect((await call(modest, `/openai/v1/responses/${mine}`)).status).to.equal(200)
  })

  it('loses sessions of MCP of its own', async () => {
    const closed: string[] = []
    const session = (name: string) => ({ close: async () => void closed.push(name) })
    const sessions = new Sessions<ReturnType<typeof session>>(() => undefined, { sessions: 3 })
    sessions.add('mine', session('mine'), modest)
    for (const id of ['1', '2', '3', '4']) sessions.add(id, session(id), greedy)
    expect(closed).to.deep.equal(['1', '2'])
    await sessions.close()
  })
})

/** Gives whoever has that response a hundred thousand more, which were used after all others. */
async function fill(folder: string, response: string): Promise<void> {
  const store = createStore(`file:${join(folder, 'state.db')}`)
  const { write } = await store.open('quotas', [])
  await write((db) =>
    sql`with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
      insert into openai_threads (id, caller, metadata, created_at, used_at, bytes, next)
      select 'thread' || i, caller, '{}', created_at, used_at + 1000, 0, 0
      from n join openai_threads where openai_threads.id = ${response}`.execute(db),
  )
  await store.close()
}
