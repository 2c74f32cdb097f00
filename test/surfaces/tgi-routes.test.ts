import { expect } from 'chai'
import { startTestHost } from 'dramatis/testing'
import { openStage, type Stage } from '../support/stage.ts'

describe('tgi routes', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const send = (method: string, path: string, body?: object) =>
    fetch(stage.url + path, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const json = async (path: string) => JSON.parse(await (await send('GET', path)).text())

  for (const base of ['/tgi', '/tgi/', '/tgi/Scripted', '/tgi/patient/', '/tgi/acme%2Fbot%3A1', '/tgi/acme%2Fbot:1']) {
    it(`are alive at ${base}`, async () => {
      for (const path of ['', '/health', '/ping']) {
        for (const method of ['GET', 'HEAD']) {
          const response = await send(method, base.replace(/\/$/, '') + path)
          expect([response.status, await response.text()]).to.deep.equal([200, ''])
        }
      }
    })
  }
  it('tell who answers', async () => {
    expect((await json('/tgi/info')).model_id).to.equal('Scripted')
    expect((await json('/tgi/patient/info')).model_id).to.equal('Patient')
    const info = await json('/tgi/info')
    expect(info.version).to.match(/^\d+\.\d+\.\d+$/)
    for (const [name, value] of Object.entries(info))
      if (typeof value === 'number') expect(value, name).to.be.within(1, 2 ** 31 - 1)
  })
  it('list the models', async () => {
    const ids = async (path: string) => (await json(path)).data.map(({ id }: { id: string }) => id)
    expect(await ids('/tgi/v1/models')).to.deep.equal(['Scripted', 'Patient', 'acme/bot:1', 'Numbers'])
    expect(await ids('/tgi/patient/v1/models')).to.deep.equal(['Patient'])
    for (const path of ['/tgi/v1/models/acme/bot:1', '/tgi/v1/models/acme%2Fbot%3A1'])
      expect(await json(path)).to.deep.include({ id: 'acme/bot:1', object: 'model', owned_by: 'dramatis' })
  })

  it('embed, where somebody can', async () => {
    const embedded = async (inputs: unknown) => (await send('POST', '/tgi/Numbers/embed', { inputs })).json()
    const [one, ...others] = (await embedded('a')) as number[][]
    expect([one?.length, others.length]).to.deep.equal([3, 0])
    expect(await embedded(['a', 'b'])).to.have.length(2)
  })

  const refusals: [string, string, object | undefined, number, string][] = [
    ['GET', '/tgi/v1/models/no-such', undefined, 404, 'not_found'],
    ['GET', '/tgi/no-such', undefined, 404, 'not_found'],
    ['GET', '/tgi/no-such/info', undefined, 404, 'not_found'],
    ['GET', '/tgi/no-such/health', undefined, 404, 'not_found'],
    ['GET', '/tgi/no-such/v1/models', undefined, 404, 'not_found'],
    ['POST', '/tgi/no-such', { inputs: 'plain' }, 404, 'not_found'],
    ['POST', '/tgi/no-such/generate', { inputs: 'plain' }, 404, 'not_found'],
    ['POST', '/tgi/no-such/generate_stream', { inputs: 'plain' }, 404, 'not_found'],
    ['POST', '/tgi/no-such/invocations', { inputs: 'plain' }, 404, 'not_found'],
    ['POST', '/tgi/no-such/v1/completions', { prompt: 'plain' }, 404, 'not_found'],
    ['POST', '/tgi/embed', { inputs: 'plain' }, 422, 'validation'],
    ['POST', '/tgi/Numbers/embed', { inputs: [] }, 422, 'validation'],
    ['GET', '/tgi/metrics', undefined, 404, 'not_found'],
    ['GET', '/tgi/v1', undefined, 404, 'not_found'],
    ['POST', '/tgi/v1/embeddings', {}, 404, 'not_found'],
    ['GET', '/tgi/generate', undefined, 405, 'method_not_allowed'],
    ['POST', '/tgi/info', { inputs: 'plain' }, 405, 'method_not_allowed'],
    ['GET', '/tgi/Scripted/generate', undefined, 405, 'method_not_allowed'],
    ['DELETE', '/tgi', undefined, 405, 'method_not_allowed'],
  ]
  for (const [method, path, body, status, type] of refusals) {
    it(`refuse ${method} ${path}`, async () => {
      const response = await send(method, path, body)
      expect(response.status).to.equal(status)
      expect(response.headers.get('content-type')).to.equal('application/json')
      expect(JSON.parse(await response.text()))
        .to.include({ error_type: type })
        .and.to.have.all.keys('error', 'error_type')
      expect(response.headers.get('x-request-id')).to.match(/^[0-9a-f-]{36}$/)
    })
  }
  it('keep a conversation that the header names', async () => {
    const headers = { 'x-conversation-id': 'tgi-1' }
    for (const inputs of ['plain', 'words'])
      await fetch(`${stage.url}/tgi/generate`, { method: 'POST', headers, body: JSON.stringify({ inputs }) })
    expect(stage.requests.at(-1)?.messages.map(({ role }) => role)).to.deep.equal(['user', 'assistant', 'user'])
  })
})

describe('tgi routes whose names personas have', () => {
  it('are routes, and begin no other name', async () => {
    const chain = [{ id: 'plain', solver: { solve: () => 'Yes.' } }]
    const host = await startTestHost({
      personas: ['First', 'Info', 'Informant', 'V1'].map((name) => ({ name, chain })),
    })
    const whoIs = async (path: string) => JSON.parse(await (await fetch(`${host.url}/tgi${path}`)).text()).model_id
    expect(await whoIs('/info')).to.equal('First')
    expect(await whoIs('/informant/info')).to.equal('Informant')
    expect(await whoIs('/v1/info')).to.equal(undefined)
    await host.close(0)
  })
})

describe('tgi routes of a host with a full house', () => {
  it('say 429 and when to come again', async () => {
    const stage = await openStage({ settings: { maxTurns: 1 } })
    const controller = new AbortController()
    const ask = (inputs: string, init: RequestInit = {}) =>
      fetch(`${stage.url}/tgi/Patient/generate_stream`, { method: 'POST', body: JSON.stringify({ inputs }), ...init })
    await ask('endless', { signal: controller.signal })
    const refused = await ask('plain')
    expect(refused.status).to.equal(429)
    expect(refused.headers.get('retry-after')).to.equal('1')
    expect(JSON.parse(await refused.text())).to.have.property('error_type', 'overloaded')
    controller.abort()
    await stage.close()
  })
})
