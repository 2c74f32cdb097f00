import type { ChatRequest, Context, ToolSpec } from '../../core/types.ts'
import { aborted, gate, type Script } from '../script.ts'

/** Text that breaks formats which do not escape what they carry. */
export const awkwardText =
  'He said "hi"\\ \n\ndata: [DONE]\n\n{"text":"}"} \u2028\u2029 <b>&amp;</b> \u0007 \u{1F600} e\u0301 \u4F60\u597D'

export const weatherTool: ToolSpec = {
  name: 'get_weather',
  description: 'The weather of a city.',
  input: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

export interface Scripts {
  scripts: Record<string, Script>
  /** Lets `gated` go on after its first word. */
  gate: ReturnType<typeof gate>
  /** Settles when the signal of `endless` has aborted. */
  left: ReturnType<typeof gate>
}

/** A value as JSON has it: bytes become `{ base64 }`. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { base64: Buffer.from(value).toString('base64') }
  if (value instanceof URL) return value.href
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

/** What the solver of the contract does for each question. */
export function surfaceScripts(): Scripts {
  const middle = gate()
  const left = gate()
  return {
    gate: middle,
    left,
    scripts: {
      plain: () => 'One. Two. Three.',
      awkward: () => awkwardText,
      words: async function* () {
        for (const word of ['One', ' two', '', ' three', ' ']) yield word
      },
      later: async () => {
        await new Promise((resolve) => setTimeout(resolve, 10))
        return 'It took a moment.'
      },
      reason: async function* () {
        yield { type: 'reasoning-delta', text: 'Let me ' }
        yield { type: 'reasoning-delta', text: 'think.' }
        yield 'Thought.'
      },
      call: async function* () {
        yield { type: 'tool-call', call: { id: 'call_1', name: 'get_weather', input: { city: 'Caf\u00E9 "X"' } } }
      },
      calls: async function* () {
        yield 'Let me see.'
        yield { type: 'tool-input-delta', id: 'call_1', name: 'get_weather', text: '{"city":' }
        yield { type: 'tool-input-delta', id: 'call_2', name: 'get_weather', text: '{"city":"Ro' }
        yield { type: 'tool-input-delta', id: 'call_1', name: 'get_weather', text: '"Paris"}' }
        yield { type: 'tool-call', call: { id: 'call_1', name: 'get_weather', input: { city: 'Paris' } } }
        yield { type: 'tool-input-delta', id: 'call_2', name: 'get_weather', text: 'me"}' }
        yield { type: 'tool-call', call: { id: 'call_2', name: 'get_weather', input: { city: 'Rome' } } }
      },
      // Without arguments, and with an id that was there before.
      'odd calls': async function* () {
        yield { type: 'tool-input-delta', id: 'call_1', name: 'get_weather', text: '' }
        yield { type: 'tool-call', call: { id: 'call_1', name: 'get_weather', input: {} } }
        yield { type: 'tool-input-delta', id: 'call_1', name: 'get_weather', text: '{"city":"Rome"}' }
        yield { type: 'tool-call', call: { id: 'call_1', name: 'get_weather', input: { city: 'Rome' } } }
      },
      sourced: async function* () {
        yield 'It is known.'
        yield { type: 'source', source: { title: 'A page', url: 'https://example.com/a', start: 0, end: 12 } }
      },
      counted: async function* () {
        yield 'Counted.'
        yield { type: 'finish', reason: 'stop', usage: { inputTokens: 11, outputTokens: 7, cachedTokens: 3 } }
      },
      // A stop sequence of the request must not stop the account of it.
      reflect: (request) => JSON.stringify(plain(request)).replaceAll('#', '\\u0023'),
      picture: async function* () {
        yield 'Look: '
        yield {
          type: 'part',
          part: { type: 'image', mediaType: 'image/png', data: new URL('https://example.com/a.png') },
        }
      },
      refuse: async function* () {
        yield 'I would rather not.'
        yield { type: 'finish', reason: 'refusal' }
      },
      'refuse in words': async function* () {
        yield { type: 'text-delta', text: 'I would ', refusal: true }
        yield { type: 'text-delta', text: 'rather not.', refusal: true }
        yield { type: 'finish', reason: 'refusal' }
      },
      long: () => 'abcd'.repeat(50),
      'early failure': () => {
        throw new Error('secret-detail')
      },
      'late failure': async function* () {
        yield 'It began'
        throw new Error('secret-detail')
      },
      'too slow': () => new Promise(() => undefined),
      nothing: () => undefined,
      'empty stream': async function* () {
        yield ''
      },
      gated: async function* () {
        yield 'first'
        await middle.opened
        yield ' second'
      },
      endless: async function* (_request: ChatRequest, { signal }: Context) {
        yield 'begin'
        await aborted(signal)
        left.open()
        yield 'nobody hears this'
      },
      transcript: ({ messages }) =>
        messages
          .map(({ role, parts }) => `${role}:${parts.map((part) => ('text' in part ? part.text : '')).join('')}`)
          .join('|'),
    },
  }
}
