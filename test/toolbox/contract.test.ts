import { expect } from 'chai'
import { defineToolbox, type Tool, type ToolboxDefinition } from 'dramatis'
import { type ToolboxContractOptions, toolboxContract } from 'dramatis/testing'

const input = {
  type: 'object',
  properties: { list: { type: 'array', items: { type: 'number' } } },
  required: ['list'],
} as const

const total: Tool = {
  name: 'total',
  description: 'Adds numbers.',
  input,
  output: { type: 'number' },
  run: ({ list }: { list: number[] }) => list.reduce((sum, each) => sum + each, 0),
}

const calls = { total: { input: { list: [2, 1] }, output: 3 } }
const refuses = { total: [{}, { list: ['a'] }] }
const boxOf = (more: Partial<Tool>): ToolboxDefinition =>
  defineToolbox({ create: () => ({ tools: [{ ...total, ...more }] }) })

toolboxContract('a sound toolbox', boxOf({}), { calls, refuses })
toolboxContract('a toolbox with settings', withSettings(), {
  config: { start: 4 },
  calls: { total: { input: { list: [] }, output: 4 } },
})

/** Toolboxes that break one promise each, with the tests that must notice. */
const breaches: Record<string, { box: ToolboxDefinition; options?: Partial<ToolboxContractOptions>; fails: RegExp[] }> =
  {
    'a name in camel case': {
      box: boxOf({ name: 'addUp' }),
      options: { calls: { addUp: calls.total }, refuses: {} },
      fails: [/^has tools with snake_case names/],
    },
    'a tool without an example': {
      box: boxOf({}),
      options: { calls: {}, refuses: {} },
      fails: [/^has an example of every/],
    },
    'a wrong answer': { box: boxOf({ run: () => 4 }), fails: [/^answers a call/, /^can be closed and created again/] },
    'an output that is not as promised': {
      box: boxOf({ run: () => '3' }),
      options: { calls: { total: { input: { list: [] }, output: /3/ } } },
      fails: [/^answers a call/, /^answers many/, /^can be closed/],
    },
    'a schema that lets wrong inputs through': {
      box: boxOf({ input: { type: 'object' }, run: () => 3 }),
      fails: [/^refuses wrong inputs of total before it runs/],
    },
    'an input that is changed': {
      box: boxOf({
        run: ({ list }: { list: number[] }) => list.sort().reduce((sum, each) => sum + each, 0),
      }),
      fails: [/^leaves the input of total as it was/],
    },
    'a call that never settles': {
      box: boxOf({ run: (_, { signal }) => (signal.aborted ? new Promise(() => undefined) : 3) }),
      fails: [/^settles a call of total/],
    },
    'a toolbox that opens once': { box: opensOnce(), fails: [/^can be closed and created again/] },
    'a solver': {
      box: { ...boxOf({}), [Symbol.for('dramatis.plugin')]: 'solver' } as unknown as ToolboxDefinition, // on purpose
      fails: [/^is what defineToolbox makes/],
    },
  }

describe('the toolbox contract', () => {
  for (const [what, { box, options, fails }] of Object.entries(breaches)) {
    it(`notices ${what}`, async () => {
      const failed = await failing(box, { calls, refuses, ...options })
      expect(failed.join('\n'), 'as many tests fail as should').to.satisfy(() => failed.length === fails.length)
      for (const [index, pattern] of fails.entries()) expect(failed[index]).to.match(pattern)
    })
  }
})

function withSettings(): ToolboxDefinition {
  return defineToolbox({
    config: { type: 'object', properties: { start: { type: 'number', default: 0 } }, additionalProperties: false },
    create: ({ start }) => ({
      tools: [{ ...total, run: ({ list }: { list: number[] }) => list.reduce((sum, each) => sum + each, start) }],
    }),
  })
}

/** Each test opens a toolbox; the one that opens it after closing is the last of them. */
function opensOnce(): ToolboxDefinition {
  let opened = 0
  return defineToolbox({
    create: () => {
      opened += 1
      if (opened > 9) throw new Error('the port is taken')
      return { tools: [total] }
    },
  })
}

/** The titles of the tests of a contract that fail. */
async function failing(definition: ToolboxDefinition, options: ToolboxContractOptions): Promise<string[]> {
  const tests: [title: string, run: () => unknown][] = []
  const { describe, it } = globalThis
  Object.assign(globalThis, {
    describe: (_: string, run: () => void) => run(),
    it: (title: string, run: () => unknown) => tests.push([title, run]),
  })
  try {
    toolboxContract('planted', definition, options)
  } finally {
    Object.assign(globalThis, { describe, it })
  }
  const failed: string[] = []
  for (const [title, run] of tests) {
    try {
      await run()
    } catch {
      failed.push(title)
    }
  }
  return failed
}
