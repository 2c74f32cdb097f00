import { expect } from 'chai'
import { openLine, rawExchange, rawPost } from '../support/raw.ts'
import { chatBody, chatPath, openStage, type Stage } from '../support/stage.ts'

describe('http: older versions, and offers of newer ones', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())
  const ask = (stream: boolean, ...headers: string[]) => rawPost(chatPath, chatBody('words', { stream }), headers)

  for (const stream of [false, true]) {
    it(`answers HTTP/1.0 ${stream ? 'with a stream that ends with the connection' : 'with a length'}`, async () => {
      const [head = '', body] = (await rawExchange(stage.url, ask(stream).replace('HTTP/1.1', 'HTTP/1.0'))).split(
        '\r\n\r\n',
      )
      expect(head).to.match(/^HTTP\/1\.1 200 /)
      expect(head).to.not.match(/^transfer-encoding/im)
      expect(/^content-length/im.test(head)).to.equal(!stream)
      expect(body).to.include('three')
    })
  }

  it('lets a client go on that asks first whether it may send its body', async () => {
    const line = await openLine(stage.url)
    const [head = '', body = ''] = ask(false, 'Expect: 100-continue', 'Connection: close').split('\r\n\r\n')
    line.send(`${head}\r\n\r\n`)
    await line.until('HTTP/1.1 100 Continue')
    line.send(body)
    expect(await line.end()).to.match(/HTTP\/1\.1 200 .*One two three/s)
  })

  const offers = [
    ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA'],
    [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version: 13',
    ],
    ['Upgrade-Insecure-Requests: 1'],
  ]
  for (const headers of offers) {
    it(`answers as asked, whatever is offered: ${headers.join(', ').slice(0, 60)}`, async () => {
      const line = await openLine(stage.url)
      line.send(ask(false, ...headers))
      expect(await line.until('One two three')).to.match(/^HTTP\/1\.1 200 /)
      line.socket.destroy()
    })
  }
})
