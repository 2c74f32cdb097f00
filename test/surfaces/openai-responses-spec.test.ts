import { expect } from 'chai'
import { describeSpec } from '../support/specs.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { eventsOf } from './openai-events.ts'

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
        refusal: async function* () {
          yield 'No.'
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

  for (const question of ['plain', 'words', 'everything', 'call', 'refusal', 'cut in a call', 'only opaque']) {
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

/** A response without what differs from one to the next: times, and everything named after its id. */
function comparable(response: Answer): unknown {
  const { created_at, completed_at, ...rest } = response
  return JSON.parse(JSON.stringify(rest).replace(/[0-9a-f]{32}/g, 'id'))
}
