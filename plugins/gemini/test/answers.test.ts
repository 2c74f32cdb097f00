import { expect } from 'chai'
import { isSolverError, type SolverEvent, type Usage } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import type { Said } from '../../../test/support/fault-server.ts'
import { chunks, counted, ends, play, says, status } from './stand-in.ts'

const usage: Usage = { inputTokens: 12, outputTokens: 5 }
const said = (text: string): SolverEvent => ({ type: 'text-delta', text })
const thought = (text: string, signature?: string): SolverEvent => ({
  type: 'reasoning-delta',
  text,
  ...(signature === undefined ? {} : { opaque: { gemini: signature } }),
})
const finish = (reason: 'stop' | 'length' | 'refusal' | 'tool-calls' = 'stop', counts = usage): SolverEvent => ({
  type: 'finish',
  reason,
  usage: counts,
})
const source = (title: string, url: string, start?: number, end?: number): SolverEvent => ({
  type: 'source',
  source: { title, url, ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) },
})
const web = (name: string) => ({ web: { uri: `https://${name}.example/`, title: name } })
const blocked = (feedback: object): Said => chunks({ promptFeedback: feedback, usageMetadata: counted })

const answers: Readonly<Record<string, readonly [said: Said, events: readonly SolverEvent[]]>> = {
  'words as they come': [
    chunks(says([{ text: 'One ' }, { text: 'two' }]), says([{ text: '' }]), says([{ text: '.' }]), ends('STOP')),
    [said('One '), said('two'), said('.'), finish()],
  ],
  'words in the last chunk': [
    chunks({ ...says([{ text: 'All.' }], { finishReason: 'STOP' }), usageMetadata: counted }),
    [said('All.'), finish()],
  ],
  'a finish reason in every chunk': [
    chunks(says([{ text: 'One' }], { finishReason: 'STOP' }), says([{ text: ' two' }], { finishReason: 'STOP' })),
    [said('One'), said(' two'), { type: 'finish', reason: 'stop' }],
  ],
  'the same last chunk twice': [
    chunks(...Array(2).fill({ ...says([{ text: 'One' }], { finishReason: 'STOP' }), usageMetadata: counted })),
    [said('One'), finish()],
  ],
  'an answer that was cut off': [chunks(says([{ text: 'One' }]), ends('MAX_TOKENS')), [said('One'), finish('length')]],
  'an answer that was stopped': [chunks(says([{ text: 'One' }]), ends('SAFETY')), [said('One'), finish('refusal')]],
  'an answer from memory': [chunks(ends('RECITATION')), [finish('refusal')]],
  'a question that was blocked': [blocked({ blockReason: 'SAFETY' }), [finish('refusal')]],
  'a question that was blocked, and why': [
    blocked({ blockReason: 'OTHER', blockReasonMessage: 'Not here.' }),
    [said('Not here.'), finish('refusal')],
  ],
  'every count': [
    chunks(
      says([{ text: 'One' }]),
      ends('STOP', { ...counted, thoughtsTokenCount: 30, cachedContentTokenCount: 8, toolUsePromptTokenCount: 100 }),
    ),
    [said('One'), finish('stop', { inputTokens: 112, outputTokens: 35, cachedTokens: 8, reasoningTokens: 30 })],
  ],
  'thoughts, and signatures wherever they stand': [
    chunks(
      says([{ text: 'Let me', thought: true }]),
      says([{ text: ' see.', thought: true, thoughtSignature: 'QQ==' }]),
      says([{ text: 'Yes', thoughtSignature: 'Qg==' }, { text: '.' }]),
      says([{ text: '', thoughtSignature: 'Qw==' }]),
      ends('STOP'),
    ),
    [
      thought('Let me'),
      thought(' see.', 'QQ=='),
      thought('', 'Qg=='),
      said('Yes'),
      said('.'),
      thought('', 'Qw=='),
      finish(),
    ],
  ],
  'parallel calls, of which the first is signed': [
    chunks(
      says([
        { functionCall: { id: 'a', name: 'weather', args: { city: 'Rome' } }, thoughtSignature: 'QQ==' },
        { functionCall: { id: 'b', name: 'clock' } },
      ]),
      ends('STOP'),
    ),
    [
      { type: 'tool-call', call: { id: 'a', name: 'weather', input: { city: 'Rome' }, opaque: { gemini: 'QQ==' } } },
      { type: 'tool-call', call: { id: 'b', name: 'clock', input: {} } },
      finish('tool-calls'),
    ],
  ],
  media: [
    chunks(
      says([
        { inlineData: { mimeType: 'image/png', data: 'iVBORw==' }, thoughtSignature: 'QQ==' },
        { inlineData: { mimeType: 'image/png', data: 'AAAA' }, thought: true },
        { fileData: { mimeType: 'audio/wav', fileUri: 'https://a.example/b.wav' } },
        { fileData: { fileUri: 'gs' } },
        { inlineData: { data: 'AQ==' } },
      ]),
      ends('STOP'),
    ),
    [
      thought('', 'QQ=='),
      { type: 'part', part: { type: 'image', mediaType: 'image/png', data: Buffer.from('iVBORw==', 'base64') } },
      { type: 'part', part: { type: 'audio', mediaType: 'audio/wav', data: new URL('https://a.example/b.wav') } },
      { type: 'part', part: { type: 'file', mediaType: 'application/octet-stream', data: Buffer.of(1) } },
      finish(),
    ],
  ],
  'what it looked up': [
    chunks(
      says([{ text: 'Señor, ' }]),
      says([{ text: 'two facts.' }], {
        groundingMetadata: {
          groundingChunks: [web('a'), web('b'), web('c'), { retrievedContext: { title: 'd' } }, {}],
          groundingSupports: [
            { segment: { endIndex: 6, text: 'Señor' }, groundingChunkIndices: [0, 1] },
            { segment: { startIndex: 1, endIndex: 4, text: 'facts' }, groundingChunkIndices: [1] },
            { segment: { startIndex: 1, endIndex: 4, text: 'not there' }, groundingChunkIndices: [2] },
            { segment: { text: 'no end' }, groundingChunkIndices: [9] },
          ],
        },
      }),
      ends('STOP'),
    ),
    [
      said('Señor, '),
      said('two facts.'),
      source('a', 'https://a.example/', 0, 5),
      source('b', 'https://b.example/', 0, 5),
      source('b', 'https://b.example/', 11, 16),
      source('c', 'https://c.example/'),
      { type: 'source', source: { title: 'd' } },
      { type: 'source', source: { title: 'source' } },
      finish(),
    ],
  ],
  'what it quotes': [
    chunks(
      says([{ text: 'Öne two' }]),
      ends('STOP', counted, {
        citationMetadata: {
          citationSources: [
            { startIndex: 5, endIndex: 8, uri: 'https://q.example/' },
            { uri: 'https://a.example/' },
            { startIndex: 1 },
          ],
        },
        groundingMetadata: { groundingChunks: [web('a')] },
      }),
    ),
    [
      said('Öne two'),
      source('a', 'https://a.example/'),
      source('https://q.example/', 'https://q.example/', 4, 7),
      finish(),
    ],
  ],
  'no words': [chunks(ends('STOP')), [finish()]],
  nothing: [chunks(), []],
}

const limit = (...ids: readonly string[]) => ({
  '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
  violations: ids.map((quotaId) => ({ quotaMetric: 'generate_requests', quotaId })),
})
const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' }
const exceeded = 'You exceeded your current quota, please check your plan and billing details.'
const perMinute = 'GenerateContentInputTokensPerModelPerMinute-FreeTier'
const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier'
/** Google answers with its JSON spread over lines. */
const failure = (code: number, body: object): Said => ({ status: code, frames: [JSON.stringify(body, null, 2)] })

const failures: Readonly<Record<string, readonly [said: Said, kind: string, retryAfter?: number]>> = {
  'a limit per minute': [
    failure(429, status(429, exceeded, 'RESOURCE_EXHAUSTED', limit(perMinute), retry)),
    'rate-limit',
    34.5,
  ],
  'a limit per day': [failure(429, status(429, exceeded, 'RESOURCE_EXHAUSTED', limit(perMinute, perDay))), 'quota'],
  'a limit of which nothing is told': [
    failure(429, status(429, 'Resource has been exhausted (e.g. check quota).', 'RESOURCE_EXHAUSTED')),
    'rate-limit',
  ],
  'an account that has run dry': [failure(429, status(429, exceeded, 'RESOURCE_EXHAUSTED')), 'quota'],
  'a key that is none': [
    failure(
      400,
      status(400, 'API key not valid.', 'INVALID_ARGUMENT', {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'API_KEY_INVALID',
      }),
    ),
    'unauthorized',
  ],
  'a question that it does not like': [failure(400, status(400, 'No contents.', 'INVALID_ARGUMENT')), 'bad-request'],
  'no such model': [failure(404, status(404, 'models/x is not found', 'NOT_FOUND')), 'bad-request'],
  'too many at once': [failure(503, status(503, 'The model is overloaded.', 'UNAVAILABLE')), 'server-error'],
  'out of time': [failure(504, status(504, 'Deadline expired.', 'DEADLINE_EXCEEDED')), 'timeout'],
  'an error in the stream': [chunks(status(503, 'The model is overloaded.', 'UNAVAILABLE')), 'server-error'],
  'an error in the stream, in a list': [chunks([status(400, 'No.', 'INVALID_ARGUMENT')]), 'bad-request'],
  'a limit in the stream': [
    chunks(says([{ text: 'One' }]), status(429, exceeded, 'RESOURCE_EXHAUSTED', limit(perMinute), retry)),
    'rate-limit',
    34.5,
  ],
  'a call that the model spoilt': [chunks(ends('MALFORMED_FUNCTION_CALL')), 'server-error'],
  'a finish reason to come': [chunks(says([{ text: 'One' }]), ends('BORED')), 'server-error'],
  'no finish reason': [chunks(says([{ text: 'One' }])), 'server-error'],
  'a chunk of another protocol': [chunks({ choices: [] }), 'server-error'],
  'a chunk that is no object': [chunks([1]), 'server-error'],
  'a chunk that is a number': [{ frames: ['data: 1\n\n'] }, 'server-error'],
  'candidates that are none': [chunks({ candidates: {} }), 'server-error'],
  'parts that are none': [chunks(says([1 as unknown as object])), 'server-error'],
  'words that are none': [chunks(says([{ text: 1 }])), 'server-error'],
  'a call without a name': [chunks(says([{ functionCall: {} }])), 'server-error'],
  'media without data': [chunks(says([{ inlineData: {} }])), 'server-error'],
  'sources that are none': [
    chunks(ends('STOP', counted, { groundingMetadata: { groundingChunks: 1 } })),
    'server-error',
  ],
  'a source that is none': [
    chunks(ends('STOP', counted, { groundingMetadata: { groundingChunks: [1] } })),
    'server-error',
  ],
  'a source without a name': [
    chunks(ends('STOP', counted, { groundingMetadata: { groundingChunks: [{ web: { title: 1 } }] } })),
    'server-error',
  ],
  'a passage of nothing': [
    chunks(ends('STOP', counted, { groundingMetadata: { groundingSupports: [{ groundingChunkIndices: 1 }] } })),
    'server-error',
  ],
  'a passage that is none': [
    chunks(ends('STOP', counted, { groundingMetadata: { groundingSupports: [{ segment: 1 }] } })),
    'server-error',
  ],
  'a quotation that is none': [
    chunks(ends('STOP', counted, { citationMetadata: { citationSources: [1] } })),
    'server-error',
  ],
}

describe('gemini hears', () => {
  for (const [title, [given, expected]] of Object.entries(answers)) {
    it(title, async () => {
      const { events } = await play(given, chatRequest('Hi'))
      expect(events).to.deep.equal(expected)
    })
  }

  it('calls without an id, and gives them one that nobody guesses', async () => {
    const called = says([{ functionCall: { name: 'a' } }, { functionCall: { name: 'a' } }])
    const { events } = await play(chunks(called, ends('STOP')), chatRequest('Hi'))
    const ids = events.flatMap((one) => (one.type === 'tool-call' ? [one.call.id] : []))
    expect(new Set(ids).size).to.equal(2)
    for (const id of ids) expect(id).to.match(/^call_[0-9a-f]{32}$/)
  })

  for (const [title, [given, kind, retryAfter]] of Object.entries(failures)) {
    it(`${title}: ${kind}`, async () => {
      const thrown = await play(given, chatRequest('Hi')).then(
        () => undefined,
        (error: unknown) => error,
      )
      if (!isSolverError(thrown)) throw new Error(`${thrown}`)
      expect([thrown.kind, thrown.retryAfter]).to.deep.equal([kind, retryAfter])
    })
  }
})
