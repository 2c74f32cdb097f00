import { expect } from 'chai'
import { RuntimeError } from 'dramatis'
import type { Answering, Codec, Framing, Turn, TurnEvent } from 'dramatis/http'
import { v1ChatCodec, v2ChatCodec } from '../../src/formats/cohere/index.ts'
import { dig, v1, v2 } from '../support/cohere.ts'

const answering: Answering = {
  persona: {
    id: 'p',
    name: 'P',
    description: '',
    aliases: [],
    modifiedAt: '2026-01-01T00:00:00Z',
    solvers: [],
    accepts: [],
    embeds: false,
    uses: [],
    domains: {},
  },
  id: 'turn-1',
  startedAt: 0,
  askedAt: 0,
  firstWordAt: 0,
}

async function* breaking(code: 'timeout' | 'solver-failed'): AsyncGenerator<TurnEvent> {
  yield { type: 'text-delta', text: 'It began' }
  throw new RuntimeError(code, 'It is so.')
}

const callOf = (body: object) => ({
  method: 'POST',
  path: '/',
  requestId: 'r',
  params: {},
  query: new URLSearchParams(),
  header: () => undefined,
  body,
})

type Code = Parameters<typeof breaking>[0]

async function read<T extends Turn>(codec: Codec<T>, body: object, code: Code): Promise<string[]> {
  const frames: string[] = []
  for await (const frame of codec.frames(breaking(code), codec.decode(callOf(body)), answering)) frames.push(`${frame}`)
  return frames
}

const framesOf = {
  v1: (code: Code, framing?: Framing) => read(v1ChatCodec(framing), v1('plain', { stream: true }), code),
  v2: (code: Code, framing?: Framing) => read(v2ChatCodec(framing), v2('plain', { stream: true }), code),
}

describe('cohere streams that break off', () => {
  it('say in version 1 that the time was up', async () => {
    const end = JSON.parse((await framesOf.v1('timeout')).at(-1) ?? '')
    expect([end.finish_reason, end.error, dig(end, 'response', 'finish_reason')]).to.deep.equal([
      'ERROR', // the event knows no TIMEOUT
      'It is so.',
      'TIMEOUT',
    ])
  })

  it('say in version 2 that the time was up', async () => {
    const [end, done] = (await framesOf.v2('timeout')).slice(-2)
    const delta = { finish_reason: 'TIMEOUT', error: 'It is so.' }
    expect(end).to.equal(`event: message-end\ndata: ${JSON.stringify({ type: 'message-end', delta })}\n\n`)
    expect(done).to.equal('data: [DONE]\n\n')
  })

  for (const version of ['v1', 'v2'] as const) {
    it(`break off as what carries them does: ${version}`, async () => {
      const framing: Framing = {
        contentType: 'x/y',
        frame: (_json, event) => event,
        error: ({ message }) => `exception: ${message}`,
        end: 'the end',
      }
      const frames = await framesOf[version]('solver-failed', framing)
      expect(frames.at(-1)).to.equal('exception: It is so.')
      expect(frames)
        .to.include(version === 'v1' ? 'text-generation' : 'content-delta')
        .and.not.include('the end')
    })
  }
})
