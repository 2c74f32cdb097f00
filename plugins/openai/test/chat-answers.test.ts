import { expect } from 'chai'
import { isSolverError, type SolverEvent } from 'dramatis'
import { chatRequest } from 'dramatis/testing'
import type { Said } from '../../../test/support/fault-server.ts'
import { json, play, stream } from './stand-in.ts'
import { chunk, data, done } from './wires.ts'

const call = (index: number | undefined, id: string | undefined, name: string | undefined, args?: unknown) => ({
  tool_calls: [{ index, id, type: 'function', function: { name, arguments: args } }],
})
const stop = chunk({}, 'stop')
const calls = chunk({}, 'tool_calls')
const image = 'data:image/png;base64,iVBORw0KGgo='

/** `thinks: x`, `says: x`, `calls a({}) as id`, `ends: reason`: events in lines; pieces of inputs are left out. */
function lines(events: readonly SolverEvent[]): string[] {
  return events.flatMap((event) => {
    switch (event.type) {
      case 'text-delta':
        return `says: ${event.text}`
      case 'reasoning-delta':
        return event.opaque ? `hands back: ${JSON.stringify(event.opaque)}` : `thinks: ${event.text}`
      case 'tool-call': {
        const { id, name, input, opaque } = event.call
        const as = id.startsWith('call_') ? 'an id of its own' : id
        return `calls ${name}(${JSON.stringify(input)}) as ${as}${opaque ? ` with ${JSON.stringify(opaque)}` : ''}`
      }
      case 'part':
        return event.part.type === 'image' ? `shows: ${event.part.mediaType}` : event.part.type
      case 'source':
        return `cites: ${JSON.stringify(event.source)}`
      case 'finish':
        return `ends: ${[event.reason, event.stopSequence].filter(Boolean).join(' at ')}`
      default:
        return []
    }
  })
}

const answers: Record<string, [said: Said, ...lines: string[]]> = {
  'text, and its end on the same chunk': [stream(chunk({ content: 'Hi' }, 'stop'), done), 'says: Hi', 'ends: stop'],
  'several choices, of which the first is heard': [
    stream(
      chunk({ content: 'Hi' }),
      data({ choices: [{ index: 1, delta: { content: 'No' }, finish_reason: 'length' }] }),
      data({
        choices: [
          { index: 1, delta: { content: 'No' } },
          { index: 0, delta: { content: ' there' } },
        ],
      }),
      stop,
    ),
    'says: Hi',
    'says:  there',
    'ends: stop',
  ],
  'no [DONE]': [stream(chunk({ content: 'Hi' }), stop), 'says: Hi', 'ends: stop'],
  'content null, empty and missing': [
    stream(chunk({ content: null }), chunk({ content: '' }), chunk({}), chunk({ content: 'Hi' }), stop),
    'says: Hi',
    'ends: stop',
  ],
  'CRLF, comments and names of events': [
    stream(': OPENROUTER PROCESSING\r\n\r\n', `event: x\r\n${chunk({ content: 'Hi' }).trim()}\r\n\r\n`, stop),
    'says: Hi',
    'ends: stop',
  ],
  "Azure's first chunk": [
    stream(data({ choices: [], prompt_filter_results: [{ prompt_index: 0 }] }), chunk({ content: 'Hi' }), stop, done),
    'says: Hi',
    'ends: stop',
  ],
  'a finish reason in every chunk, empty': [
    stream(chunk({ content: 'Hi' }, ''), chunk({ content: ' there' }, ''), stop),
    'says: Hi',
    'says:  there',
    'ends: stop',
  ],
  'thoughts as reasoning_content': [
    stream(chunk({ reasoning_content: 'Hm.' }), chunk({ content: 'Hi' }), stop),
    'thinks: Hm.',
    'says: Hi',
    'ends: stop',
  ],
  'thoughts as reasoning': [
    stream(chunk({ content: '', reasoning: 'Hm.' }), chunk({ content: 'Hi' }), stop),
    'thinks: Hm.',
    'says: Hi',
    'ends: stop',
  ],
  "Mistral's content in parts": [
    stream(
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }),
      chunk({ content: [{ type: 'text', text: 'Hi' }] }),
      chunk({}, 'model_length'),
    ),
    'thinks: Hm.',
    'says: Hi',
    'ends: length',
  ],
  'a refusal': [stream(chunk({ refusal: 'No.' }), stop), 'says: No.', 'ends: refusal'],
  'a content filter': [stream(chunk({ content: 'Hi' }), chunk({}, 'content_filter')), 'says: Hi', 'ends: refusal'],
  'a stop sequence that vLLM names': [
    stream(data({ choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop', stop_reason: '###' }] })),
    'says: Hi',
    'ends: stop at ###',
  ],
  'a call in pieces': [
    stream(
      chunk(call(0, 'a', 'add', '')),
      chunk(call(0, undefined, undefined, '{"x"')),
      chunk(call(0, undefined, undefined, ':1}')),
      calls,
    ),
    'calls add({"x":1}) as a',
    'ends: tool-calls',
  ],
  'parallel calls, interleaved': [
    stream(
      chunk(call(0, 'a', 'add', '{"x":')),
      chunk(call(1, 'b', 'sub', '{"y":')),
      chunk(call(0, undefined, undefined, '1}')),
      chunk(call(1, undefined, undefined, '2}')),
      calls,
    ),
    'calls add({"x":1}) as a',
    'calls sub({"y":2}) as b',
    'ends: tool-calls',
  ],
  'calls without index and id': [
    stream(chunk(call(undefined, undefined, 'add', '{"x":1}')), chunk(call(undefined, '', 'add', '{"x":2}')), stop),
    'calls add({"x":1}) as an id of its own',
    'calls add({"x":2}) as an id of its own',
    'ends: tool-calls',
  ],
  'calls without index, in pieces': [
    stream(chunk(call(undefined, 'a', 'add', '{"x":')), chunk(call(undefined, undefined, undefined, '1}')), calls),
    'calls add({"x":1}) as a',
    'ends: tool-calls',
  ],
  'parallel calls under one index': [
    stream(chunk(call(0, 'a', 'add', '{"x":1}')), chunk(call(0, 'b', 'add', '{"x":2}')), calls),
    'calls add({"x":1}) as a',
    'calls add({"x":2}) as b',
    'ends: tool-calls',
  ],
  'parallel calls under one id': [
    stream(
      chunk(call(0, '0', 'add', '{"x":')),
      chunk(call(1, '0', 'sub', '')),
      chunk(call(0, '0', undefined, '1}')),
      chunk(call(1, undefined, undefined, '{}')),
      calls,
    ),
    'calls add({"x":1}) as 0',
    'calls sub({}) as an id of its own',
    'ends: tool-calls',
  ],
  'a name in every piece': [
    stream(chunk(call(0, 'a', 'add', '{"x":')), chunk(call(0, 'a', 'add', '1}')), calls),
    'calls add({"x":1}) as a',
    'ends: tool-calls',
  ],
  'an input that is no text, or nothing': [
    stream(
      chunk(call(0, 'a', 'add', { x: 1 })),
      chunk(call(1, 'b', 'now', null)),
      chunk(call(2, 'c', 'now', 'null')),
      calls,
    ),
    'calls add({"x":1}) as a',
    'calls now({}) as b',
    'calls now({}) as c',
    'ends: tool-calls',
  ],
  'an input that is no JSON': [
    stream(chunk(call(0, 'a', 'add', '{x:1}')), calls),
    'calls add("{x:1}") as a',
    'ends: tool-calls',
  ],
  'a call that was cut off': [
    stream(chunk({ content: 'So' }), chunk(call(0, 'a', 'add', '{"x":')), chunk({}, 'length')),
    'says: So',
    'ends: length',
  ],
  'thoughts before a call go back with it': [
    stream(
      chunk({ reasoning_content: 'I must' }),
      chunk({ reasoning_content: ' add.' }),
      chunk(call(0, 'a', 'add', '{}')),
      calls,
    ),
    'thinks: I must',
    'thinks:  add.',
    'hands back: {"reasoning_content":"I must add."}',
    'calls add({}) as a',
    'ends: tool-calls',
  ],
  'thoughts go back with the calls that came of them': [
    stream(
      chunk({ reasoning: 'One.' }),
      chunk(call(0, 'a', 'add', '{}')),
      chunk({ reasoning: 'Two.' }),
      chunk(call(1, 'b', 'add', '{}')),
      calls,
    ),
    'thinks: One.',
    'hands back: {"reasoning":"One."}',
    'thinks: Two.',
    'hands back: {"reasoning":"Two."}',
    'calls add({}) as a',
    'calls add({}) as b',
    'ends: tool-calls',
  ],
  "OpenRouter's details of thoughts": [
    stream(
      chunk({ reasoning: 'Hm', reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'Hm' }] }),
      chunk({ reasoning: '.', reasoning_details: [{ type: 'reasoning.text', index: 0, text: '.', signature: 's' }] }),
      chunk({ reasoning_details: [{ type: 'reasoning.encrypted', index: 1, data: 'e' }] }),
      chunk(call(0, 'a', 'add', '{}')),
      calls,
    ),
    'thinks: Hm',
    'thinks: .',
    'hands back: {"reasoning_details":[{"type":"reasoning.text","index":0,"text":"Hm.","signature":"s"},{"type":"reasoning.encrypted","index":1,"data":"e"}]}',
    'calls add({}) as a',
    'ends: tool-calls',
  ],
  "a signature of Google's on a call": [
    stream(
      chunk({
        tool_calls: [
          {
            index: 0,
            id: 'a',
            function: { name: 'add', arguments: '{}' },
            extra_content: { google: { thought_signature: 's' } },
          },
        ],
      }),
      stop,
    ),
    'calls add({}) as a with {"extra_content":{"google":{"thought_signature":"s"}}}',
    'ends: tool-calls',
  ],
  sources: [
    stream(
      chunk({ content: 'Hi' }),
      chunk({
        annotations: [
          { type: 'url_citation', url_citation: { url: 'https://a.example', start_index: 0, end_index: 2 } },
        ],
      }),
      stop,
    ),
    'says: Hi',
    'cites: {"title":"https://a.example","url":"https://a.example","start":0,"end":2}',
    'ends: stop',
  ],
  'a picture': [
    stream(chunk({ images: [{ type: 'image_url', image_url: { url: image } }] }), stop),
    'shows: image/png',
    'ends: stop',
  ],
  'events after the end': [
    stream(chunk({ content: 'Hi' }), stop, stop, chunk({ content: 'again' }), done, chunk({ content: 'and again' })),
    'says: Hi',
    'ends: stop',
  ],
  'an answer that is not streamed': [
    json({
      object: 'chat.completion',
      choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', tool_calls: null }, finish_reason: 'stop' }],
    }),
    'says: Hi',
    'ends: stop',
  ],
  'a call that is not streamed': [
    json({
      choices: [{ message: { content: null, ...call(undefined, 'a', 'add', '{"x":1}') }, finish_reason: 'tool_calls' }],
    }),
    'calls add({"x":1}) as a',
    'ends: tool-calls',
  ],
  'a question that the server keeps from the model': [
    { ...json({ error: { code: 'content_filter', message: 'It was filtered.' } }), status: 400 },
    'ends: refusal',
  ],
  'an empty answer': [stream(), ...[]],
  'an empty answer in JSON': [{ headers: { 'content-type': 'application/json' } }, ...[]],
  '[DONE] alone': [stream(done), ...[]],
}

describe('openai by chat: answers', () => {
  for (const [name, [said, ...expected]] of Object.entries(answers)) {
    it(name, async () => expect(lines((await play(said, chatRequest('hi'))).events)).to.deep.equal(expected))
  }

  it('gives pieces of inputs as they come', async () => {
    const said = stream(chunk(call(0, 'a', 'add', '{"x"')), chunk(call(0, undefined, undefined, ':1}')), calls)
    const { events } = await play(said, chatRequest('hi'))
    expect(events.slice(0, 2)).to.deep.equal([
      { type: 'tool-input-delta', id: 'a', name: 'add', text: '{"x"' },
      { type: 'tool-input-delta', id: 'a', name: 'add', text: ':1}' },
    ])
  })

  const whole = { prompt_tokens: 9, completion_tokens: 4 }
  const usages: Record<string, [frames: string[], usage: object]> = {
    'before the end': [[data({ choices: [], usage: whole }), stop, done], { inputTokens: 9, outputTokens: 4 }],
    'in a chunk of its own': [[stop, data({ choices: [], usage: whole }), done], { inputTokens: 9, outputTokens: 4 }],
    'on the last choice': [[chunk({}, 'stop', { usage: whole }), done], { inputTokens: 9, outputTokens: 4 }],
    'on every chunk, the last counting': [
      [
        chunk({ content: 'a' }, null, { usage: { prompt_tokens: 9, completion_tokens: 1 } }),
        chunk({}, 'stop', { usage: whole }),
      ],
      { inputTokens: 9, outputTokens: 4 },
    ],
    "in Groq's place": [[chunk({}, 'stop', { x_groq: { usage: whole } })], { inputTokens: 9, outputTokens: 4 }],
    'with details': [
      [
        chunk({}, 'stop', {
          usage: {
            ...whole,
            prompt_tokens_details: { cached_tokens: 3 },
            completion_tokens_details: { reasoning_tokens: 2 },
          },
        }),
      ],
      { inputTokens: 9, outputTokens: 4, cachedTokens: 3, reasoningTokens: 2 },
    ],
    "with DeepSeek's cache": [
      [chunk({}, 'stop', { usage: { ...whole, prompt_cache_hit_tokens: 5 } })],
      { inputTokens: 9, outputTokens: 4, cachedTokens: 5 },
    ],
  }
  for (const [name, [frames, usage]] of Object.entries(usages)) {
    it(`usage ${name}`, async () => {
      const { events } = await play(stream(chunk({ content: 'Hi' }), ...frames), chatRequest('hi'))
      expect(events.at(-1)).to.deep.include({ type: 'finish', usage })
    })
  }

  const failures: Record<string, [said: Said, kind: string]> = {
    'an error': [stream(data({ error: { message: 'Broken.' } })), 'server-error'],
    'an error that is a sentence': [stream(data({ error: 'Broken.' })), 'server-error'],
    'an error with the code of a status': [stream(data({ error: { code: 429, message: 'Slow down.' } })), 'rate-limit'],
    'an error with a code in words': [stream(data({ error: { code: 'rate_limit_exceeded' } })), 'rate-limit'],
    'an error with a type in words': [stream(data({ error: { type: 'insufficient_quota' } })), 'quota'],
    "vLLM's older error": [stream(data({ object: 'error', message: 'Too long.', code: 400 })), 'bad-request'],
    "Groq's error": [
      stream(`event: error\n${data({ error: { code: 'tool_use_failed', status_code: 400 } })}`),
      'bad-request',
    ],
    "Google's error, in a list": [json([{ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } }]), 'rate-limit'],
    'an error with status 200': [json({ error: { code: 'invalid_api_key', message: 'Who are you?' } }), 'unauthorized'],
    'a finish reason that is a failure': [stream(chunk({ content: 'Hi' }), chunk({}, 'error')), 'server-error'],
    'a chunk that is none': [stream(data([1, 2])), 'server-error'],
    'a chunk of another shape': [stream(data({ choices: [{ delta: { tool_calls: 7 } }] })), 'server-error'],
    'a call without a name': [stream(chunk(call(0, 'a', undefined, '{}'))), 'server-error'],
  }
  for (const [name, [said, kind]] of Object.entries(failures)) {
    it(`${name}: ${kind}`, async () => {
      const thrown = await play(said, chatRequest('hi')).catch((error: unknown) => error)
      if (!isSolverError(thrown)) throw thrown
      expect(thrown.kind).to.equal(kind)
    })
  }
})
