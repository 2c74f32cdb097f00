import { expect } from 'chai'
import type { ChatRequest, SolverEvent, Toolbox } from 'dramatis'
import { createSolver, type Script, scriptedSolver, startTestHost } from 'dramatis/testing'
import openai from 'dramatis-solver-openai'
import { openTap, type Tap } from '../support/tap.ts'
import { input, schema, type ToolClient, toolClients } from '../support/tool-clients.ts'

/** Texts of what came of calls, by the name of the tool. */
function resultsOf({ messages }: ChatRequest): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { role, parts } of messages) {
    if (role !== 'assistant') continue
    for (const part of parts) if (part.type === 'call') names.set(part.call.id, part.call.name)
  }
  const texts = messages.flatMap((message) => {
    if (message.role !== 'tool') return []
    return [[names.get(message.callId) ?? '', JSON.stringify(message.parts)] as const]
  })
  return new Map(texts)
}

const numberIn = (text: string | undefined): string => /\d+/.exec(text ?? '')?.[0] ?? 'no'

const call = (name: string): SolverEvent => ({
  type: 'tool-call',
  call: { id: `call_${name}`, name, input: { item: 'pen' } },
})

/** A model that wants to know how many there are, of the persona, and what they cost, of the client. */
const scripts: Record<string, Script> = {
  'one after the other': async function* (request) {
    const results = resultsOf(request)
    if (!results.has('stock')) yield call('stock')
    else if (!results.has('price')) yield call('price')
    else yield `${numberIn(results.get('stock'))} pens at ${numberIn(results.get('price'))}.`
  },
  'both at once': async function* (request) {
    const results = resultsOf(request)
    if (results.size === 0) {
      yield call('price')
      yield call('stock')
    } else yield `${numberIn(results.get('stock'))} pens at ${numberIn(results.get('price'))}.`
  },
  report: async function* (request) {
    const results = resultsOf(request)
    if (results.size === 0) yield call('stock')
    else yield request.output?.schema ? JSON.stringify({ count: Number(numberIn(results.get('stock'))) }) : 'no schema'
  },
}

describe("tool loops of the vendors' SDKs, with tools of the persona and of the client behind the openai solver", () => {
  const offered: ChatRequest[] = []
  const counted: unknown[] = []
  const closers: (() => Promise<void>)[] = []
  let tap: Tap

  before(async () => {
    const model = scriptedSolver(scripts, { uses: ['tools'] })
    const solver: typeof model = {
      ...model,
      solve(request, context) {
        offered.push(request)
        return model.solve(request, context)
      },
    }
    const upstream = await startTestHost({ personas: [{ name: 'Model', chain: [{ id: 'model', solver }] }] })
    const toolbox: Toolbox = {
      tools: [
        {
          name: 'stock',
          description: 'How many of an item are in the drawer.',
          input,
          run: (item) => `${counted.push(item) + 11} are in the drawer.`,
        },
      ],
    }
    const baseUrl = `${upstream.url}/openai/v1`
    const link = await createSolver(openai, { baseUrl, apiKey: 'none', model: 'Model' })
    const host = await startTestHost({
      personas: [{ name: 'Clerk', chain: [{ id: 'openai', solver: link }], toolbox }],
    })
    tap = await openTap(host.url)
    closers.push(
      tap.close,
      () => host.close(0),
      () => upstream.close(0),
    )
  })
  beforeEach(() => {
    offered.length = 0
    counted.length = 0
    tap.take()
  })
  after(async () => {
    for (const close of closers) await close()
  })

  for (const [name, open] of Object.entries(toolClients)) {
    describe(name, () => {
      let client: ToolClient
      before(() => {
        client = open(tap.url)
      })

      for (const question of ['one after the other', 'both at once']) {
        it(`has each tool run where it belongs, ${question}`, async () => {
          const priced: unknown[] = []
          const answer = await client.converse(question, (item) => `It is ${priced.push(item) + 2} crowns.`)
          expect(answer).to.equal('12 pens at 3.')
          expect({ counted, priced }).to.deep.equal({ counted: [{ item: 'pen' }], priced: [{ item: 'pen' }] })
          for (const { tools = [] } of offered) {
            expect(tools.map(({ name }) => name).sort()).to.deep.equal(['price', 'stock'])
          }
          const heard = tap.take()
          expect(heard)
            .to.include('price')
            .and.to.not.match(/stock|drawer/)
        })
      }

      it('answers by a schema after the persona has looked something up', async () => {
        expect(await client.report('report')).to.deep.equal({ count: 12 })
        expect(counted).to.deep.equal([{ item: 'pen' }])
        expect(offered.map(({ output }) => output)).to.deep.equal([{ schema }, { schema }])
        expect(tap.take()).to.not.match(/stock|drawer/)
      })
    })
  }
})
