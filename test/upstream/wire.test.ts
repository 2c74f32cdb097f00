import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, createGzip, deflateSync, gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { isSolverError } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import { bodyOf, openUpstream, readEvents, type Upstream, type UpstreamOptions } from 'dramatis/upstream'
import { type FaultServer, type Said, startFaultServer } from '../support/fault-server.ts'
import { type RawCall, type RawServer, startRawServer } from '../support/raw-server.ts'

/** What an upstream says, or the kind of its failure. */
async function outcome(upstream: Upstream, url: string): Promise<string> {
  try {
    return await (await upstream.fetch(`${url}/v1`, { method: 'POST', body: '{}' })).text()
  } catch (error) {
    if (!isSolverError(error)) throw error
    return error.retryAfter === undefined ? error.kind : `${error.kind}, ${error.retryAfter} s`
  }
}

const proper = 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nYes'

describe('bytes of a server', () => {
  const cases: Record<string, [bytes: string, outcome: string]> = {
    'HTTP/1.0, and no length': ['HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nYes', 'Yes'],
    'more than one answer, of which the first only tells that it works': [
      `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${proper}`,
      'Yes',
    ],
    'a length that is too great': ['HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nYes', 'server-error'],
    'chunks without an end': ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nYes\r\n', 'server-error'],
    'chunks that are none': ['HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nYes\r\nzz\r\n', 'server-error'],
    'enormous headers': [`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`, 'server-error'],
    'headers without an end': ['HTTP/1.1 200 OK\r\nx: 1\r\n', 'server-error'],
    nothing: ['', 'server-error'],
  }
  for (const [name, [bytes, expected]] of Object.entries(cases)) {
    it(`${name}: ${expected}`, async () => {
      const server = await startRawServer(({ socket }) => void socket.end(bytes, 'latin1'))
      const upstream = openUpstream({ baseUrl: server.url, log: silentLog })
      expect(await outcome(upstream, server.url)).to.equal(expected)
      expect(server.calls).to.equal(1)
      await upstream.close()
      await server.close()
    })
  }
})

describe('a connection that the server closes just when it is asked', () => {
  const closings: Record<string, (call: RawCall) => void> = {
    'in order': ({ socket }) => void socket.end(),
    'with a reset': ({ socket }) => void socket.resetAndDestroy(),
  }
  let server: RawServer
  let upstream: Upstream
  const open = async (answer: (call: RawCall) => void, options: Partial<UpstreamOptions> = {}) => {
    server = await startRawServer(answer)
    upstream = openUpstream({ baseUrl: server.url, log: silentLog, ...options })
  }
  afterEach(async () => {
    await upstream.close()
    await server.close()
  })
  /** Asks when the connection of the last answer is free. */
  const ask = async (): Promise<string> => {
    await sleep(5)
    return await outcome(upstream, server.url)
  }

  for (const [how, closing] of Object.entries(closings)) {
    const once = (call: RawCall): void => {
      if (call.nth === 1) call.socket.write(proper)
      else closing(call)
    }
    it(`${how}: the question is sent again, by another one`, async () => {
      await open(once)
      for (let count = 0; count < 5; count++) expect(await ask()).to.equal('Yes')
      expect([server.connections, server.calls]).to.deep.equal([5, 9])
    })
    it(`${how}: also where many are closed at once, a few times`, async () => {
      await open(once)
      const all = async () => await Promise.all(Array.from({ length: 3 }, ask))
      await all()
      expect(await all()).to.deep.equal(['Yes', 'Yes', 'Yes'])
    })
    it(`${how}: not where it has never answered`, async () => {
      await open(closing)
      expect(await ask()).to.equal('server-error')
      expect(server.calls).to.equal(1)
    })
    it(`${how}: not where that may do harm`, async () => {
      await open(once, { repeats: false })
      expect(await ask()).to.equal('Yes')
      expect(await ask()).to.equal('server-error')
      expect(server.calls).to.equal(2)
    })
  }
  it('is no such connection where an answer has begun', async () => {
    await open(({ nth, socket }) => {
      if (nth === 1) socket.write(proper)
      else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nYes', () => socket.end())
    })
    expect(await ask()).to.equal('Yes')
    expect(await ask()).to.equal('server-error')
    expect(server.calls).to.equal(2)
  })
})

describe('what a server says in a form of its own', () => {
  let server: FaultServer
  let upstream: Upstream
  let said: Said = {}
  before(async () => {
    server = await startFaultServer(() => said)
    upstream = openUpstream({ baseUrl: server.url, log: silentLog })
  })
  after(async () => {
    await upstream.close()
    await server.close()
  })

  const text = 'data: Grüße\n\n'.repeat(100)
  const spent = gzipSync(JSON.stringify({ error: { code: 'insufficient_quota' } }))
  const cases: Record<string, [said: Said, outcome: string]> = {
    'packed by gzip': [coded('gzip', gzipSync(text)), text],
    'packed by brotli': [coded('br', brotliCompressSync(text)), text],
    'packed by deflate': [coded('Deflate', deflateSync(text)), text],
    'not packed, and told so': [coded('identity', Buffer.from(text)), text],
    'packed in an unknown way': [coded('rar', Buffer.from(text)), 'server-error'],
    'not packed, and told otherwise': [coded('gzip', Buffer.from(text)), 'server-error'],
    'packed, but half of it': [coded('gzip', gzipSync(text).subarray(0, 40)), 'server-error'],
    'packed, and cut off': [{ ...coded('gzip', gzipSync(text).subarray(0, 40)), ending: 'cut' }, 'server-error'],
    'a failure that is packed': [{ ...coded('gzip', spent), status: 429 }, 'quota'],
    'a failure whose words do not come to an end': [
      { status: 429, headers: { 'retry-after': '7' }, frames: ['{'], ending: 'silent' },
      'rate-limit, 7 s',
    ],
    'a failure whose words are cut off': [{ status: 401, frames: ['{'], ending: 'cut' }, 'unauthorized'],
    'a web page without an end': [
      { headers: { 'content-type': 'text/html' }, frames: ['<html>'], ending: 'silent' },
      'server-error',
    ],
    'somebody else has the lock': [{ status: 409 }, 'server-error'],
    'it is too early': [{ status: 425 }, 'server-error'],
  }
  for (const [name, [saying, expected]] of Object.entries(cases)) {
    it(`${name}: ${expected.slice(0, 20)}`, async () => {
      said = saying
      const started = performance.now()
      expect(await outcome(upstream, server.url)).to.equal(expected)
      expect(performance.now() - started).to.be.below(3000)
    })
  }

  it('an answer in one piece that is too long', async () => {
    const megabyte = Buffer.alloc(1024 * 1024)
    said = { frames: Array.from({ length: 70 }, () => megabyte) }
    expect(await outcome(upstream, server.url)).to.equal('server-error')
  })

  it('events that are packed come one by one', async () => {
    const packer = createGzip()
    const frames: Buffer[] = []
    packer.on('data', (chunk: Buffer) => void frames.push(chunk))
    for (const event of ['data: a\n\n', 'data: b\n\n']) {
      packer.write(event)
      await new Promise<void>((resolve) => packer.flush(resolve))
    }
    said = { ...coded('gzip', ...frames), ending: 'silent' }
    const leaving = new AbortController()
    const response = await upstream.fetch(`${server.url}/v1`, { signal: leaving.signal })
    const heard: string[] = []
    try {
      for await (const events of readEvents(bodyOf(response))) {
        heard.push(...events.map(({ data }) => data))
        if (heard.length === 2) leaving.abort(new Error('It left.'))
      }
    } catch (error) {
      expect(error).to.have.property('message', 'It left.')
    }
    expect(heard).to.deep.equal(['a', 'b'])
  })

  it('what came before a connection broke is heard, however late', async () => {
    said = { frames: ['a', 'b'], ending: 'cut' }
    const body = bodyOf(await upstream.fetch(`${server.url}/v1`))
    await sleep(100)
    let heard = ''
    try {
      for await (const chunk of body) heard += Buffer.from(chunk)
      heard += ' and an end'
    } catch (error) {
      if (!isSolverError(error)) throw error
      heard += ` ${error.kind}`
    }
    expect(heard).to.equal('ab server-error')
  })
})

function coded(coding: string, ...frames: Buffer[]): Said {
  return { headers: { 'content-encoding': coding }, frames }
}

describe('the address of an upstream', () => {
  const addresses: Record<string, RegExp> = {
    'localhost:11434': /must be an http\(s\) URL/,
    'ftp://127.0.0.1/v1': /must be an http\(s\) URL/,
    '/v1': /must be an http\(s\) URL/,
    'http://someone:secret@127.0.0.1/v1': /^(?!.*secret).*must not hold a user name or password/,
    'https://secret@127.0.0.1/v1': /^(?!.*secret).*must not hold a user name or password/,
  }
  for (const [baseUrl, message] of Object.entries(addresses)) {
    it(`is not ${baseUrl}`, () => {
      expect(() => openUpstream({ baseUrl, log: silentLog })).to.throw(message)
    })
  }
})

describe('the id of an upstream', () => {
  const id = (options: Partial<UpstreamOptions>) =>
    openUpstream({ baseUrl: 'http://127.0.0.1:1/v1', log: silentLog, ...options }).id
  it('is that of its server and of the key', () => {
    expect(id({})).to.equal(id({ headers: {} }))
    expect(id({ apiKey: 'one' })).to.equal(id({ apiKey: 'one' }))
    const others = [{}, { apiKey: 'one' }, { apiKey: 'two' }, { headers: { 'x-key': 'one' } }]
    expect(new Set(others.map(id)).size).to.equal(others.length)
    expect(id({ apiKey: 'one' })).not.to.include('one')
  })
})
