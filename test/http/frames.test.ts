import { expect } from 'chai'
import { FrameStream, sse } from '../../src/http/frames.ts'
import { thrownBy } from '../support/openai.ts'

const tick = () => new Promise((resolve) => setImmediate(resolve))

const chunksOf = async (stream: FrameStream): Promise<string[]> => {
  const chunks: string[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk).toString())
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
    it(`sends ${title}`, async () => expect(await chunksOf(new FrameStream(frames()))).to.deep.equal(chunks))
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
      const stream = new FrameStream(endless())
      stream.once('readable', () => undefined) // it begins, and nobody reads
      let before = -1
      while (before !== made) {
        before = made
        for (let i = 0; i < 50; i++) await tick()
      }
      expect(made).to.be.lessThan(400_000)
      for (let read = 0; read < 500_000; await tick()) read += stream.read()?.length ?? 0
      expect(made).to.be.at.least(500_000)
      stream.destroy()
      await tick()
      expect(stopped).to.equal(true)
    })
  }

  it('fails as its generator fails, after what it said', async () => {
    const failing = async function* () {
      yield 'a'
      await tick()
      await tick()
      throw new Error('broken')
    }
    const stream = new FrameStream(failing())
    const chunks: string[] = []
    stream.on('data', (chunk) => chunks.push(String(chunk)))
    const failed = new Promise((_resolve, reject) => stream.on('error', reject))
    expect(await thrownBy(failed)).to.have.property('message', 'broken')
    expect(chunks).to.deep.equal(['a'])
  })

  it('writes server-sent events', () => {
    expect(sse('{}')).to.equal('data: {}\n\n')
    expect(sse('{}', 'ping')).to.equal('event: ping\ndata: {}\n\n')
  })
})
