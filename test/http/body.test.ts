import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { openLine, rawPost } from '../support/raw.ts'
import { chatBody, chatPath, eventually, openStage, postChat, type Stage } from '../support/stage.ts'

const megabyte = 1024 * 1024

describe('http: bodies', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  const envelopes = [
    { path: chatPath, read: (text: string) => JSON.parse(text).error.code, code: 'request_too_large' },
    { path: '/v1/completions', read: (text: string) => JSON.parse(text).error.code, code: 'request_too_large' },
  ]
  for (const { path, read, code } of envelopes) {
    for (const chunked of [false, true]) {
      it(`refuses 40 MB at ${path} ${chunked ? 'in chunks' : 'of a known length'}, so that fetch can read it`, async () => {
        const bytes = Buffer.alloc(40 * megabyte, 'a')
        const body = chunked ? new Blob([bytes]).stream() : bytes
        const response = await fetch(stage.url + path, { method: 'POST', body, duplex: 'half' })
        expect([response.status, read(await response.text())]).to.deep.equal([413, code])
      })
    }
  }

  for (const chunked of [false, true]) {
    it(`lets a client send all of 40 MB ${chunked ? 'in chunks' : 'of a known length'} before it reads the 413`, async () => {
      const answer = await slowWriter(stage.url + chatPath, 40 * megabyte, chunked)
      expect(answer.status).to.equal(413)
      expect(answer.body).to.include('request_too_large')
    })
  }

  it('goes on with a connection after a 413', async () => {
    const line = await openLine(stage.url)
    line.send(rawPost(chatPath, 'a'.repeat(33 * megabyte)))
    await line.until('request_too_large')
    line.send(rawPost(chatPath, chatBody('plain'), ['Connection: close']))
    expect(await line.end()).to.include('One. Two. Three.')
  })

  it('lets a client take its time that has gone over the limit', async () => {
    const line = await openLine(stage.url)
    const piece = 'a'.repeat(100_000)
    line.send(rawPost(chatPath, 'a'.repeat(33 * megabyte), ['Connection: close']).slice(0, -6 * piece.length))
    for (let left = 6; left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 450))
      line.send(piece)
    }
    expect(await line.end()).to.include('request_too_large')
    expect(line.socket.errored).to.equal(null)
  })

  it('answers a question of 10 MB', async () => {
    const messages = [
      { role: 'user', content: 'x'.repeat(10 * megabyte) },
      { role: 'user', content: 'plain' },
    ]
    const started = performance.now()
    const response = await postChat(stage.url, 'plain', { messages })
    expect(await response.text()).to.include('One. Two. Three.')
    expect(performance.now() - started).to.be.lessThan(2000)
  })

  const media = [
    { title: 'white space for base64', url: `data:image/png;base64,${' '.repeat(200_000)}!` },
    { title: 'a type of semicolons', url: `data:${';'.repeat(8 * megabyte)}` },
    { title: 'parameters without end', url: `data:${';a'.repeat(4 * megabyte)}` },
    { title: 'broken percent encoding', url: 'data:text/plain,%zz' },
    { title: 'a file of this machine', url: 'file:///etc/passwd' },
  ]
  for (const { title, url } of media) {
    it(`refuses ${title} in place of a picture, at once`, async () => {
      const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: { url } }] }]
      const started = performance.now()
      const response = await postChat(stage.url, '', { messages })
      expect(response.status).to.equal(400)
      expect(await response.text()).to.include('messages[0].content[0].image_url.url')
      expect(performance.now() - started).to.be.lessThan(2000)
    })
  }

  const nested: [what: string, more: string, status: number][] = [
    ['501 deep', '['.repeat(500) + ']'.repeat(500), 400],
    ['500 deep', '['.repeat(499) + ']'.repeat(499), 200],
    ['a hundred thousand deep', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400],
    ['with many arrays beside each other', `[${'[],'.repeat(5000)}{}]`, 200],
    ['with brackets in its strings', JSON.stringify('\\"['.repeat(5000)), 200],
  ]
  for (const [what, more, status] of nested) {
    it(`answers a body ${what} with ${status}`, async () => {
      const body = `${chatBody('plain').slice(0, -1)},"x-more":${more}}`
      expect((await postChat(stage.url, '', {}, { body })).status).to.equal(status)
    })
  }

  for (const encoding of ['gzip', 'br', 'deflate', 'gzip, identity']) {
    it(`refuses a body with the encoding ${encoding}`, async () => {
      const response = await postChat(stage.url, 'plain', {}, { headers: { 'content-encoding': encoding } })
      expect(response.status).to.equal(415)
      expect(await response.json()).to.have.nested.property('error.code', 'unsupported_encoding')
    })
  }
  it('takes a body with the encoding identity', async () => {
    const response = await postChat(stage.url, 'plain', {}, { headers: { 'content-encoding': 'identity' } })
    expect(response.status).to.equal(200)
  })

  const wrong = ['', ' ', '{', 'null', '[]', '{"messages":', '\u0000', '{"a":1}{"b":2}', '['.repeat(200_000)]
  for (const body of wrong) {
    it(`refuses the body ${JSON.stringify(body.slice(0, 20))}`, async () => {
      const response = await postChat(stage.url, '', {}, { body })
      expect(response.status).to.equal(400)
      expect(await response.json()).to.have.nested.property('error.type', 'invalid_request_error')
    })
  }

  it('waits for a slow body without keeping others waiting', async () => {
    const line = await openLine(stage.url)
    const whole = rawPost(chatPath, chatBody('plain'), ['Connection: close'])
    line.send(whole.slice(0, -10))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect((await postChat(stage.url, 'plain')).status).to.equal(200)
    expect(line.received).to.equal('')
    line.send(whole.slice(-10))
    expect(await line.end()).to.include('One. Two. Three.')
  })

  for (const how of ['closes', 'resets', 'ends'] as const) {
    it(`asks nobody when the client ${how} the connection in the middle of the body`, async () => {
      const [asked, served] = [stage.requests.length, stage.served.length]
      const line = await openLine(stage.url)
      line.send(rawPost(chatPath, chatBody('plain')).slice(0, -1))
      await new Promise((resolve) => setTimeout(resolve, 20))
      if (how === 'closes') line.socket.destroy()
      else if (how === 'resets') line.socket.resetAndDestroy()
      else line.socket.end()
      await eventually('the request is over', () => stage.served.length > served)
      line.socket.destroy()
      expect(stage.requests).to.have.lengthOf(asked)
    })
  }

  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})

/** A client that reads nothing before it has sent everything, a bit at a time. */
async function slowWriter(url: string, length: number, chunked: boolean): Promise<{ status: number; body: string }> {
  const sending = request(url, { method: 'POST', headers: chunked ? {} : { 'content-length': String(length) } })
  const answered = once(sending, 'response')
  const piece = Buffer.alloc(256 * 1024, 'a')
  for (let sent = 0; sent < length; sent += piece.length) {
    sending.write(piece)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  sending.end()
  const [response]: IncomingMessage[] = await answered
  if (!response) throw new Error('there is no response')
  return { status: response.statusCode ?? 0, body: await text(response) }
}
