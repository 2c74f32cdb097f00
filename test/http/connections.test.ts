import { once } from 'node:events'
import { Agent, get, type IncomingMessage } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { silentLog, startTestHost } from 'dramatis/testing'
import { listen } from '../../src/http/server.ts'
import { thrownBy } from '../support/openai.ts'
import { openLine, rawPost, requestHttp2 } from '../support/raw.ts'
import { chatBody, chatPath, eventually, openStage, postChat, type Stage } from '../support/stage.ts'

describe('http: connections', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  it('answers a thousand requests over one connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    for (let i = 0; i < 1000; i++) {
      const response = await new Promise<IncomingMessage>((resolve) => get(`${stage.url}/health`, { agent }, resolve))
      ports.add(response.socket.localPort)
      await text(response)
    }
    agent.destroy()
    expect(ports).to.have.lengthOf(1)
  })

  it('answers requests that were sent together, in their order', async () => {
    const line = await openLine(stage.url)
    const questions = ['brief', 'plain', 'nothing', 'words']
    line.send(questions.map((question) => rawPost(chatPath, chatBody(question))).join(''))
    const received = await line.until('"unanswered"}}').then(() => line.until('One two three'))
    line.socket.destroy()
    const places = ['begin end', 'One. Two. Three.', '"unanswered"', 'One two three'].map((said) =>
      received.indexOf(said),
    )
    expect(places.every((place) => place > 0)).to.equal(true)
    expect(places).to.deep.equal([...places].sort((one, other) => one - other))
  })

  it('carries two hundred streams at once', async () => {
    const started = performance.now()
    const all = await Promise.all(
      Array.from({ length: 200 }, async () => (await postChat(stage.url, 'brief', { stream: true })).text()),
    )
    for (const said of all) {
      expect(said).to.include('" end"')
      expect(said.endsWith('data: [DONE]\n\n')).to.equal(true)
    }
    expect(performance.now() - started, 'they do not wait for each other').to.be.lessThan(4000)
  })

  it('holds a solver back whose client does not read', async () => {
    let said = 0
    const flood = async function* () {
      for (; said < 40_000; said++) {
        yield 'x'.repeat(1000)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const other = await openStage({ scripts: { flood } })
    const line = await openLine(other.url)
    line.socket.pause()
    line.send(rawPost(chatPath, chatBody('flood', { stream: true })))
    let before = -1
    while (before !== said) {
      before = said
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(said, 'kilobytes that the solver was let say').to.be.lessThan(20_000)
    line.socket.destroy()
    await other.close()
  })

  const silent = ['', 'P', 'PRI * HTTP/2']
  for (const bytes of silent) {
    it(`hangs up on a client that says only "${bytes}"`, async () => {
      const handle = () => undefined
      const server = await listen({ host: '127.0.0.1', port: 0, log: silentLog, firstBytesWithin: 100, handle })
      const line = await openLine(`http://127.0.0.1:${server.port}`)
      line.send(bytes)
      await line.end()
      await server.close()
    })
  }

  it('hangs up on clients that ask nothing more, not on those that wait for an answer', async () => {
    const handle = (request: { url?: string | undefined }, response: { end(text: string): unknown }): void => {
      setTimeout(() => response.end('done'), request.url === '/slow' ? 400 : 0)
    }
    const server = await listen({ host: '127.0.0.1', port: 0, log: silentLog, keepAlive: 100, handle })
    const url = `http://127.0.0.1:${server.port}`
    const line = await openLine(url)
    line.send('GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n')
    expect(await line.end()).to.match(/done$/)
    const session = connectHttp2(url)
    const closed = once(session, 'close')
    expect((await requestHttp2(session, { ':path': '/slow' })).body).to.equal('done')
    await closed
    await server.close()
  })

  describe('closing', () => {
    it('lets an open stream finish, and waits no longer than that', async () => {
      const other = await openStage()
      const response = await postChat(other.url, 'brief', { stream: true })
      const started = performance.now()
      const closing = other.close(4000)
      expect(await thrownBy(fetch(`${other.url}/health`))).to.be.instanceOf(TypeError)
      expect((await response.text()).endsWith('data: [DONE]\n\n')).to.equal(true)
      await closing
      expect(performance.now() - started).to.be.lessThan(2000)
    })

    it('ends what is still open when the grace is over, and tells the solver', async () => {
      const other = await openStage()
      const response = await postChat(other.url, 'endless', { stream: true })
      const started = performance.now()
      const [thrown] = await Promise.all([thrownBy(response.text()), other.close(100)])
      expect(thrown).to.be.instanceOf(TypeError)
      expect(performance.now() - started).to.be.within(90, 2000)
      await eventually('the solver hears of it', () => other.left.length === 1)
    })

    it('does not wait for connections on which nothing happens', async () => {
      const other = await openStage()
      const mute = await openLine(other.url)
      const idle = await openLine(other.url)
      idle.send('GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n')
      await idle.until('"ok"')
      const session = connectHttp2(other.url).on('error', () => undefined)
      await new Promise((resolve) => session.once('remoteSettings', resolve))
      const started = performance.now()
      await other.close(4000)
      expect(performance.now() - started).to.be.lessThan(1000)
      await Promise.all([mute.end(), idle.end()])
    })
  })

  it('says which port is in use, and what to do', async () => {
    const port = Number(new URL(stage.url).port)
    const chain = [{ id: 'any', solver: { solve: () => 'x' } }]
    const thrown = await thrownBy(startTestHost({ personas: [{ name: 'Any', chain }], settings: { port } }))
    expect(thrown)
      .to.include({ code: 'conflict' })
      .and.to.have.property('message')
      .that.matches(/is in use.*--port/)
  })
})
