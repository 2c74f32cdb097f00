import { expect } from 'chai'
import { describeSpec } from '../support/specs.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { eventsOf, type ResponseEvent } from './openai-events.ts'

type Answer = { [key: string]: unknown }

describeSpec('openai responses are as their published description says', 'openai.openapi.json', (check) => {
  let stage: Stage
  before(async () => {
    stage = await openStage({
      scripts: {
        everything: async function* () {
          yield { type: 'reasoning-delta', text: 'Hm' }
          yield { type: 'reasoning-delta', text: '.', opaque: { signature: 'abc' } }
          yield { type: 'status', text: 'looking it up' }
          yield 'Look: '
          yield { type: 'part', part: { type: 'data', data: { a: 1 } } }
          yield { type: 'source', source: { title: 'A page', url: 'https://example.com/', start: 0, end: 4 } }
          yield { type: 'source', source: { title: 'No address' } }
        },
        call: async function* () {
          yield 'Let me see.'
          yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '{"x": ' }
          yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '1}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'tool', input: { x: 1 } } }
          yield { type: 'tool-call', call: { id: 'b', name: 'tool', input: { x: [1] } } }
        },
        'call with a text': async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'say', text: '{"input":"He said ' }
          yield { type: 'tool-input-delta', id: 'a', name: 'say', text: '\\"hi\\""}' }
          yield { type: 'tool-call', call: { id: 'a', name: 'say', input: { input: 'He said "hi"' } } }
          yield { type: 'tool-call', call: { id: 'b', name: 'home__say', input: { input: '' } } }
        },
        'call at home': async function* () {
          yield { type: 'tool-call', call: { id: 'a', name: 'home__lamp', input: {} } }
        },
        refusal: async function* () {
          yield 'No.'
          yield { type: 'finish', reason: 'refusal' }
        },
        'refusal in words': async function* () {
          yield 'Hm. '
          yield { type: 'text-delta', text: 'I would ', refusal: true }
          yield { type: 'text-delta', text: 'rather not.', refusal: true }
          yield { type: 'finish', reason: 'refusal' }
        },
        'cut in a call': async function* () {
          yield { type: 'tool-input-delta', id: 'a', name: 'tool', text: '{"x"' }
          yield { type: 'finish', reason: 'length' }
        },
        'only opaque': async function* () {
          yield { type: 'reasoning-delta', text: '', opaque: 'sealed' }
          yield 'Done.'
        },
      },
    })
  })
  after(() => stage.close())

  const post = async (path: string, body: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${stage.url}/openai/v1${path}`, { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, text: await response.text() }
  }
  const tools = [
    { type: 'function', name: 'tool', parameters: { type: 'object' }, strict: true, description: 'A tool.' },
    { type: 'function', name: 'bare' },
    { type: 'custom', name: 'say' },
    {
      type: 'namespace',
      name: 'home',
      description: 'At home.',
      tools: [
        { type: 'function', name: 'lamp' },
        { type: 'custom', name: 'say' },
      ],
    },
  ]
  const full = {
    instructions: 'Be brief.',
    metadata: { a: 'b' },
    temperature: 0.5,
    top_p: 0.5,
    user: 'u',
    safety_identifier: 's',
    prompt_cache_key: 'k',
    truncation: 'auto',
    service_tier: 'auto',
    reasoning: { effort: 'low', summary: 'auto' },
    text: { format: { type: 'json_schema', name: 'n', schema: { type: 'object' }, strict: true }, verbosity: 'low' },
    tool_choice: { type: 'allowed_tools', mode: 'auto', tools: [{ type: 'function', name: 'tool' }] },
    max_output_tokens: 1000,
    max_tool_calls: 3,
    parallel_tool_calls: false,
    include: ['reasoning.encrypted_content'],
  }
  const kinds: Record<string, string> = { completed: 'ResponseCompletedEvent', incomplete: 'ResponseIncompleteEvent' }

  for (const question of [
    'plain',
    'words',
    'everything',
    'call',
    'refusal',
    'refusal in words',
    'cut in a call',
    'only opaque',
  ]) {
    for (const [title, rest] of Object.entries({ bare: {}, full, short: { max_output_tokens: 1 } })) {
      it(`a response: ${question}, ${title}`, async () => {
        const body = { model: 'Scripted', input: question, tools, ...rest }
        const { status, text } = await post('/responses', body)
        expect(status, text).to.equal(200)
        const whole: Answer = JSON.parse(text)
        check('Response', whole)
        const streamed = await post('/responses', { ...body, stream: true })
        const events = eventsOf(streamed.text)
        for (const event of events) check('ResponseStreamEvent', event)
        const last = events.at(-1)
        check(kinds[String(whole.status)] ?? '', last)
        const response = last?.response as Answer
        expect(comparable(response)).to.deep.equal(comparable(whole))
        const done = events.filter(({ type }) => type === 'response.output_item.done').map(({ item }) => item)
        expect(done).to.deep.equal(response.output)
      })
    }
  }

  it('a refusal in words, streamed', async () => {
    const events = eventsOf((await post('/responses', { input: 'refusal in words', stream: true })).text)
    const place = { item_id: events.at(-3)?.item_id, output_index: 1, content_index: 0 }
    const part = { type: 'refusal', refusal: 'I would rather not.' }
    const told = events.slice(8).map(({ sequence_number, ...event }) => event)
    expect(told.slice(1, -2)).to.deep.equal([
      { type: 'response.content_part.added', ...place, part: { type: 'refusal', refusal: '' } },
      { type: 'response.refusal.delta', ...place, delta: 'I would ' },
      { type: 'response.refusal.delta', ...place, delta: 'rather not.' },
      { type: 'response.refusal.done', ...place, refusal: part.refusal },
      { type: 'response.content_part.done', ...place, part },
    ])
    expect(told.at(-1)).to.nested.include({ type: 'response.completed', 'response.incomplete_details': null })
  })

  it('a call to a function of a namespace', async () => {
    const { text } = await post('/responses', { input: 'call at home', tools, stream: true })
    const events = eventsOf(text)
    for (const event of events) check('ResponseStreamEvent', event)
    const output = outputOf(events)
    expect(output.at(-1)).to.deep.include({ type: 'function_call', namespace: 'home', name: 'lamp', arguments: '{}' })
  })

  it('calls to tools that take a text', async () => {
    const { text } = await post('/responses', { input: 'call with a text', tools, stream: true })
    const events = eventsOf(text)
    for (const event of events) check('ResponseStreamEvent', event)
    const told = events.flatMap(({ type, delta, input }) => (type.includes('custom') ? [[type, delta ?? input]] : []))
    expect(told).to.deep.equal([
      ['response.custom_tool_call_input.delta', 'He said "hi"'],
      ['response.custom_tool_call_input.done', 'He said "hi"'],
      ['response.custom_tool_call_input.done', ''],
    ])
    const output = outputOf(events)
    expect(output.map(({ type, namespace, name, input }) => [type, namespace, name, input])).to.deep.equal([
      ['custom_tool_call', undefined, 'say', 'He said "hi"'],
      ['custom_tool_call', 'home', 'say', ''],
    ])
    const whole = JSON.parse((await post('/responses', { input: 'call with a text', tools })).text)
    check('Response', whole)
    expect(whole.output.map(({ input }: Answer) => input)).to.deep.equal(['He said "hi"', ''])
  })

  it('a response that belongs to a conversation', async () => {
    const made = await post('/conversations', { metadata: { topic: 'words' } })
    const { id } = JSON.parse(made.text)
    const { text } = await post('/responses', { input: 'plain', conversation: { id } })
    check('Response', JSON.parse(text))
    expect(JSON.parse(text).conversation).to.deep.equal({ id })
  })

  it('a response that breaks off', async () => {
    const { text } = await post('/responses', { input: 'late failure', stream: true })
    const events = eventsOf(text)
    for (const event of events) check('ResponseStreamEvent', event)
    check('ResponseFailedEvent', events.at(-1))
    expect(events.at(-1)?.response).to.nested.include({
      'error.code': 'server_error',
      'output[0].status': 'incomplete',
    })
  })

  it('the items of an input', async () => {
    const input = [
      { role: 'developer', content: 'Be brief.' },
      { role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
      { role: 'assistant', content: 'Hello.' },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'Hm.' }], encrypted_content: 'abc' },
      { type: 'message', id: 'msg_1', role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }] },
      { type: 'function_call', call_id: 'c', name: 'tool', arguments: '{}' },
      { type: 'function_call_output', call_id: 'c', output: 'done' },
      { type: 'custom_tool_call', call_id: 'd', name: 'patch', input: '*** Begin' },
      { type: 'custom_tool_call_output', call_id: 'd', output: [{ type: 'input_text', text: 'ok' }] },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { type: 'search', query: 'x', queries: [] } },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'plain' },
          { type: 'input_image', image_url: 'data:image/png;base64,AQID' },
          { type: 'input_file', filename: 'a.txt', file_data: 'AQID' },
          { type: 'input_file', file_url: 'https://example.com/a.pdf' },
        ],
      },
    ]
    const { id } = JSON.parse((await post('/responses', { input })).text)
    const list = await (await fetch(`${stage.url}/openai/v1/responses/${id}/input_items?order=asc`)).json()
    check('ResponseItemList', list)
    expect((list as { data: unknown[] }).data).to.have.lengthOf(input.length)
  })

  it('the tokens of an input', async () => {
    const { text } = await post('/responses/input_tokens', { input: 'plain', instructions: 'abcd' })
    check('TokenCountsResource', JSON.parse(text))
    expect(JSON.parse(text).input_tokens).to.equal(3)
  })

  const errors = [
    { path: '/responses', body: {}, status: 400 },
    { path: '/responses', body: { input: 'plain', model: 'no-such' }, status: 404 },
    { path: '/responses', body: { input: 'nothing' }, status: 422 },
    { path: '/responses', body: { input: 'early failure', stream: true }, status: 502 },
    { path: '/responses', body: { input: 'plain', previous_response_id: 'resp_x' }, status: 400 },
    { path: '/responses', body: { input: [{ type: 'item_reference', id: 'msg_x' }] }, status: 404 },
    { path: '/responses/resp_x/cancel', body: {}, status: 404 },
    { path: '/responses/compact', body: {}, status: 405 },
    { path: '/responses/input_tokens', body: { model: 'no-such', input: 'x' }, status: 404 },
  ]
  for (const { path, body, status } of errors) {
    it(`errors: ${status} at ${path} ${JSON.stringify(body)}`, async () => {
      const answer = await post(path, body)
      expect(answer.status, answer.text).to.equal(status)
      check('ErrorResponse', JSON.parse(answer.text))
    })
  }
})

/** What the last event of a stream says of the output. */
function outputOf(events: readonly ResponseEvent[]): readonly Answer[] {
  const response = events.at(-1)?.response as { output: Answer[] } | undefined // the last event always has one
  return response?.output ?? []
}

/** A response without what differs from one to the next: times, and everything named after its id. */
function comparable(response: Answer): unknown {
  const { created_at, completed_at, ...rest } = response
  return JSON.parse(JSON.stringify(rest).replace(/[0-9a-f]{32}/g, 'id'))
}
