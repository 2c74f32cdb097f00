import { connect as connectHttp2 } from 'node:http2'
import { expect } from 'chai'
import { openLine, overHttp2, rawExchange, rawPost, requestHttp2 } from '../support/raw.ts'
import { chatBody, chatPath, openStage, type Stage } from '../support/stage.ts'

const get = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: localhost', ...headers].join('\r\n')}\r\n\r\n`

describe('http: what is not HTTP', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())
  afterEach(async () => {
    expect((await fetch(`${stage.url}/health`)).status, 'the host lives').to.equal(200)
    expect(stage.defects).to.deep.equal([])
  })

  const refused = [
    { title: 'garbage', bytes: 'hello?\r\n\r\n', status: 400 },
    { title: 'a TLS greeting', bytes: Buffer.from('1603010200010001fc0303', 'hex'), status: 400 },
    { title: 'an unknown method', bytes: 'BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n', status: 400 },
    { title: 'no Host', bytes: 'GET /health HTTP/1.1\r\n\r\n', status: 400 },
    { title: 'a header without a name', bytes: get('/health', ': x'), status: 400 },
    { title: 'a length that is no number', bytes: get('/health', 'Content-Length: many'), status: 400 },
    { title: 'two lengths', bytes: get('/health', 'Content-Length: 1', 'Content-Length: 2'), status: 400 },
    { title: 'a length and chunks', bytes: get('/', 'Content-Length: 1', 'Transfer-Encoding: chunked'), status: 400 },
    { title: 'bytes above ASCII in the path', bytes: Buffer.from(get('/caf\u00e9'), 'latin1'), status: 400 },
    { title: 'a header of 40 kB', bytes: get('/health', `X-Long: ${'a'.repeat(40_000)}`), status: 431 },
    { title: 'a path of 40 kB', bytes: get(`/${'a'.repeat(40_000)}`), status: 431 },
    {
      title: 'a thousand headers',
      bytes: get('/', ...Array.from({ length: 1000 }, (_, i) => `X-${i}: ${'y'.repeat(20)}`)),
      status: 431,
    },
  ]
  for (const { title, bytes, status } of refused) {
    it(`answers ${status} to ${title}, and hangs up`, async () => {
      expect(await rawExchange(stage.url, bytes)).to.match(new RegExp(`^HTTP/1\\.1 ${status} `))
    })
  }

  it('answers 400 to a chunk whose length is no number, and asks nobody', async () => {
    const head = `POST ${chatPath} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`
    const asked = stage.requests.length
    await rawExchange(stage.url, `${head}zz\r\n${chatBody('plain')}\r\n0\r\n\r\n`)
    expect(stage.requests).to.have.lengthOf(asked)
  })

  it('hangs up on an HTTP/2 preface with garbage after it', async () => {
    await rawExchange(stage.url, `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'garbage '.repeat(20)}`)
  })

  it('tells the protocol of a connection that sends a byte at a time', async () => {
    const line = await openLine(stage.url)
    line.socket.setNoDelay(true)
    for (const byte of get('/health', 'Connection: close')) {
      line.send(byte)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await line.end()).to.match(/^HTTP\/1\.1 200 .*"status":"ok"/s)
  })

  it('tells a POST from the preface that begins like it', async () => {
    const line = await openLine(stage.url)
    line.send('P')
    await new Promise((resolve) => setTimeout(resolve, 20))
    line.send(rawPost(chatPath, chatBody('plain'), ['Connection: close']).slice(1))
    expect(await line.end()).to.match(/^HTTP\/1\.1 200 .*One\. Two\. Three\./s)
  })

  it('refuses huge headers over HTTP/2, and goes on', async () => {
    const session = connectHttp2(stage.url, { maxSendHeaderBlockLength: 1_000_000 })
    session.on('error', () => undefined) // the answer below tells
    const answer = await requestHttp2(session, { ':path': '/health', 'x-long': 'a'.repeat(200_000) })
    session.destroy()
    expect(answer.status === 431 || answer.rstCode !== 0, JSON.stringify(answer)).to.equal(true)
    const { status } = await overHttp2(stage.url, (other) => requestHttp2(other, { ':path': '/health' }))
    expect(status).to.equal(200)
  })
})
