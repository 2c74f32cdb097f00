import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { silentLog } from 'dramatis/testing'
import type { Log } from '../../src/core/types.ts'
import { call, closeAll, reached, toolkitOf, until } from './clients.ts'
import { GuardedServer } from './guarded-server.ts'

describe('MCP servers that want a token', () => {
  const guarded = new GuardedServer()
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dramatis-oauth-'))
    await guarded.listen()
  })
  afterEach(async () => {
    await closeAll()
    guarded.forget()
  })
  after(async () => {
    await guarded.close()
    await rm(folder, { recursive: true })
  })

  it('are told as such where nobody has said how to get one', async () => {
    const toolkit = await reached({ one: { url: guarded.url } })
    expect(toolkit.problems[0]?.message).to.match(/wants a token .* see "headers" and "auth"/)
  })

  it('take one that is known', async () => {
    const toolkit = await reached({ one: { url: guarded.url, headers: { authorization: 'Bearer known' } } })
    expect((await call(toolkit, 'tell')).text).to.equal('known')
  })

  it('give one to the host itself', async () => {
    const auth = { grant: 'client_credentials', clientId: 'host', clientSecret: 'secret', issuer: guarded.origin }
    const toolkit = await reached({ one: { url: guarded.url, auth } })
    expect(toolkit.problems).to.deep.equal([])
    expect((await call(toolkit, 'tell')).text).to.match(/^client_credentials/)
  })

  it('get no secret that is meant for somebody else', async () => {
    const auth = {
      grant: 'client_credentials',
      clientId: 'host',
      clientSecret: 'secret',
      issuer: 'https://other.example',
    }
    const toolkit = await reached({ one: { url: guarded.url, auth } })
    expect(toolkit.problems).to.have.length(1)
    expect(guarded.secrets).to.deep.equal([])
  })

  it('wait for somebody to agree, and take the answer into account when it comes', async () => {
    const auth = { grant: 'authorization_code', tokenFile: join(folder, 'tokens.json') }
    const settings = { url: guarded.url, auth, connectTimeout: '300ms' }
    const pages: string[] = []
    const first = await reached({ one: settings }, hearing(pages))
    const [page = ''] = pages
    expect(first.problems[0]?.message).to.contain(`open ${page} in a browser`)
    expect(first.tools).to.deep.equal([])

    const forged = new URL(new URL(page).searchParams.get('redirect_uri') ?? '')
    forged.search = '?code=stolen&state=guessed'
    expect((await fetch(forged)).status, 'a code that nobody asked for').to.equal(404)

    expect(await (await fetch(page)).text()).to.match(/^Thank you/)
    await until(() => first.problems.length === 0, 'it is connected')
    expect((await call(first, 'tell')).text).to.match(/^authorization_code/)
    expect(await fetch(forged).catch(() => 'closed')).to.equal('closed')

    expect((await stat(join(folder, 'tokens.json'))).mode & 0o777).to.equal(0o600)
    expect(await readFile(join(folder, 'tokens.json'), 'utf8')).to.contain('refresh')
    const later = await reached({ one: settings }, hearing(pages))
    expect((await call(later, 'tell')).text, 'it is remembered').to.match(/^authorization_code/)
    guarded.expire()
    expect((await call(later, 'tell')).text, 'it is refreshed').to.match(/^refresh_token/)
    expect(pages).to.have.length(1)

    guarded.expire({ refresh: true })
    const again = await reached({ one: settings }, hearing(pages))
    expect(pages, 'somebody has to agree again').to.have.length(2)
    expect(new URL(pages[1] ?? '').searchParams.get('redirect_uri'), 'at the same place').to.equal(
      `${forged.origin}/callback`,
    )
    await fetch(pages[1] ?? '')
    await until(() => again.problems.length === 0, 'it is connected again')
  })

  it('are closed while they wait', async () => {
    const toolkit = toolkitOf({ one: { url: guarded.url, auth: { grant: 'authorization_code' } } })
    const coming = toolkit.ready(Number.POSITIVE_INFINITY)
    await new Promise((resolve) => setTimeout(resolve, 300))
    await toolkit.close()
    await coming
  })
})

/** The pages that somebody is to open. */
function hearing(pages: string[]): Log {
  const warn = (details: object): void => {
    if ('page' in details) pages.push(String(details.page))
  }
  return { ...silentLog, warn }
}
