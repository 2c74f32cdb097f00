import { expect } from 'chai'
import type { Message, Part } from 'dramatis'
import { decodeMessage, encodeMessage } from '../../src/conversations/message-json.ts'
import { changeOf, type Row } from '../../src/conversations/transcript.ts'

const roles = { s: 'system', u: 'user', a: 'assistant' } as const
const limits = { messages: 100, bytes: 100_000, mediaBytes: 100 }

/** `s:S u:1 a:A`: messages as one line. */
const messages = (line: string): Message[] =>
  line.split(' ').flatMap((word): Message[] => {
    const [role = '', text = ''] = word.split(':')
    const parts: Part[] = [{ type: 'text', text }]
    if (role === 't') return [{ role: 'tool', callId: 'c', parts }]
    return role === '' ? [] : [{ role: roles[role as keyof typeof roles], parts }]
  })

const kept = (line: string): readonly Row[] => {
  const turn = { id: 'before', at: 1, next: 0 }
  return changeOf([], messages(line), turn, limits).rows
}

const cases: [what: string, before: string, after: string, written: string, removed: number][] = [
  ['a first turn', '', 'u:1 a:A', '0 1', 0],
  ['a turn more', 'u:1 a:A', 'u:1 a:A u:2 a:B', '2 3', 0],
  ['a turn more after a system message', 's:S u:1 a:A', 's:S u:1 a:A u:2 a:B', '2 3', 0],
  ['another system message', 's:S u:1 a:A', 's:T u:1 a:A u:2 a:B', '-1 2 3', 1],
  ['a first system message', 'u:1 a:A', 's:S s:T u:1 a:A u:2 a:B', '-2 -1 2 3', 0],
  ['no system message any more', 's:S u:1 a:A', 'u:1 a:A u:2 a:B', '2 3', 1],
  ['an answer that the client has changed', 'u:1 a:A', 'u:1 a:B u:2 a:C', '2 3 4', 1],
  ['a question that was taken back', 'u:1 a:A u:2 a:B', 'u:1 a:A u:3 a:C', '4 5', 2],
  ['another conversation', 'u:1 a:A', 'u:9 a:Z', '2 3', 2],
  ['nothing new', 'u:1 a:A', 'u:1 a:A', '', 0],
]

describe('what a turn writes', () => {
  for (const [what, before, after, written, removed] of cases) {
    it(`for ${what}`, () => {
      const rows = kept(before)
      const next = rows.filter(({ sequence }) => sequence >= 0).length
      const change = changeOf(rows, messages(after), { id: 'now', at: 2, next }, limits)
      expect(change.rows.map(({ message }) => message)).to.deep.equal(messages(after))
      expect(change.added.map(({ sequence }) => sequence).join(' ')).to.equal(written)
      expect(change.removed).to.have.lengthOf(removed)
      const sequences = change.rows.map(({ sequence }) => sequence)
      expect(sequences).to.deep.equal([...new Set(sequences)].sort((one, other) => one - other))
      expect(change.next).to.be.greaterThan(Math.max(-1, ...sequences))
    })
  }

  it('is a turn, however long the conversation is', () => {
    const line = Array.from({ length: 5000 }, (_, index) => `u:${index} a:x`).join(' ')
    const rows = kept(line)
    const change = changeOf(
      rows,
      [...rows.map(({ message }) => message), ...messages('u:y a:z')],
      {
        id: 'now',
        at: 2,
        next: rows.length,
      },
      { ...limits, messages: 20_000, bytes: 1e9 },
    )
    expect([change.added.length, change.removed.length]).to.deep.equal([2, 0])
  })

  const bounds: [what: string, over: object, after: string, left: string][] = [
    ['of messages', { messages: 4 }, 'u:1 a:A u:2 a:B u:3 a:C', 'u:2 a:B u:3 a:C'],
    ['that would part a turn', { messages: 3 }, 'u:1 a:A u:2 a:B u:3 a:C', 'u:3 a:C'],
    ['that the system message counts for', { messages: 5 }, 's:S u:1 a:A u:2 a:B u:3 a:C', 's:S u:2 a:B u:3 a:C'],
    ['that the latest turn is over', { messages: 2 }, 'u:1 a:A u:2 a:B t:r a:C', 'u:2 a:B t:r a:C'],
    ['of bytes', { bytes: 120 }, 'u:1 a:A u:2 a:B', 'u:2 a:B'],
    ['of bytes that the latest turn is over', { bytes: 10 }, 'u:1 a:A u:2 a:B', 'u:2 a:B'],
    ['between questions that follow each other', { messages: 3 }, 'u:0 a:Z u:1 u:2 a:A', 'u:1 u:2 a:A'],
    ['without any question', { messages: 2 }, 'a:A a:B a:C', 'a:B a:C'],
  ]
  for (const [what, over, after, left] of bounds) {
    it(`within a bound ${what}`, () => {
      const change = changeOf([], messages(after), { id: 'now', at: 1, next: 0 }, { ...limits, ...over })
      expect(change.rows.map(({ message }) => message)).to.deep.equal(messages(left))
      expect(change.added).to.deep.equal(change.rows)
    })
  }
})

describe('a message as it is kept', () => {
  const parts: Part[] = [
    { type: 'text', text: 'a\u0000\u2028"é' },
    { type: 'reasoning', text: 'Hm.', opaque: { sealed: [1] } },
    { type: 'data', data: { a: [1, null] } },
    { type: 'call', call: { id: 'c', name: 'add', input: { a: 1 }, opaque: 'x' } },
    { type: 'image', mediaType: 'image/png', data: new Uint8Array([0, 128, 255]), name: 'a.png' },
    { type: 'audio', mediaType: 'audio/wav', data: new URL('https://example.com/a.wav') },
    { type: 'file', mediaType: 'application/pdf', data: new Uint8Array() },
  ]
  for (const part of parts) {
    it(`is the same afterwards: ${part.type}`, () => {
      for (const message of [
        { role: 'user', parts: [part] },
        { role: 'tool', callId: 'c', name: 'add', failed: true, parts: [part] },
      ] satisfies Message[]) {
        expect(decodeMessage(encodeMessage(message, 100).body)).to.deep.equal(message)
      }
    })
  }
  it('does not hold on to the body that its bytes came in', () => {
    const body = Buffer.alloc(1000)
    const part: Part = { type: 'image', mediaType: 'image/png', data: body.subarray(0, 10) }
    const [kept] = encodeMessage({ role: 'user', parts: [part] }, 100).message.parts
    expect(kept && 'mediaType' in kept && 'buffer' in kept.data && kept.data.buffer.byteLength).to.equal(10)
  })
})
