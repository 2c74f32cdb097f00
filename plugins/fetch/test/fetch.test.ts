import dns from 'node:dns'
import type { RequestListener } from 'node:http'
import { mock } from 'node:test'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { openToolbox, toolboxContract } from 'dramatis/testing'
import fetchBox from 'dramatis-toolbox-fetch'
import { startLocalServer } from '../../../test/support/local-server.ts'

const page = '<title>Tea</title><h1>Tea</h1><p>Hot &amp; strong.'

const routes: Record<string, RequestListener> = {
  '/': (_, response) => response.setHeader('content-type', 'text/html; charset=utf-8').end(page),
  '/latin1': (_, response) =>
    response.setHeader('content-type', 'text/plain; charset=latin1').end(Buffer.from('für', 'latin1')),
  '/meta': (_, response) =>
    response.setHeader('content-type', 'text/html').end(Buffer.from('<meta charset="windows-1252"><p>für', 'latin1')),
  '/json': (_, response) => response.setHeader('content-type', 'application/json').end('{"a":[1]}'),
  '/image': (_, response) => response.setHeader('content-type', 'image/png').end(Buffer.of(1, 2)),
  '/untyped': (_, response) => response.end('plain words'),
  '/untyped-html': (_, response) => response.end('<!doctype html><p>words'),
  '/gone': (_, response) => response.writeHead(410).end('no'),
  '/big': (_, response) => response.setHeader('content-type', 'text/plain').end('ä'.repeat(100_000)),
  '/bomb': (_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
      .end(gzipSync(Buffer.alloc(50_000_000, 'x'))),
  '/hangs': () => {},
  '/drips': (_, response) => response.setHeader('content-type', 'text/plain').write('begun'),
  '/breaks': (_, response) => response.writeHead(200, { 'content-length': '100' }).write('x', () => response.destroy()),
  '/endless': (_, response) => {
    response.setHeader('content-type', 'text/plain')
    const go = () => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
    }
    response.on('drain', go)
    go()
  },
  '/hop': (request, response) => response.writeHead(302, { location: `/hop${request.url?.length}` }).end(),
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/moved': (_, response) => response.writeHead(301, { location: '/latin1' }).end(),
  '/lost': (_, response) => response.writeHead(302, { location: 'http://[broken' }).end(),
  '/to-file': (_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/to-loopback': (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  '/to-metadata': (_, response) => response.writeHead(307, { location: 'http://169.254.169.254/latest' }).end(),
  '/to-name': (_, response) => response.writeHead(302, { location: `http://inner.test:${port}/` }).end(),
}

let served: string[] = []
const server = await startLocalServer((request, response) => {
  served.push(request.url ?? '')
  const route = routes[request.url ?? '']
  if (route) route(request, response)
  else response.writeHead(404).end()
})
const { port } = new URL(server.url)
after(() => server.close())
beforeEach(() => {
  served = []
})

const local = { allow: ['127.0.0.1', 'localhost'] }
const read = async (
  url: string,
  { config = local, maxBytes, signal }: { config?: object; maxBytes?: number; signal?: AbortSignal } = {},
) => {
  const box = await openToolbox(fetchBox, { config })
  try {
    const input = { url: url.replace('PORT', port), ...(maxBytes ? { maxBytes } : {}) }
    return await box.call('fetch', input, signal ? { signal } : {})
  } finally {
    await box.close()
  }
}
const failure = (...given: Parameters<typeof read>): Promise<unknown> =>
  read(...given).catch((error: Error) => error.message)

describe('fetch against a server', () => {
  const rows: [path: string, expected: object, maxBytes?: number][] = [
    ['/', { mediaType: 'text/html', title: 'Tea', text: '# Tea\n\nHot & strong.', truncated: false }],
    ['/latin1', { mediaType: 'text/plain', text: 'für', truncated: false }],
    ['/meta', { mediaType: 'text/html', text: 'für' }],
    ['/json', { mediaType: 'application/json', text: '{"a":[1]}' }],
    ['/untyped', { mediaType: 'text/plain', text: 'plain words' }],
    ['/untyped-html', { mediaType: 'text/html', text: 'words' }],
    ['/moved', { text: 'für' }],
    ['/big', { text: 'äää', truncated: true }, 7],
  ]
  for (const [path, expected, maxBytes] of rows) {
    it(`reads ${path}`, async () => {
      expect(await read(`http://127.0.0.1:PORT${path}`, maxBytes ? { maxBytes } : {})).to.deep.include(expected)
    })
  }
  it('tells where a page was found in the end', async () => {
    expect(await read('http://localhost:PORT/moved')).to.include({ url: `http://localhost:${port}/latin1` })
  })
  it('reads no more than it may, however small it is packed', async () => {
    const told = Object(
      await read('http://127.0.0.1:PORT/bomb', { config: { ...local, maxDownload: 1000 }, maxBytes: 5000 }),
    )
    expect(told.text).to.equal('x'.repeat(1000))
    expect(told.truncated).to.equal(true)
  })

  it('does not wait for the end of what has none', async () => {
    const told = Object(
      await read('http://127.0.0.1:PORT/endless', { config: { ...local, maxDownload: 1000, timeout: '2s' } }),
    )
    expect(told).to.include({ truncated: true, text: 'x'.repeat(1000) })
  })

  const wrong: [path: string, message: RegExp][] = [
    ['/image', /it is image\/png, and only text can be read/],
    ['/gone', /answered 410 Gone/],
    ['/nothing', /answered 404/],
    ['/breaks', /cannot be read: /],
    ['/loop', /leads on more than 5 times/],
    ['/lost', /leads to "http:\/\/\[broken", which is no address/],
    ['/to-file', /Only http and https are read, and not "file:"/],
    ['/to-metadata', /"169\.254\.169\.254" is not on the public internet/],
    ['/to-name', /inner\.test/],
  ]
  for (const [path, message] of wrong) {
    it(`says why it cannot read ${path}`, async () => {
      expect(await failure(`http://127.0.0.1:PORT${path}`)).to.match(message)
    })
  }
  for (const path of ['/hangs', '/drips']) {
    it(`gives up where ${path.slice(1)}`, async () => {
      const config = { ...local, timeout: '150ms' }
      expect(await failure(`http://127.0.0.1:PORT${path}`, { config })).to.match(/did not answer within 150 ms\.$/)
    })
    it(`stops where ${path.slice(1)} when the caller leaves`, async () => {
      const leaving = new AbortController()
      setTimeout(() => leaving.abort(), 50)
      expect(await failure(`http://127.0.0.1:PORT${path}`, { signal: leaving.signal })).to.match(/cancelled/)
    })
  }
})

describe('what fetch keeps out', () => {
  const addresses = [
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://017700000001:PORT/',
    'http://0:PORT/',
    'http://0.0.0.0:PORT/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://100.64.0.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://168.63.129.16/',
    'http://198.18.0.1/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[fe80::1]/',
    'http://[fc00::1]/',
    'http://[fd00:ec2::254]/',
    'http://[ff02::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b:1::a00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[2001::1]/',
    'http://[2001:db8::1]/',
    'http://[fec0::1]/',
    'http://[100::1]/',
    'http://localhost:PORT/',
    'http://LOCALHOST:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://１２７.0.0.1:PORT/',
  ]
  for (const address of addresses) {
    it(address, async () => {
      expect(await failure(address, { config: { timeout: '3s' } })).to.match(
        /is not on the public internet, and is not read/,
      )
      expect(served).to.deep.equal([])
    })
  }
  const others: [url: string, message: RegExp][] = [
    ['file:///etc/passwd', /Only http and https/],
    ['ftp://example.org/', /Only http and https/],
    ['data:text/plain,hi', /Only http and https/],
    ['javascript:1', /Only http and https/],
    ['http://user:secret@example.org/', /with a password in it is not read/],
    ['example.org', /is no address; write it like/],
    ['http://', /is no address/],
  ]
  for (const [url, message] of others) it(url, async () => expect(await failure(url)).to.match(message))

  describe('by name', () => {
    let answers: string[][]
    let asked: string[]
    beforeEach(() => {
      asked = []
      mock.method(
        dns,
        'lookup',
        (name: string, _options: object, done: (error: null, found: dns.LookupAddress[]) => void) => {
          asked.push(name)
          const found = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
          done(
            null,
            found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
          )
        },
      )
    })
    afterEach(() => mock.restoreAll())

    const names: string[][] = [
      ['127.0.0.1'],
      ['10.1.2.3'],
      ['::1'],
      ['::ffff:10.0.0.1'],
      ['93.184.215.14', '127.0.0.1'],
      ['127.0.0.1', '93.184.215.14'],
      ['2606:4700::1', 'fd00::1'],
      ['fe80::1%eth0'],
      ['0.0.0.0'],
      [],
    ]
    for (const found of names) {
      it(`a name of [${found.join(', ')}]`, async () => {
        answers = [found]
        expect(await failure('http://rebound.test:PORT/', { config: {} })).to.match(
          /"rebound\.test" is not on the public internet/,
        )
        expect(served).to.deep.equal([])
      })
    }
    it('a name whose meaning changes between two connections', async () => {
      answers = [['127.0.0.1']]
      const box = await openToolbox(fetchBox, { config: { allow: [`first.test:${port}`] } })
      expect(await box.call('fetch', { url: `http://first.test:${port}/` })).to.include({ title: 'Tea' })
      const next = await box
        .call('fetch', { url: `http://second.test:${port}/` })
        .catch((error: Error) => error.message)
      expect(next).to.match(/"second\.test" is not on the public internet/)
      expect(asked).to.deep.equal(['first.test', 'second.test'])
      await box.close()
    })
    it('a redirect from an allowed host to a name inside', async () => {
      answers = [['127.0.0.1']]
      expect(await failure('http://127.0.0.1:PORT/to-name')).to.match(/"inner\.test" is not on the public internet/)
      expect(served).to.deep.equal(['/to-name'])
    })
    it('an allowed host on another port, and a host that only ends alike', async () => {
      answers = [['127.0.0.1']]
      const config = { allow: ['wiki.test:1', '*.lan'] }
      for (const host of ['wiki.test', 'evillan', 'lan']) {
        expect(await failure(`http://${host}:PORT/`, { config })).to.match(/is not on the public internet/)
      }
      expect(await read('http://a.lan:PORT/', { config })).to.include({ title: 'Tea' })
    })
    it('whatever is not listed, where only some hosts may be read', async () => {
      answers = [['127.0.0.1']]
      const config = { only: ['docs.test'], allow: ['docs.test', 'other.test'] }
      expect(await read('http://docs.test:PORT/', { config })).to.include({ title: 'Tea' })
      expect(await failure('http://other.test:PORT/', { config })).to.match(/is none of the hosts that may be read/)
    })
  })
})

toolboxContract('fetch', fetchBox, {
  config: { allow: [`127.0.0.1:${port}`] },
  calls: {
    fetch: { input: { url: `http://127.0.0.1:${port}/` }, output: /"title":"Tea","text":"# Tea\\n\\nHot & strong\."/ },
  },
  refuses: { fetch: [{}, { url: '' }, { url: 7 }, { url: 'http://a.test/', maxBytes: 0 }, { uri: 'http://a.test/' }] },
})
