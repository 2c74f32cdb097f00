import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import { defineSurface, problemDetails, route } from 'dramatis/http'
import { openLine, rawPost } from '../support/raw.ts'
import { chatBody, chatPath, eventually, openStage, postChat, type Stage } from '../support/stage.ts'

/** Asks, and gives a way to leave. */
type Ask = (url: string, body: string, path?: string) => Promise<() => void>

const ask1 =
  (leave: 'destroy' | 'resetAndDestroy' | 'end'): Ask =>
  async (url, body, path = chatPath) => {
    const line = await openLine(url)
    line.send(rawPost(path, body))
    return () => void line.socket[leave]()
  }

const ask2 =
  (whole: boolean): Ask =>
  async (url, body, path = chatPath) => {
    const session = connectHttp2(url).on('error', () => undefined)
    const stream = session.request({ ':method': 'POST', ':path': path }).on('error', () => undefined)
    stream.end(body)
    return () => {
      if (whole) return session.destroy()
      stream.close(8)
      stream.once('close', () => session.close())
    }
  }

const ways: Record<string, Ask> = {
  'closes the connection': ask1('destroy'),
  'resets the connection': ask1('resetAndDestroy'),
  'closes its half of the connection': ask1('end'),
  'cancels an HTTP/2 stream': ask2(false),
  'closes an HTTP/2 connection': ask2(true),
}

describe('http: a client that leaves', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ settings: { maxTurns: 50 } })
  })
  after(() => stage.close())

  for (const [way, ask] of Object.entries(ways)) {
    const moments = [
      { when: 'before the first word', question: 'slow', rest: {} },
      { when: 'before the first word of a stream', question: 'slow', rest: { stream: true } },
      { when: 'in the middle of a stream', question: 'endless', rest: { stream: true } },
      { when: 'in the middle of a whole answer', question: 'endless', rest: {} },
      { when: 'in the middle of several answers', question: 'endless', rest: { stream: true, n: 5 } },
    ]
    for (const { when, question, rest } of moments) {
      it(`${way} ${when}: the solver hears of it, and nobody else is asked`, async () => {
        const [asked, left] = [stage.requests.length, stage.left.length]
        const answers = 'n' in rest ? rest.n : 1
        const leave = await ask(stage.url, chatBody(question, rest))
        await eventually('the solver is asked', () => stage.requests.length === asked + answers)
        await new Promise((resolve) => setTimeout(resolve, 20))
        expect(stage.left).to.have.lengthOf(left)
        leave()
        await eventually('the solver hears of it', () => stage.left.length === left + answers)
        expect(stage.passedOn).to.deep.equal([])
      })
    }
  }

  it('is written down as gone', async () => {
    const controller = new AbortController()
    const response = await postChat(stage.url, 'endless', { stream: true }, { signal: controller.signal })
    controller.abort()
    const trace = `${stage.url}/api/v1/turns/${response.headers.get('x-dramatis-turn')}`
    await eventually('the turn is written down as cancelled', async () => {
      const { outcome } = (await (await fetch(trace)).json()) as { outcome: string }
      return outcome === 'cancelled'
    })
  })

  for (const [way, ask] of Object.entries(ways)) {
    it(`${way}, and a route that asks later hears of it all the same`, async () => {
      let begun = false
      const left: boolean[] = []
      const late = route('POST', chatPath.replace('openai', 'late'), async (exchange) => {
        begun = true
        await once(exchange.response, 'close')
        left.push(exchange.signal.aborted)
      })
      const create = () => ({ prefixes: ['/late'], routes: [late], error: problemDetails })
      const other = await openStage({ surfaces: { late: defineSurface({ create }) } })
      const leave = await ask(other.url, '{}', late.path)
      await eventually('the route is asked', () => begun)
      leave()
      await eventually('the route hears of it', () => left.length === 1)
      expect(left).to.deep.equal([true])
      await other.close()
    })
  }

  // All fifty places are taken in each round: one turn that stays behind would be a 429 in the next.
  for (const [way, ask] of [
    ['HTTP/1.1', ask1('destroy')],
    ['HTTP/2', ask2(false)],
  ] as const) {
    it(`leaves nothing behind, a thousand times over ${way}`, async () => {
      const warnings: Error[] = []
      const note = (warning: Error): void => void warnings.push(warning)
      process.on('warning', note)
      const leaveAll = async (rounds: number): Promise<void> => {
        for (let round = 0; round < rounds; round++) {
          const [asked, left] = [stage.requests.length, stage.left.length]
          const body = chatBody('endless', { stream: true })
          const leaves = await Promise.all(Array.from({ length: 50 }, () => ask(stage.url, body)))
          await eventually('all are asked', () => stage.requests.length === asked + 50)
          for (const leave of leaves) leave()
          await eventually('all solvers hear of it', () => stage.left.length === left + 50)
        }
      }
      await leaveAll(4)
      const before = heapUsed()
      await leaveAll(20)
      expect(heapUsed() - before, 'bytes that a thousand streams left behind').to.be.lessThan(6_000_000)
      const all = await Promise.all(Array.from({ length: 50 }, () => postChat(stage.url, 'brief')))
      expect(new Set(all.map(({ status }) => status)), 'every place is free again').to.deep.equal(new Set([200]))
      process.off('warning', note)
      expect(warnings).to.deep.equal([])
    })
  }

  it('leaves no defect behind', () => expect(stage.defects).to.deep.equal([]))
})

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
