import { Writable } from 'node:stream'
import { expect } from 'chai'
import { sse, writeFrames } from '../../src/http/frames.ts'
import { thrownBy } from '../support/openai.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

/** A sink that takes what it is given, in the chunks in which it was written. */
function collector(): { sink: Writable; chunks: string[] } {
  const chunks: string[] = []
  const sink = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(Buffer.from(chunk).toString())
      done()
    },
  })
  return { sink, chunks }
}

const chunksOf = async (frames: AsyncGenerator<string | Uint8Array>): Promise<string[]> => {
  const { sink, chunks } = collector()
  await writeFrames(frames, sink, sink.destroyed)
  expect(sink.writableEnded).to.equal(true)
  return chunks
}

describe('http: frames', () => {
  const sequences: readonly { title: string; frames: () => AsyncGenerator<string | Uint8Array>; chunks: string[] }[] = [
    { title: 'nothing', frames: async function* () {}, chunks: [] },
    {
      title: 'frames of one tick together',
      frames: async function* () {
        yield 'a'
        yield 'b'
        yield 'c'
      },
      chunks: ['abc'],
    },
    {
      title: 'frames of different ticks apart',
      frames: async function* () {
        yield 'a'
        yield 'b'
        await tick()
        await tick()
        yield 'c'
      },
      chunks: ['ab', 'c'],
    },
    {
      title: 'text and bytes in their order',
      frames: async function* () {
        yield 'a\u00e9'
        yield Buffer.from('b')
        yield Buffer.from('c')
        yield 'd'
      },
      chunks: ['a\u00e9bcd'],
    },
    {
      title: 'what is large at once',
      frames: async function* () {
        yield 'x'.repeat(70_000)
        yield 'y'
      },
      chunks: ['x'.repeat(70_000), 'y'],
    },
  ]
  for (const { title, frames, chunks } of sequences) {
    it(`sends ${title}`, async () => expect(await chunksOf(frames())).to.deep.equal(chunks))
  }

  for (const size of [10, 1000, 100_000]) {
    it(`asks for no more than a reader takes: frames of ${size} bytes`, async () => {
      let made = 0
      let stopped = false
      const endless = async function* () {
        try {
          for (;;) {
            made += size
            yield 'x'.repeat(size)
            if (made % 1000 === 0) await tick()
          }
        } finally {
          stopped = true
        }
      }
      let read = 0
      let more = (): void => {}
      const sink = new Writable({
        highWaterMark: 64 * 1024,
        write(chunk, _encoding, done) {
          read += chunk.length
          more = () => {
            more = () => {}
            done() // it takes one chunk, and no other until it is told so
          }
        },
      })
      const writing = writeFrames(endless(), sink, false)
      let before = -1
      while (before !== made) {
        before = made
        for (let i = 0; i < 50; i++) await tick()
      }
      expect(made).to.be.lessThan(400_000)
      for (let turns = 0; read < 500_000 && turns < 5_000; turns++) {
        more()
        await tick()
      }
      expect(made).to.be.at.least(500_000)
      sink.destroy()
      await writing
      expect(stopped).to.equal(true)
    })
  }

  it('asks a sink that has closed for nothing', async () => {
    const { sink, chunks } = collector()
    sink.destroy()
    let begun = false
    const frames = async function* () {
      begun = true
      yield 'a'
    }
    await writeFrames(frames(), sink, sink.destroyed)
    expect([begun, chunks]).to.deep.equal([false, []])
  })
  it('leaves no listener behind', async () => {
    const { sink } = collector()
    const before = sink.listenerCount('close') + sink.listenerCount('drain')
    await writeFrames(
      (async function* () {
        yield 'a'
      })(),
      sink,
      false,
    )
    expect(sink.listenerCount('close') + sink.listenerCount('drain')).to.equal(before)
  })

  it('fails as its generator fails, after what it said', async () => {
    const failing = async function* () {
      yield 'a'
      await tick()
      await tick()
      throw new Error('broken')
    }
    const { sink, chunks } = collector()
    expect(await thrownBy(writeFrames(failing(), sink, false))).to.have.property('message', 'broken')
    expect(chunks).to.deep.equal(['a'])
  })

  it('writes server-sent events', () => {
    expect(sse('{}')).to.equal('data: {}\n\n')
    expect(sse('{}', 'ping')).to.equal('event: ping\ndata: {}\n\n')
  })
})
