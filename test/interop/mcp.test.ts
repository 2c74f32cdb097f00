import { expect } from 'chai'
import type { Runtime } from '../../src/runtime.ts'
import { clients, type KitClient, openKit } from '../support/mcp.ts'
import { eventually } from '../support/stage.ts'

/** By the tool's name and its input: what a client hears. */
const calls: Record<string, { name: string; input?: object; text: string | RegExp; failed?: true }> = {
  'a text': { name: 'test_simple_text', text: 'This is a simple text response for testing.' },
  'a value as JSON': { name: 'now', text: /"timezone"/ },
  'what a tool threw': {
    name: 'test_error_handling',
    text: 'This tool intentionally returns an error for testing',
    failed: true,
  },
  'an input that is wrong': {
    name: 'test_elicitation',
    text: 'The input of the tool "test_elicitation" is wrong: /message is required.',
    failed: true,
  },
  'a question to the user': { name: 'test_input_required_result_elicitation', text: 'Hello, Ada!' },
  'one question after the other': {
    name: 'test_input_required_result_multi_round',
    text: 'All there: [{"name":"Ada"},{"color":"green"}]',
  },
  'a question, a model and folders at once': {
    name: 'test_input_required_result_multiple_inputs',
    text: 'All there: ["Ada","Paris",["file:///work"]]',
  },
}

for (const [who, connect] of Object.entries(clients)) {
  describe(`MCP with ${who}`, () => {
    let runtime: Runtime
    let client: KitClient
    before(async () => {
      runtime = await openKit()
      client = await connect(runtime.url)
    })
    after(async () => {
      await client?.close()
      await runtime?.close(0)
    })

    it('says which tool does not exist, and which may be meant', async () => {
      const error = await client.callTool('test_simple_txt').catch((thrown: Error) => thrown)
      expect(error).to.have.property('code', -32602)
      expect(error)
        .to.have.property('message')
        .that.matches(/There is no tool "test_simple_txt"; did you mean "test_simple_text"\?/)
    })
    it('says that a resource does not exist', async () => {
      const error = await client.readResource({ uri: 'test://none' }).catch((thrown: Error) => thrown)
      expect(error)
        .to.have.property('message')
        .that.matches(/There is no resource "test:\/\/none"\./)
    })
    it('says which argument of a prompt is missing', async () => {
      const given = { name: 'test_prompt_with_arguments', arguments: { arg1: 'one' } }
      const error = await client.getPrompt(given).catch((thrown: Error) => thrown)
      expect(error)
        .to.have.property('message')
        .that.matches(/The prompt "test_prompt_with_arguments" needs "arg2"\./)
    })
    it('lists the tools in the same order each time', async () => {
      const [one, other] = [await client.listTools(), await client.listTools()]
      const names = one.tools.map(({ name }) => name)
      expect(names).to.include.members(['test_simple_text', 'now', 'calculate'])
      expect(other.tools.map(({ name }) => name)).to.deep.equal(names)
    })
    for (const [what, { name, input, text, failed }] of Object.entries(calls)) {
      it(`hears ${what}`, async () => {
        const { content, isError = false } = await client.callTool(name, input)
        expect(isError).to.equal(failed ?? false)
        expect(content).to.have.length(1)
        if (typeof text === 'string') expect(content[0]?.text).to.equal(text)
        else expect(content[0]?.text).to.match(text)
      })
    }
    it('hears how far a tool is', async () => {
      const heard: number[] = []
      await client.callTool('test_tool_with_progress', {}, (progress) => heard.push(progress))
      expect(heard).to.deep.equal([0, 50, 100])
    })
    it('hears that the tools have changed', async () => {
      const before = client.changes
      await eventually('the client hears of the change', async () => {
        await client.callTool('test_trigger_tool_change')
        return client.changes > before
      })
    })
    it('gets media', async () => {
      const { content } = await client.callTool('test_multiple_content_types')
      expect(content.map(({ type }) => type)).to.deep.equal(['text', 'image', 'resource'])
    })
    it('reads resources', async () => {
      const { contents } = await client.readResource({ uri: 'test://template/7/data' })
      const text = '{"id":"7","templateTest":true,"data":"Data for ID: 7"}'
      expect(contents).to.deep.equal([{ uri: 'test://template/7/data', mimeType: 'application/json', text }])
    })
    it('gets prompts, those that ask too', async () => {
      const { messages } = await client.getPrompt({ name: 'test_input_required_result_prompt' })
      const content = { type: 'text', text: 'Use this context: the sea' }
      expect(messages).to.deep.equal([{ role: 'user', content }])
    })
    it('completes arguments', async () => {
      const ref = { type: 'ref/prompt', name: 'test_prompt_with_arguments' } as const
      const { completion } = await client.complete({ ref, argument: { name: 'arg1', value: 'par' } })
      expect(completion.values).to.deep.equal(['paris', 'party'])
    })
  })
}
