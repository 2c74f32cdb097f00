import { expect } from 'chai'
import type { Toolbox, ToolChoice } from 'dramatis'
import type { TestPersona } from 'dramatis/testing'
import { call, clientTool, type Model, model, type Round, toolbox } from '../support/model.ts'
import { hear, request } from '../support/turn.ts'

const box = toolbox({ add: () => 2, name: () => 'Ada' })

function persona(solver: Model, tools: Toolbox = box): TestPersona {
  return { name: 'Able', chain: [{ id: 'model', solver }], toolbox: tools }
}

describe('a solver that makes use of tools is offered', () => {
  const both = ['look', 'add', 'name']
  const cases: [what: string, client: string[], given: ToolChoice | undefined, string[], ToolChoice | undefined][] = [
    ["the persona's tools alone", [], undefined, ['add', 'name'], undefined],
    ["both, the client's first", ['look'], undefined, both, undefined],
    ["the client's own where both have one of that name", ['add'], undefined, ['add', 'name'], undefined],
    ['both, where any will do', ['look'], 'auto', both, 'auto'],
    ['both, where one has to be called', ['look'], 'required', both, 'required'],
    ['both, where a certain one has to be called', ['look'], { name: 'look' }, both, { name: 'look' }],
    ["both, where the client names one of the persona's", ['look'], { name: 'add' }, both, undefined],
    [
      "the persona's alone, where the client wants none of its own called",
      ['look'],
      'none',
      ['add', 'name'],
      undefined,
    ],
  ]
  for (const [what, client, toolChoice, names, choice] of cases) {
    it(what, async () => {
      const tools = client.map(clientTool)
      const question = request('hello', { tools, ...(toolChoice ? { toolChoice } : {}) })
      const solver = model(['Hi.'])
      await hear(persona(solver), question)
      const { asked } = solver
      expect(asked[0]?.tools?.map(({ name }) => name)).to.deep.equal(names)
      expect(asked[0]?.toolChoice).to.deep.equal(choice)
      for (const tool of tools) if (toolChoice !== 'none') expect(asked[0]?.tools).to.deep.include(tool)
    })
  }
  it('nothing of the persona where it has none, and nothing where it makes no use of them', async () => {
    const question = request('hello', { tools: [clientTool('look')], toolChoice: 'none' })
    const rules = { ...model(['Hi.']), uses: [] }
    await hear(persona(rules), question)
    const alone = model(['Hi.'])
    await hear(persona(alone, { tools: [] }), question)
    expect([rules.asked[0], alone.asked[0]]).to.deep.equal([question, question])
  })
  it('no functions, and the same in the context', async () => {
    let offered: unknown
    const looks: Round = (_, { tools }) => {
      offered = tools
      return 'Hi.'
    }
    const solver = model(looks)
    await hear(persona(solver))
    const { asked } = solver
    expect(offered).to.equal(asked[0]?.tools)
    expect(JSON.parse(JSON.stringify(offered))).to.deep.equal(offered)
  })

  it('what it knows, and a name that it makes up is for the client to refuse, where the persona has no tools', async () => {
    const question = request('hello', { tools: [clientTool('look')] })
    const { events } = await hear(persona(model([call('lok')]), { tools: [] }), question)
    expect(events.flatMap((event) => (event.type === 'tool-call' ? [event.call.name] : []))).to.deep.equal(['lok'])
  })
})
