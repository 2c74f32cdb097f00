import { expect } from 'chai'
import { SolverError } from 'dramatis'
import { silentLog } from 'dramatis/testing'
import { failureInStream, openUpstream, parseData, readEvents, solverErrorOf } from 'dramatis/upstream'
import { type FaultServer, type Said, startFaultServer } from '../support/fault-server.ts'

describe('answers that are failures', () => {
  let server: FaultServer
  let said: Said = {}
  before(async () => {
    server = await startFaultServer(() => said)
  })
  after(() => server.close())

  const body = (error: object) => JSON.stringify({ error })
  const cases: Record<string, [status: number, kind: string, body?: string]> = {
    'a wrong key': [401, 'unauthorized'],
    'a forbidden model': [403, 'unauthorized'],
    'an unpaid bill': [402, 'quota'],
    'too many questions': [429, 'rate-limit', body({ message: 'Slow down.' })],
    'a quota that is used up': [429, 'quota', body({ code: 'insufficient_quota' })],
    'no credit': [429, 'quota', body({ message: 'Your credit balance is too low.' })],
    'no credit, told as a bad request': [
      400,
      'quota',
      body({ message: 'Your credit balance is too low to access the API.' }),
    ],
    'a limit of spending': [429, 'quota', body({ code: 'contract_spend_limit_reached' })],
    'a question it does not understand': [400, 'bad-request'],
    'a model that is not there': [404, 'bad-request'],
    'a question that is too long': [413, 'bad-request'],
    'a question that took too long': [408, 'timeout'],
    'a gateway that gave up': [504, 'timeout'],
    'a server that is down': [503, 'server-error'],
    'a server that is overloaded': [529, 'server-error'],
    'an address that has moved': [307, 'bad-request'],
  }
  for (const [name, [status, kind, text = 'No.']] of Object.entries(cases)) {
    it(`${status}, ${name}: ${kind}`, async () => {
      said = { status, frames: [text] }
      expect(await failure(server.url))
        .to.include({ kind })
        .and.have.property('message')
        .that.includes(text)
    })
  }

  const waits: Record<string, [headers: Record<string, string>, seconds: number | undefined]> = {
    seconds: [{ 'retry-after': '7' }, 7],
    'parts of seconds': [{ 'retry-after': '0.5' }, 0.5],
    'milliseconds without an end': [{ 'retry-after-ms': 'Infinity', 'retry-after': '2' }, 2],
    'too many digits': [{ 'retry-after': '9'.repeat(400) }, undefined],
    milliseconds: [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1.5],
    'a date that has passed': [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
    nonsense: [{ 'retry-after': 'soon' }, undefined],
    nothing: [{}, undefined],
  }
  for (const [name, [headers, seconds]] of Object.entries(waits)) {
    it(`Retry-After in ${name}: ${seconds}`, async () => {
      said = { status: 429, headers }
      expect(await failure(server.url)).to.have.property('retryAfter', seconds)
    })
  }

  it('keeps the beginning of a long explanation', async () => {
    said = { status: 500, frames: Array.from({ length: 100 }, () => 'x'.repeat(10_000)) }
    expect((await failure(server.url)).message.length).to.be.within(1000, 3000)
  })
})

async function failure(url: string): Promise<SolverError> {
  const upstream = openUpstream({ baseUrl: url, log: silentLog })
  try {
    await upstream.fetch(`${url}/v1`)
  } catch (error) {
    if (error instanceof SolverError) return error
    throw error
  } finally {
    await upstream.close()
  }
  throw new Error('It answered.')
}

describe('errors in the middle of an answer', () => {
  const cases: Record<string, [event: object, kind: string | undefined]> = {
    none: [{ choices: [] }, undefined],
    'one that is null': [{ error: null, choices: [] }, undefined],
    'Anthropic is overloaded': [{ type: 'error', error: { type: 'overloaded_error' } }, 'server-error'],
    'Anthropic has too many questions': [{ type: 'error', error: { type: 'rate_limit_error' } }, 'rate-limit'],
    'a wrong key': [{ error: { type: 'authentication_error' } }, 'unauthorized'],
    'Google has too many questions': [{ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }, 'rate-limit'],
    'Google is late': [{ error: { status: 'DEADLINE_EXCEEDED' } }, 'timeout'],
    'OpenRouter passes one on': [{ error: { code: 502, message: 'Provider returned error' } }, 'server-error'],
    'Ollama has a sentence': [{ error: 'model runner has unexpectedly stopped' }, 'server-error'],
    'a code as text': [{ error: { code: '400' } }, 'bad-request'],
  }
  for (const [name, [event, kind]] of Object.entries(cases)) {
    it(`${name}: ${kind}`, () => expect(failureInStream(event)?.kind).to.equal(kind))
  }
})

describe('solverErrorOf', () => {
  const inner = new SolverError('quota', 'No.')
  it('finds what an SDK has wrapped', () =>
    expect(solverErrorOf(new Error('a', { cause: new Error('b', { cause: inner }) }))).to.equal(inner))
  it('leaves others as they are', () => {
    const other = new Error('a')
    other.cause = other
    expect(solverErrorOf(other)).to.equal(other)
    expect(solverErrorOf('text')).to.equal('text')
  })
})

describe('events of a stream', () => {
  async function read(...chunks: (string | Uint8Array)[]): Promise<string[]> {
    const bytes = async function* () {
      for (const chunk of chunks) yield Buffer.from(chunk)
    }
    const data: string[] = []
    for await (const events of readEvents(bytes())) data.push(...events.map((event) => event.data))
    return data
  }

  const cases: Record<string, [chunks: (string | Uint8Array)[], data: string[]]> = {
    'two in a chunk': [['data: a\n\ndata: b\n\n'], ['a', 'b']],
    'one in two chunks': [['data: a', 'b\n\n'], ['ab']],
    'of lines that end otherwise': [
      ['data: a\r\n\r', '\ndata: b\r\rdata: c\n\n'],
      ['a', 'b', 'c'],
    ],
    'of lines that end in CR alone, the last one too': [
      ['data: a\r\r', 'data: b\r', '\rdata: c\r\r'],
      ['a', 'b', 'c'],
    ],
    'of lines whose ends are cut in two': [
      ['data: a\r', '\n\r', '\n', 'data: b\r\n\r', '\n'],
      ['a', 'b'],
    ],
    'among nothing but comments and the like': [[': ping\n\n', 'retry: 10\n\n', ': ping\r\n\r\n', 'id: 1\n\n'], []],
    none: [[''], []],
    'of several lines': [['data: a\ndata: b\n\n'], ['a\nb']],
    'with comments, names and ids': [[': hi\nevent: x\nid: 1\ndata:a\n\n'], ['a']],
    'with a mark at the beginning': [['\uFEFFdata: a\n\n'], ['a']],
    'with letters that are cut in two': [
      [...Buffer.from('data: ü👋\n\n')].map((byte) => Uint8Array.of(byte)) as never,
      ['ü👋'],
    ],
    'without an end': [['data: a\n\ndata: b\n'], ['a']],
  }
  for (const [name, [chunks, data]] of Object.entries(cases)) {
    it(name, async () => expect(await read(...chunks.flat())).to.deep.equal(data))
  }

  it('are not kept waiting for half of a line end', async () => {
    const read: string[] = []
    const bytes = async function* () {
      for (const text of ['data: a\r\n\r\n', 'data: b\r\r', 'data: c\n\n']) {
        yield Buffer.from(text)
        read.push('more')
      }
    }
    for await (const events of readEvents(bytes())) read.push(...events.map(({ data }) => data))
    expect(read).to.deep.equal(['a', 'more', 'b', 'more', 'c', 'more'])
  })
  for (const text of ['Service unavailable', '{"error":"overloaded"}', '<html>\n</html>\n', 'data: half', 'a\n\n']) {
    it(`that are none are a failure: ${JSON.stringify(text)}`, async () => {
      const thrown = await read(text).catch((error) => error)
      expect(thrown).to.include({ kind: 'server-error' })
      expect(thrown).to.have.property('message').that.includes(text.trim())
    })
  }
  it('that never end are a failure', async () => {
    const thrown = await read(...Array.from({ length: 10 }, () => 'x'.repeat(1024 * 1024))).catch((error) => error)
    expect(thrown).to.include({ kind: 'server-error' })
  })
  it('that are no JSON are a failure', () => {
    expect(() => parseData('{"a'))
      .to.throw('no JSON')
      .with.property('kind', 'server-error')
  })
})
