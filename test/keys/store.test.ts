import { expect } from 'chai'
import { isRuntimeError } from 'dramatis'
import Database from 'libsql'
import { eventually } from '../support/stage.ts'
import { type Keyed, openKeyed, operatorKey } from './kit.ts'

const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })

describe('keys: the store', () => {
  let host: Keyed
  before(async () => {
    host = await openKeyed()
  })
  after(() => host.close())

  const status = async (key: string) => (await fetch(`${host.url}/openai/v1/models`, bearer(key))).status

  it('makes keys that a host takes at once', async () => {
    const { text } = await host.add()
    expect(await status(text)).to.equal(200)
  })
  it('keeps no key', async () => {
    const { id, text } = await host.add()
    const row = JSON.stringify(await host.keys.find(id))
    expect(text)
      .to.match(/^drm_[0-9a-f]{12}_[0-9a-f]{48}$/)
      .and.to.include(id)
    expect(row).not.to.include(text.slice(-48))
  })
  it('revokes a key in a host that runs, within a second or so', async () => {
    const { id, text } = await host.add()
    expect(await status(text)).to.equal(200)
    expect([await host.keys.revoke(id), await host.keys.revoke(id)]).to.deep.equal([true, false])
    const begun = performance.now()
    await eventually('it is refused', async () => (await status(text)) === 401)
    expect(performance.now() - begun).to.be.below(1_500)
    expect(await (await fetch(`${host.url}/openai/v1/models`, bearer(text))).text()).to.include('not known here')
  })
  it('lets a key expire while the host runs', async () => {
    const { text } = await host.add({ name: 'short', expiresAt: Date.now() + 300 })
    expect(await status(text)).to.equal(200)
    await eventually('it is refused', async () => (await status(text)) === 401)
    expect(await (await fetch(`${host.url}/openai/v1/models`, bearer(text))).text()).to.include('"short\\" has expired')
  })
  it('writes down when a key was used, now and then', async () => {
    const { id, text } = await host.add()
    expect((await host.keys.find(id))?.usedAt).to.equal(undefined)
    await status(text)
    await eventually('it is written', async () => (await host.keys.find(id))?.usedAt !== undefined)
    const first = (await host.keys.find(id))?.usedAt
    for (let count = 0; count < 20; count++) await status(text)
    expect((await host.keys.find(id))?.usedAt).to.equal(first)
  })
  it('does not take a wrong key for a use', async () => {
    const { id, text } = await host.add()
    expect(await status(`${text.slice(0, -8)}00000000`)).to.equal(401)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect((await host.keys.find(id))?.usedAt).to.equal(undefined)
  })
})

describe('keys: a store that fails', () => {
  it('lets nobody in whose key cannot be looked up, and says so without details', async () => {
    const host = await openKeyed()
    try {
      const { text } = await host.add()
      const database = new Database(host.file)
      database.exec('drop table keys_keys')
      database.close()
      const response = await fetch(`${host.url}/openai/v1/models`, bearer(text))
      expect([response.status, response.headers.get('retry-after')]).to.deep.equal([503, '5'])
      expect(await response.text())
        .to.include('The state could not be read')
        .and.not.to.match(/keys_keys|SQL/i)
      expect(host.log.join('\n')).to.match(/no such table/)
      expect((await fetch(`${host.url}/openai/v1/models`, bearer(operatorKey))).status).to.equal(200)
      expect((await fetch(`${host.url}/health`)).status).to.equal(200)
    } finally {
      await host.close()
    }
  })
})

describe('keys: start-up', () => {
  const refused = async (settings: Parameters<typeof openKeyed>[0]): Promise<string> => {
    const error = await openKeyed(settings).then(
      async (host) => await host.close(),
      (thrown: unknown) => thrown,
    )
    if (!isRuntimeError(error)) throw new Error(`it started, or failed otherwise: ${error}`)
    expect(error.code).to.equal('invalid-settings')
    return error.message
  }

  it('is refused where keys are required and there is none', async () => {
    expect(await refused({ apiKeys: [], awsKeys: [] })).to.match(/dramatis keys add.*DRAMATIS_API_KEYS/)
  })
  it('is refused where there are blanks only', async () => {
    expect(await refused({ apiKeys: [' ', '\t'], awsKeys: [] })).to.match(/there is none/)
  })
  for (const pair of ['no-colon', ':secret', 'id:']) {
    it(`is refused for the pair "${pair}", and does not tell it`, async () => {
      expect(await refused({ awsKeys: [pair] }))
        .to.match(/"awsKeys", item 0/)
        .and.not.to.include(pair)
    })
  }
  it('trims keys', async () => {
    const host = await openKeyed({ apiKeys: [` ${operatorKey} `] })
    try {
      expect((await fetch(`${host.url}/openai/v1/models`, bearer(operatorKey))).status).to.equal(200)
    } finally {
      await host.close()
    }
  })
})
