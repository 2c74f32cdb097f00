import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { A2AService } from '@a2a-js/sdk/server/grpc'
import { Server, ServerCredentials, status } from '@grpc/grpc-js'
import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest, createSolver, settle, testContext } from 'dramatis/testing'
import a2a from 'dramatis-solver-a2a'
import { faultContract } from '../../../test/support/fault-contract.ts'
import { type FaultServer, type Said, startFaultServer } from '../../../test/support/fault-server.ts'
import { type Fault, faults } from '../../../test/support/faults.ts'
import { eventually } from '../../../test/support/stage.ts'
import { type CardServer, card, startCardServer } from './card-server.ts'
import { bare, inAnswer, inOlderAnswer, wireOf } from './wires.ts'

/** The path names the agent: `/BINDING/VERSION/ADDRESS`. */
let cards: CardServer

function settingsFor(url: string, binding: string, version: string): object {
  return { baseUrl: `${cards.url}/${binding}/${version}/${encodeURIComponent(url)}`, apiKey: 'secret-key' }
}

describe('a2a, when an agent fails', () => {
  before(async () => {
    cards = await startCardServer((path) => {
      const [, binding = '', version = '', address = ''] = path.split('/')
      const url = decodeURIComponent(address)
      return { body: card(url, {}, binding === 'rest' ? 'HTTP+JSON' : binding.toUpperCase(), version) }
    })
  })
  after(() => cards.close())

  for (const version of ['1.0', '0.3']) {
    faultContract(`a2a ${version} by HTTP+JSON`, a2a, {
      wire: wireOf(bare),
      refusal: 'I cannot.',
      settings: (url) => settingsFor(url, 'rest', version),
    })
  }

  for (const [version, framing] of [['1.0', inAnswer] as const, ['0.3', inOlderAnswer] as const]) {
    describe(`a2a ${version} by JSON-RPC`, () => {
      let server: FaultServer
      let saying: Fault['said']
      before(async () => {
        // the answer carries the id of the call
        server = await startFaultServer(({ body }) => saying(wireOf(framing(Object(body).id))))
      })
      after(() => server.close())

      for (const [name, { strikes, outcome, address, said }] of Object.entries<Fault>(faults)) {
        if (outcome === 'silent') continue
        it(`${name}: ${strikes === 'late' ? 'One two three, ' : ''}${outcome}`, async () => {
          saying = said
          const { text, end, thrown } = await hear(settingsFor(address?.(server.url) ?? server.url, 'jsonrpc', version))
          if (strikes === 'late') expect(text).to.equal('One two three')
          if (outcome === 'answered' || outcome === 'declined' || outcome === 'refused') {
            expect(thrown).to.equal(undefined)
            expect(end).to.equal({ answered: 'stop', declined: undefined, refused: 'refusal' }[outcome])
            return
          }
          if (!isSolverError(thrown)) throw thrown
          expect(thrown.kind).to.equal(outcome)
        })
      }
    })
  }

  describe('by an error of JSON-RPC', () => {
    let server: FaultServer
    let error = {}
    let asStream = true
    before(async () => {
      server = await startFaultServer(({ body }): Said => {
        const json = JSON.stringify({ jsonrpc: '2.0', id: Object(body).id, error })
        if (!asStream) return { headers: { 'content-type': 'application/json' }, frames: [json] }
        return { headers: { 'content-type': 'text/event-stream' }, frames: [`data: ${json}\n\n`] }
      })
    })
    after(() => server.close())

    const kinds = [
      [-32602, 'bad-request'],
      [-32601, 'bad-request'],
      [-32004, 'bad-request'],
      [-32005, 'bad-request'],
      [-32009, 'bad-request'],
      [-32006, 'server-error'],
      [-32603, 'server-error'],
      [-32000, 'server-error'],
      [401, 'unauthorized'],
      [429, 'rate-limit'],
    ] as const
    for (const [code, kind] of kinds) {
      for (const version of ['1.0', '0.3']) {
        it(`${code} of ${version}: ${kind}`, async () => {
          error = { code, message: 'It would not.' }
          for (const [stream, streaming] of [
            [true, true],
            [false, true],
            [false, false],
          ]) {
            asStream = stream ?? false
            const { thrown } = await hear({ ...settingsFor(server.url, 'jsonrpc', version), streaming })
            if (!isSolverError(thrown)) throw thrown
            expect(thrown.kind).to.equal(kind)
            expect(thrown.message).to.include('It would not.')
          }
        })
      }
    }
  })

  describe('by gRPC', () => {
    const kinds = [
      ['UNAUTHENTICATED', 'unauthorized'],
      ['PERMISSION_DENIED', 'unauthorized'],
      ['RESOURCE_EXHAUSTED', 'rate-limit'],
      ['DEADLINE_EXCEEDED', 'timeout'],
      ['UNAVAILABLE', 'server-error'],
      ['INTERNAL', 'server-error'],
      ['INVALID_ARGUMENT', 'bad-request'],
      ['UNIMPLEMENTED', 'bad-request'],
    ] as const
    for (const [name, kind] of kinds) {
      it(`${name}: ${kind}`, async () => {
        const { thrown } = await hearGrpc((call) =>
          call.emit('error', { code: status[name], details: 'It would not.' }),
        )
        if (!isSolverError(thrown)) throw thrown
        expect(thrown.kind).to.equal(kind)
        expect(thrown.message).to.include('It would not.')
      })
    }

    it('leaves no connection open when it is closed', async () => {
      const server = await startGrpc((call) => call.emit('error', { code: status.INTERNAL, details: 'It broke.' }))
      const open = new Set<Socket>()
      const front = createServer((socket) => {
        open.add(socket)
        const behind = connect(server.port, '127.0.0.1')
        pipeline(socket, behind, socket, () => open.delete(socket))
      })
      front.listen(0, '127.0.0.1')
      await once(front, 'listening')
      const { port } = front.address() as AddressInfo // it listens on a port
      const solver = await createSolver(a2a, settingsFor(`127.0.0.1:${port}`, 'grpc', '1.0'))
      await settle(solver.solve(chatRequest('hi'), testContext())).catch(() => undefined)
      expect(open.size).to.equal(1)
      await solver.close?.()
      await eventually('the connection is closed', () => open.size === 0)
      front.close()
      server.close()
    })

    it('connection refused: server-error', async () => {
      const { thrown } = await hear(settingsFor('127.0.0.1:1', 'grpc', '1.0'))
      expect(thrown).to.have.property('kind', 'server-error')
    })

    const word = {
      contextId: 'c',
      taskId: '',
      artifact: {
        artifactId: 'a',
        name: '',
        description: '',
        parts: [part('One')],
        metadata: undefined,
        extensions: [],
      },
      append: false,
      lastChunk: false,
      metadata: undefined,
    }

    it('an end in the middle: One, server-error', async () => {
      const { text, thrown } = await hearGrpc((call) => {
        call.write({ payload: { $case: 'artifactUpdate', value: word } })
        call.end()
      })
      expect(text).to.equal('One')
      expect(thrown).to.have.property('kind', 'server-error')
    })

    it('an error after the first word: One, server-error', async () => {
      const { text, thrown } = await hearGrpc((call) => {
        call.write({ payload: { $case: 'artifactUpdate', value: word } })
        setTimeout(() => call.emit('error', { code: status.INTERNAL, details: 'It broke.' }), 20)
      })
      expect(text).to.equal('One')
      expect(thrown).to.have.property('kind', 'server-error')
    })
  })
})

interface GrpcCall {
  emit(event: 'error', error: object): boolean
  write(message: object): boolean
  end(): void
}

async function hearGrpc(stream: (call: GrpcCall) => void) {
  const { port, close } = await startGrpc(stream)
  try {
    return await hear(settingsFor(`127.0.0.1:${port}`, 'grpc', '1.0'))
  } finally {
    close()
  }
}

async function startGrpc(stream: (call: GrpcCall) => void): Promise<{ port: number; close(): void }> {
  const server = new Server()
  const unary = (_: unknown, done: (error: object) => void) => done({ code: status.UNIMPLEMENTED })
  const handlers = Object.fromEntries(Object.keys(A2AService).map((name) => [name, unary]))
  server.addService(A2AService, { ...handlers, sendStreamingMessage: stream })
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  )
  return { port, close: () => server.forceShutdown() }
}

function part(value: string) {
  return { content: { $case: 'text', value }, metadata: undefined, filename: '', mediaType: '' }
}

/** Everything that the solver says, how it ends, and what it throws. */
async function hear(settings: object) {
  const solver = await createSolver(a2a, settings)
  let text = ''
  let end: string | undefined
  try {
    // this solver always streams
    for await (const event of solver.solve(chatRequest('hi'), testContext()) as AsyncIterable<SolverEvent>) {
      if (event.type === 'text-delta') text += event.text
      if (event.type === 'finish') end = event.reason
    }
  } catch (thrown) {
    return { text, end, thrown }
  } finally {
    await solver.close?.()
  }
  return { text, end, thrown: undefined }
}
