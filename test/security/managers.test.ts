import { expect } from 'chai'
import { KeyTable } from '../../src/keys/table.ts'
import { createStore } from '../../src/state/index.ts'
import { type Called, type LiveHost, openLiveHost, saying } from '../support/live-host.ts'

const files = {
  'plugins/one.ts': saying('one'),
  'personas/mine.json': { name: 'Mine', solvers: ['one'] },
  'personas/theirs.json': { name: 'Theirs', solvers: ['one'], system_prompt: 'a secret' },
  'personas/broken.json': { name: 'Broken', solvers: ['nothing'] },
}

describe('a key that may change some personas', () => {
  let host: LiveHost
  let url = ''
  let authorization = ''
  const api = (method: string, path: string, body?: unknown): Promise<Called> =>
    host.api(method, path, body, { authorization })
  const upload = (name: string, content: object): FormData => {
    const form = new FormData()
    form.set('file', new File([JSON.stringify(content)], name))
    return form
  }

  before(async () => {
    host = await openLiveHost(files, (path) => {
      url = `file:${path('state.db')}`
      return { requireKeys: true, apiKeys: ['the-operators-own-key'], state: url }
    })
    const store = createStore(url)
    const keys = await KeyTable.open(store)
    const { text } = await keys.add({ name: 'some', scope: { personas: ['mine', 'new*'], manage: true } })
    authorization = `Bearer ${text}`
    await store.close()
  })
  after(() => host.close())

  const change = { description: 'Changed.' }
  const refused: Readonly<Record<string, [act: () => Promise<Called>, status: number]>> = {
    'reads no other': [() => api('GET', '/personas/theirs'), 404],
    'reads none that cannot be used': [() => api('GET', '/personas/broken'), 404],
    'changes no other': [() => api('PATCH', '/personas/theirs', change), 404],
    'changes no other by its name': [() => api('PUT', '/personas/Theirs', change), 404],
    'deletes no other': [() => api('DELETE', '/personas/theirs'), 404],
    'makes no other': [() => api('POST', '/personas', { name: 'Other', solvers: ['one'] }), 403],
    'uploads no other': [
      () => api('POST', '/personas/upload', upload('other.json', { name: 'Other', solvers: ['one'] })),
      403,
    ],
    'replaces no other': [
      () => api('POST', '/personas/upload?overwrite=true', upload('theirs.json', { name: 'Theirs', solvers: ['one'] })),
      404,
    ],
    'changes its own': [() => api('PATCH', '/personas/mine', change), 200],
    'makes one of its own': [() => api('POST', '/personas', { id: 'new_1', name: 'New', solvers: ['one'] }), 201],
  }
  for (const [name, [act, status]] of Object.entries(refused)) {
    it(name, async () => {
      const called = await act()
      expect(called.status, JSON.stringify(called.body)).to.equal(status)
      expect(JSON.stringify(called.body)).not.to.contain('a secret')
    })
  }

  it('is told of its own problems and turns alone', async () => {
    const { body } = await api('GET', '/problems')
    expect(body.personas).to.deep.equal([])
    const asked = async (model: string): Promise<void> => {
      const chat = JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] })
      const headers = { authorization: 'Bearer the-operators-own-key' }
      await fetch(`${host.url}/openai/v1/chat/completions`, { method: 'POST', headers, body: chat })
    }
    await asked('Mine')
    await asked('Theirs')
    const { turns } = (await api('GET', '/turns')).body as { turns: { persona: string }[] }
    expect(turns.map(({ persona }) => persona)).to.deep.equal(['mine'])
  })
})
