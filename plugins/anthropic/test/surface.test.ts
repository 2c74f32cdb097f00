import { expect } from 'chai'
import type { ChatRequest, SolverEvent } from 'dramatis'
import { chatRequest, createSolver, scriptedSolver, settle, startTestHost, testContext } from 'dramatis/testing'
import anthropic from 'dramatis-solver-anthropic'
import { message } from '../../../test/support/model.ts'

/** What a persona says, and what comes out where it differs. */
const answers: Readonly<Record<string, readonly [said: readonly SolverEvent[], heard?: readonly SolverEvent[]]>> = {
  words: [[{ type: 'text-delta', text: 'One ' }, { type: 'text-delta', text: 'two' }, finish('stop')]],
  length: [[{ type: 'text-delta', text: 'One' }, finish('length')]],
  stopped: [
    [
      { type: 'text-delta', text: 'One' },
      { ...finish('stop'), stopSequence: 'END' },
    ],
  ],
  refusal: [[finish('refusal')]],
  thoughts: [
    [
      { type: 'reasoning-delta', text: 'Hm.' },
      { type: 'reasoning-delta', text: '', opaque: 'c2ln' },
      { type: 'text-delta', text: 'Yes.' },
      finish('stop'),
    ],
  ],
  secrets: [
    [
      { type: 'reasoning-delta', text: '', opaque: { redacted: 'eA==' } },
      { type: 'text-delta', text: 'Yes.' },
      finish('stop'),
    ],
  ],
  calls: [
    [call('a', 'clock', { zone: 'UTC' }), call('b', 'clock', {}), finish('tool-calls')],
    [
      { type: 'tool-input-delta', id: 'a', name: 'clock', text: '' },
      { type: 'tool-input-delta', id: 'a', name: 'clock', text: '{"zone":"UTC"}' },
      call('a', 'clock', { zone: 'UTC' }),
      { type: 'tool-input-delta', id: 'b', name: 'clock', text: '' },
      { type: 'tool-input-delta', id: 'b', name: 'clock', text: '{}' },
      call('b', 'clock', {}),
      finish('tool-calls'),
    ],
  ],
  sources: [
    [
      { type: 'text-delta', text: 'One' },
      { type: 'source', source: { title: 'A', url: 'https://a.example/' } },
      { type: 'source', source: { title: 'B' } },
      finish('stop'),
    ],
    [
      { type: 'text-delta', text: 'One' },
      { type: 'source', source: { title: 'A', url: 'https://a.example/', start: 0, end: 3 } },
      { type: 'source', source: { title: 'B', start: 0, end: 3 } },
      finish('stop'),
    ],
  ],
}

const clock = { name: 'clock', description: 'Tells the time.', input: { type: 'object', properties: {} } }

/** Questions that come out of the other side as they went in. */
const questions: Readonly<Record<string, Partial<ChatRequest>>> = {
  instructions: { messages: [message('system', 'Be kind.'), message('user', 'words')] },
  media: {
    messages: [
      message(
        'user',
        'words',
        { type: 'image', mediaType: 'image/png', data: Buffer.from('png') },
        { type: 'file', mediaType: 'application/pdf', data: Buffer.from('pdf'), name: 'a.pdf' },
      ),
    ],
  },
  'a round of calls': {
    messages: [
      message('user', 'words'),
      message(
        'assistant',
        { type: 'reasoning', text: 'Hm.', opaque: 'c2ln' },
        { type: 'call', call: { id: 'a', name: 'clock', input: {} } },
      ),
      { role: 'tool', callId: 'a', parts: [{ type: 'text', text: 'It broke.' }], failed: true },
    ],
  },
  tools: { tools: [clock], toolChoice: { name: 'clock' }, parallelToolCalls: false },
  'structured output': { output: { schema: { type: 'object' } } },
  limits: { limits: { maxTokens: 7, stop: ['END'], temperature: 0.5, topP: 0.5, topK: 2 } },
  thought: { limits: { maxTokens: 4096 }, reasoning: { budget: 2048 } },
  'no thought': { reasoning: { effort: 'none' } },
  'a user': { user: 'u-1' },
}

describe('anthropic asks a persona of this host through its own surface', () => {
  let asked: ChatRequest | undefined
  const script = scriptedSolver(
    Object.fromEntries(
      Object.entries(answers).map(([name, [said]]) => [
        name,
        async function* (request: ChatRequest) {
          asked = request
          yield* said
        },
      ]),
    ),
    { uses: ['voice', 'tools', 'reasoning'], accepts: ['image', 'file'], applies: ['stop', 'maxTokens'] },
  )
  let host: Awaited<ReturnType<typeof startTestHost>>
  let solver: Awaited<ReturnType<typeof createSolver>>
  before(async () => {
    host = await startTestHost({ personas: [{ name: 'Bot', chain: [{ id: 'script', solver: script }] }] })
    solver = await createSolver(anthropic, { baseUrl: `${host.url}/anthropic`, model: 'Bot' })
  })
  after(async () => {
    await solver.close?.()
    await host.close()
  })
  const ask = (request: ChatRequest) => settle(solver.solve(request, testContext()))

  for (const [name, [said, heard = said]] of Object.entries(answers)) {
    it(`and hears ${name}`, async () => {
      const request = { ...chatRequest(name), ...(name === 'calls' ? { tools: [clock] } : {}) }
      expect((await ask(request)).events).to.deep.equal(heard)
    })
  }

  for (const [what, given] of Object.entries(questions)) {
    it(`for ${what}`, async () => {
      const request: ChatRequest = { ...chatRequest('words'), ...given }
      await ask(request)
      expect(asked).to.deep.equal({ limits: { maxTokens: 4096 }, ...request })
    })
  }
})

function finish(reason: 'stop' | 'length' | 'tool-calls' | 'refusal'): Extract<SolverEvent, { type: 'finish' }> {
  return { type: 'finish', reason, usage: { inputTokens: 9, outputTokens: 4, cachedTokens: 2, reasoningTokens: 1 } }
}

function call(id: string, name: string, input: object): SolverEvent {
  return { type: 'tool-call', call: { id, name, input } }
}
