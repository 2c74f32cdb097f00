import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { expect } from 'chai'
import { isSolverError } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import { openUpstream, type Upstream } from 'dramatis/upstream'
import { type FaultServer, type Said, startFaultServer } from '../support/fault-server.ts'
import { eventually } from '../support/stage.ts'

describe('an upstream', () => {
  let server: FaultServer
  let upstream: Upstream
  let said: Said = {}
  beforeEach(async () => {
    said = {}
    server = await startFaultServer(() => said)
    upstream = openUpstream({ baseUrl: `${server.url}/v1`, log: silentLog })
  })
  afterEach(async () => {
    await upstream.close()
    await server.close()
  })

  const post = (body = '{}', init: RequestInit = {}) =>
    upstream.fetch(`${server.url}/v1/chat?x=1`, { method: 'POST', body, ...init })
  const last = () => server.calls.at(-1)

  it('sends what it is given, with headers of every kind', async () => {
    const kinds: RequestInit['headers'][] = [{ 'x-a': '1' }, [['x-a', '1']], new Headers({ 'x-a': '1' })]
    for (const headers of kinds) {
      await (await post('{"a":1}', { headers: headers ?? {} })).text()
      expect(last()).to.deep.include({ path: '/v1/chat?x=1', body: { a: 1 } })
      expect(last()?.headers).to.include({ 'x-a': '1' })
    }
  })
  it('gives an answer as SDKs read one', async () => {
    said = { headers: { 'content-type': 'application/json', 'x-request-id': 'r' }, frames: ['{"a"', ':1}'] }
    const answer = await post()
    expect([answer.status, answer.ok, answer.headers.get('X-Request-Id')]).to.deep.equal([200, true, 'r'])
    expect([...answer.headers.entries()]).to.deep.include(['content-type', 'application/json'])
    expect(await answer.json()).to.deep.equal({ a: 1 })
    expect(answer.bodyUsed).to.equal(true)
    const reader = (await post()).body?.getReader()
    let text = ''
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read())
      text += Buffer.from(read.value)
    expect(text).to.equal('{"a":1}')
  })
  it('reads a text whose letters are cut in two', async () => {
    said = { frames: [...Buffer.from('Grüße 👋')].map((byte) => Uint8Array.of(byte)) }
    expect(await (await post()).text()).to.equal('Grüße 👋')
  })
  it('lets the server wait while nobody reads', async () => {
    const frame = Buffer.alloc(64 * 1024)
    said = { frames: Array.from({ length: 1000 }, () => frame) }
    const answer = await post()
    const before = process.memoryUsage().arrayBuffers
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(8 * 1024 * 1024)
    let size = 0
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) size += chunk.length // it is one
    expect(size).to.equal(1000 * frame.length)
  })
  it('keeps the connection of a body that is not read to its end', async () => {
    said = { frames: ['data: 1\n\n', 'data: 2\n\n'], pause: 20 }
    for (let count = 0; count < 4; count++) {
      for await (const _ of (await post()).body as unknown as AsyncIterable<Uint8Array>) break
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    expect(server.connections).to.equal(1)
  })
  it('gives up the rest of one that does not come to its end', async () => {
    said = { frames: ['data: 1\n\n'], ending: 'silent' }
    for await (const _ of (await post()).body as unknown as AsyncIterable<Uint8Array>) break
    await eventually('the call is cut', () => last()?.left !== undefined)
  })

  const moments: Record<string, Said> = {
    'before the answer begins': { pause: 1000, frames: ['x'] },
    'in the middle of it': { frames: ['x'], ending: 'silent' },
  }
  for (const [when, saying] of Object.entries(moments)) {
    it(`is cut at once when its signal aborts ${when}`, async () => {
      said = when.startsWith('before') ? { ...saying, status: 200 } : saying
      const leaving = new AbortController()
      const reading = post('{}', { signal: leaving.signal }).then((answer) => answer.text())
      await eventually('the call has come', () => server.calls.length > 0)
      const left = performance.now()
      leaving.abort(new Error('It left.'))
      expect(await reading.catch((error: unknown) => error)).to.have.property('message', 'It left.')
      await eventually('it is cut', () => last()?.left !== undefined)
      expect((last()?.left ?? 0) - left).to.be.below(100)
    })
  }
  it('sends nothing where its signal has aborted before', async () => {
    const thrown = await post('{}', { signal: AbortSignal.abort(new Error('It left.')) }).catch((error) => error)
    expect(thrown).to.have.property('message', 'It left.')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(server.calls).to.deep.equal([])
  })
  it('leaves no listener on a signal', async () => {
    const { signal } = new AbortController()
    const listening = new Set<unknown>()
    const add = signal.addEventListener.bind(signal)
    const remove = signal.removeEventListener.bind(signal)
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listening.add(given[1])
      add(...given)
    }
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listening.delete(given[1])
      remove(...given)
    }
    for (let count = 0; count < 3; count++) await (await post('{}', { signal })).text()
    expect(listening.size).to.equal(0)
  })
  it('does not leave its own server', async () => {
    const thrown = await upstream.fetch('http://elsewhere.example/v1?key=secret').catch((error) => error)
    expect(thrown).to.include({ kind: 'bad-request' }).and.have.property('message').that.does.not.include('secret')
  })
  it('fails when it is closed', async () => {
    await upstream.close()
    expect(await post().catch((error) => error)).to.include({ kind: 'server-error' })
  })
  it('says nothing of what is in a query', async () => {
    said = { status: 500, frames: ['No.'] }
    const thrown: unknown = await upstream.fetch(`${server.url}/v1?key=secret`).catch((error) => error)
    expect(thrown).to.have.property('message').that.includes('No.').and.does.not.include('secret')
  })
})

describe('a server that speaks no HTTP', () => {
  let server: Server
  let url = ''
  before(async () => {
    server = createServer((socket) => socket.end('SSH-2.0-x\r\n'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => void server.close())

  it('is a failure of the server', async () => {
    const upstream = openUpstream({ baseUrl: url, log: silentLog })
    const thrown: unknown = await upstream.fetch(`${url}/v1`).catch((error) => error)
    expect(isSolverError(thrown) && thrown.kind).to.equal('server-error')
    await upstream.close()
  })
})
