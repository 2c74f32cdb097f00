import { expect } from 'chai'
import { startPostgres, type TestPostgres } from '../state/postgres.ts'
import { Stages, say } from './hosts.ts'

describe('conversations in PostgreSQL', () => {
  let postgres: TestPostgres | undefined
  let stages: Stages
  before(async function () {
    this.timeout(30_000)
    postgres = await startPostgres()
    stages = new Stages()
    if (!postgres) {
      console.error('SKIPPED: PostgreSQL is not installed, conversations were not tried with it')
      this.skip()
    }
  })
  after(async () => {
    await stages.close()
    await postgres?.close()
  })

  it('survive, and are shared by two hosts', async () => {
    const state = (await postgres?.create()) ?? ''
    const [one, two] = [await stages.open({ state, maxConversations: 3 }), await stages.open({ state })]
    await say(one, 'a', 'keep an owl')
    expect(await say(two, 'a', 'recall')).to.equal('"an owl"')
    expect(await say(one, 'a', 'heard')).to.equal('keep an owl|heard keep an owl|recall|"an owl"|heard')
    for (const id of ['b', 'c', 'd']) await say(one, id, 'one')
    const { conversations } = await get(two.url, '/api/v1/conversations')
    expect(conversations.map(({ id }: { id: string }) => id)).to.deep.equal(['d', 'c', 'b'])
    await fetch(`${two.url}/api/v1/conversations/b`, { method: 'DELETE' })
    expect(await say(one, 'b', 'heard')).to.equal('heard')
  })

  it('have sessions, and the items of other protocols', async () => {
    const state = (await postgres?.create()) ?? ''
    const [one, two] = [await stages.open({ state }), await stages.open({ state })]
    const agent = await post(one.url, '/api/v1/agents', { persona_id: 'witness' })
    const session = await post(two.url, '/api/v1/sessions', { agent_id: agent.id })
    await post(one.url, `/api/v1/sessions/${session.id}/messages`, { message: 'one' })
    expect((await get(two.url, '/api/v1/sessions')).sessions[0].message_count).to.equal(2)
    const { id } = await post(one.url, '/openai/v1/conversations', { items: [{ role: 'user', content: 'zero' }] })
    const body = { model: 'Witness', input: 'one', conversation: id }
    await Promise.all([one, two].map(({ url }) => post(url, '/openai/v1/responses', body)))
    const { data } = await get(two.url, `/openai/v1/conversations/${id}/items`)
    expect(data.length).to.be.oneOf([3, 5]) // the two may have met, and then only one of them is kept
    const first = await post(one.url, '/openai/v1/responses', { model: 'Witness', input: 'one' })
    const next = { model: 'Witness', input: 'heard', previous_response_id: first.id }
    expect((await post(two.url, '/openai/v1/responses', next)).output[0].content[0].text).to.equal(
      'one|heard one|heard',
    )
  })
})

// biome-ignore lint/suspicious/noExplicitAny: JSON, of which every test reads something else
async function get(url: string, path: string): Promise<any> {
  return await (await fetch(url + path)).json()
}

// biome-ignore lint/suspicious/noExplicitAny: JSON, of which every test reads something else
async function post(url: string, path: string, body: object): Promise<any> {
  return await (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json()
}
