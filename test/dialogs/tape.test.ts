import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { currentTape } from '../../src/web/tape.ts'
import { type LookupServer, type Said, startLookupServer } from '../support/lookup-server.ts'
import { dialogFolder, held, missesIn } from './dialogs.ts'

const lookup = `
import { defineSolver } from 'dramatis'
import { createWebClient, shape } from 'dramatis/web'
const fact = shape({ type: 'object', properties: { fact: { type: 'string' } }, required: ['fact'] })
export default defineSolver({
  create: ({ baseUrl }) => {
    const web = createWebClient({ baseUrl, query: { key: 'hush-hush-hush' }, retries: 0 })
    return {
      solve: async ({ question }, { signal }) => {
        if (question === 'text') return await web.text('/text', { query: { q: 'ä' }, signal })
        if (question === 'german') return await web.text('/text', { query: { q: 'ä' }, headers: { 'accept-language': 'de' }, signal })
        return (await web.json('/fact', { query: { q: question }, absent: [404], shape: fact, signal }))?.fact
      },
      close: () => web.close(),
    }
  },
})
`
const dialogs = (user: string, expected: string) =>
  `persona: lookup.json\ndialogs: [{ name: a, turns: [{ user: ${user}, expect: ${expected} }] }]`

describe('what web services say in dialogs', () => {
  const files = dialogFolder()
  const plugins = `${files.folder}/plugins`
  let server: LookupServer
  let answer: Said

  beforeEach(async () => {
    answer = { body: { fact: 'It is so.' } }
    server = await startLookupServer(({ path, headers }) =>
      path === '/text' ? { body: headers['accept-language'] === 'de' ? 'Hallo' : 'Hello, hush-hush-hush' } : answer,
    )
    files.write('plugins/lookup.ts', lookup)
    files.write('lookup.json', JSON.stringify({ solvers: ['lookup'], lookup: { baseUrl: server.url } }))
  })
  afterEach(() => server.close())
  after(() => files.close())

  /** A dialog file of its own, and what is missed in it. */
  let number = 0
  const dialog = (user: string, expected: string) => {
    const path = files.write(`dialog-${number++}.yaml`, dialogs(user, expected))
    return {
      tape: `${path}.tape.json`,
      misses: async (records: boolean) => missesIn(await held(path, { plugins, records })),
    }
  }

  it('is not asked for unless it is to be recorded', async () => {
    const { misses, tape } = dialog('fact', '{ contains: so }')
    const missed = await misses(false)
    expect(server.asked).to.deep.equal([])
    expect(missed[0]).to.equal(
      `direct 1: an answer that can be replayed; GET ${server.url}/fact?q=fact is not on the tape; run "dramatis test --record" to ask it for once.`,
    )
    expect(missed.filter((miss) => miss.includes('is not on the tape'))).to.have.lengthOf(5) // then its breaker is open
    expect(existsSync(tape)).to.equal(false)
    expect(currentTape()).to.equal(undefined)
  })

  it('is asked once, and replayed without the service', async () => {
    const { misses, tape } = dialog('fact', 'It is so.')
    expect(await misses(true)).to.deep.equal([])
    expect(server.asked).to.have.lengthOf(1)
    expect(JSON.parse(readFileSync(tape, 'utf8'))).to.deep.equal([
      { request: `GET ${server.url}/fact?q=fact`, status: 200, body: { fact: 'It is so.' } },
    ])
    await server.close()
    expect(await misses(false)).to.deep.equal([])
    expect(await misses(true)).to.deep.equal([])
    expect(server.asked).to.have.lengthOf(1)
  })

  it('is kept as text, by language, without keys', async () => {
    const { misses, tape } = dialog('text', '"Hello, [secret]"')
    expect(await misses(true)).to.deep.equal([])
    const german = files.write(tape.split('/').at(-1)?.replace('.tape.json', '') ?? '', dialogs('german', 'Hallo'))
    expect(missesIn(await held(german, { plugins, records: true }))).to.deep.equal([])
    const text = readFileSync(tape, 'utf8')
    expect(text).not.to.contain('hush')
    expect(server.asked[0]?.query).to.deep.equal({ q: 'ä', key: 'hush-hush-hush' })
    expect(JSON.parse(text)).to.deep.equal([
      { request: `GET ${server.url}/text?q=%C3%A4`, status: 200, body: 'Hello, [secret]' },
      { request: `GET ${server.url}/text?q=%C3%A4`, language: 'de', status: 200, body: 'Hallo' },
    ])
  })

  it('is kept where it is that there is nothing', async () => {
    answer = { status: 404, body: 'Nothing here.' }
    const { misses, tape } = dialog('fact', '{ declined: true }')
    expect(await misses(true)).to.deep.equal([])
    expect(JSON.parse(readFileSync(tape, 'utf8'))).to.deep.equal([
      { request: `GET ${server.url}/fact?q=fact`, status: 404 },
    ])
    await server.close()
    expect(await misses(false)).to.deep.equal([])
  })

  const useless: Record<string, Said> = {
    'an error': { status: 500 },
    'a page instead of data': { body: '<!DOCTYPE html><title>Sign in</title>' },
    'data of another shape': { body: { fiction: 'It is not so.' } },
  }
  for (const [what, said] of Object.entries(useless)) {
    it(`is not kept where it is ${what}`, async () => {
      answer = said
      const { misses, tape } = dialog('fact', '{ contains: so }')
      expect((await misses(true)).length).to.be.at.least(8)
      const kept = existsSync(tape) ? JSON.parse(readFileSync(tape, 'utf8')) : []
      expect(kept).to.deep.equal([])
    })
  }

  it('is refused where the tape is broken', async () => {
    const { misses, tape } = dialog('fact', 'It is so.')
    writeFileSync(tape, '[{ "request": 7 }]')
    expect((await misses(false)).join()).to.match(
      /^The tape .*\.tape\.json cannot be used: .*Remove it, and run with --record\.$/,
    )
  })
})
