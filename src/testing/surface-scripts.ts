import type { ChatRequest, Context, ToolSpec } from '../core/types.ts'
import { aborted, gate, type Script } from './script.ts'

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
