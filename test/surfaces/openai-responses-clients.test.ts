import { expect } from 'chai'
import { openStage, type Stage } from '../support/stage.ts'
import { eventsOf } from './openai-events.ts'

const parameters = { type: 'object', properties: { command: { type: 'string' } }, additionalProperties: false }

/** What well-known clients send, as their sources have it. */
const clients = [
  {
    client: 'Codex, without the tools that only the vendor runs',
    path: '/openai/v1/responses',
    body: {
      model: 'Scripted',
      instructions: 'You are a coding agent.',
      input: [
        { type: 'message', role: 'developer', content: [{ type: 'input_text', text: '<permissions/>' }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: '<environment_context/>' }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'plain' }] },
      ],
      tools: [
        { type: 'function', name: 'exec_command', description: 'Runs a command.', strict: false, parameters },
        {
          type: 'namespace',
          name: 'multi_agent_v1',
          description: 'Tools for agents.',
          tools: [{ type: 'function', name: 'close_agent', description: 'Closes one.', strict: false, parameters }],
        },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: false,
      reasoning: { effort: 'medium', summary: 'auto' },
      store: false,
      stream: true,
      include: ['reasoning.encrypted_content'],
      prompt_cache_key: '0199',
      text: { verbosity: 'medium' },
      client_metadata: { originator: 'codex_cli_rs' },
    },
  },
  {
    client: 'Vercel AI SDK, its default model of OpenAI',
    path: '/openai/v1/responses',
    body: {
      model: 'Scripted',
      input: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'input_text', text: 'sum' }] },
        { role: 'assistant', content: [{ type: 'output_text', text: 'Hm.' }], id: 'msg_1' },
        { type: 'function_call', call_id: 'call_1', name: 'add', arguments: '{"a":1}', id: 'fc_1' },
        { type: 'function_call_output', call_id: 'call_1', output: '{"sum":2}' },
        { role: 'user', content: [{ type: 'input_text', text: 'plain' }] },
      ],
      temperature: 0.5,
      max_output_tokens: 200,
      text: { format: { type: 'json_schema', strict: true, name: 'response', schema: { type: 'object' } } },
      tools: [{ type: 'function', name: 'add', description: 'Adds.', parameters }],
      tool_choice: 'auto',
      stream: true,
    },
  },
  {
    client: 'LangChain, with useResponsesApi',
    path: '/openai/v1/responses',
    body: {
      model: 'Scripted',
      input: [
        { type: 'message', role: 'developer', content: 'Be brief.' },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'plain' }] },
      ],
      tools: [{ type: 'function', name: 'add', parameters, strict: null }],
      parallel_tool_calls: null,
      user: null,
      temperature: null,
      top_p: null,
      text: { format: { type: 'text' } },
      previous_response_id: null,
      stream: true,
    },
  },
  {
    client: 'Home Assistant, openai_conversation',
    path: '/openai/v1/responses',
    body: {
      model: 'Scripted',
      input: [
        { type: 'message', role: 'developer', content: 'You are a voice assistant.' },
        { type: 'message', role: 'user', content: 'plain' },
      ],
      max_output_tokens: 3000,
      temperature: 1,
      top_p: 1,
      user: '01K',
      service_tier: 'auto',
      store: false,
      stream: true,
      tools: [{ type: 'function', name: 'HassTurnOn', parameters, description: 'Turns on.', strict: false }],
      include: ['reasoning.encrypted_content'],
    },
  },
  {
    client: 'Open WebUI, a connection of the type responses',
    path: '/v1/responses',
    body: {
      model: 'Scripted',
      input: [
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello!' }] },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'plain' }] },
      ],
      instructions: 'Be brief.',
      stream: true,
      max_output_tokens: 1000,
    },
  },
  {
    client: 'LibreChat, a picture with the Responses API switched on',
    path: '/openai/v1/responses',
    body: {
      model: 'Scripted',
      input: [
        {
          type: 'message',
          role: 'user',
          content: [
            { type: 'input_text', text: 'plain' },
            { type: 'input_image', image_url: 'data:image/png;base64,AQID', detail: 'auto' },
          ],
        },
      ],
      user: '66f1',
      stream: true,
      store: false,
      tools: [],
    },
  },
]

describe('openai responses answer what clients send', () => {
  let stage: Stage
  before(async () => {
    stage = await openStage()
  })
  after(() => stage.close())

  for (const { client, path, body } of clients) {
    it(client, async () => {
      const send = (stream: boolean) =>
        fetch(stage.url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer sk-none' },
          body: JSON.stringify({ ...body, stream }),
        })
      const response = await send(true)
      const text = await response.text()
      expect(response.status, text).to.equal(200)
      expect(response.headers.get('content-type')).to.match(/^text\/event-stream/)
      const events = eventsOf(text)
      const said = events.flatMap(({ type, delta }) => (type === 'response.output_text.delta' ? [delta] : []))
      expect(said.join('')).to.equal('One. Two. Three.')
      expect(events.at(-1)).to.have.nested.property('response.usage.output_tokens', 4)
      const whole = await send(false)
      expect(whole.headers.get('content-type')).to.equal('application/json')
      expect(await whole.json()).to.have.nested.property('output[0].content[0].text', 'One. Two. Three.')
    })
  }
})
