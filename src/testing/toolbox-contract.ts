import assert from 'node:assert/strict'
import { kindOfPlugin } from '../core/define.ts'
import { isRuntimeError } from '../core/errors.ts'
import { compileFilling } from '../core/schema.ts'
import type { Tool, Toolbox, ToolboxDefinition, ToolContext } from '../core/toolbox.ts'
import type { Json } from '../core/types.ts'
import { callTool, readInput } from '../toolbox/call.ts'
import { prepareToolbox, type ReadyTool } from '../toolbox/prepare.ts'
import { mapMemory, silentLog } from './harness.ts'
import { suite } from './suite.ts'

export interface ToolboxContractOptions {
  /** Settings that the toolbox is created with; none means that it works with an empty object. */
  config?: { readonly [key: string]: Json }
  /** The folder that relative paths in the settings start from. Default: the working folder. */
  baseFolder?: string
  /** A call of every tool, by its name, with what it returns: a value, or a pattern that a text or the JSON matches. */
  calls: Readonly<Record<string, { input: unknown; output?: unknown }>>
  /** Inputs that a tool must refuse, by its name; whatever is no object is tried anyway. */
  refuses?: Readonly<Record<string, readonly unknown[]>>
}

interface Opened {
  toolbox: Toolbox
  tools: readonly ReadyTool[]
  get(name: string): ReadyTool
}

const patience = 2000

/** Every promise that a toolbox makes to the host, as a suite for mocha, vitest or jest with globals. */
export function toolboxContract(name: string, definition: ToolboxDefinition, options: ToolboxContractOptions): void {
  const { describe, it } = suite()
  const withToolbox = async (use: (opened: Opened) => Promise<void>): Promise<void> => {
    const toolbox = await createToolbox(definition, options)
    try {
      await use(open(name, toolbox))
    } finally {
      await toolbox.close?.()
    }
  }
  const calls = Object.entries(options.calls)

  describe(`${name} keeps the toolbox contract`, () => {
    it('is what defineToolbox makes', () => assert.equal(kindOfPlugin(definition), 'toolbox'))

    it('names the setting that is wrong', async () => {
      if (definition.config?.additionalProperties !== false) return
      const config = { ...options.config, 'no-such-setting': true }
      await assert.rejects(async () => await createToolbox(definition, { ...options, config }), /no-such-setting/)
    })

    it('has tools with snake_case names, descriptions and valid schemas', () =>
      withToolbox(async ({ tools }) => {
        assert.ok(tools.length > 0, 'a toolbox has tools')
        for (const tool of tools) assert.match(tool.name, /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/)
      }))

    it('has an example of every tool', () =>
      withToolbox(async ({ tools }) => {
        const names = tools.map((tool) => tool.name)
        assert.deepEqual(Object.keys(options.calls).sort(), names.sort(), '"calls" names every tool')
        for (const refused of Object.keys(options.refuses ?? {})) assert.ok(names.includes(refused), refused)
      }))

    for (const [tool, { input, output }] of calls) {
      it(`answers a call of ${tool}`, () =>
        withToolbox(async ({ get }) => matches(await callTool(get(tool), input, toolContext()), output)))

      it(`refuses wrong inputs of ${tool} before it runs`, () =>
        withToolbox(async ({ get }) => {
          const guarded = unrunnable(get(tool))
          for (const wrong of [null, [], 'text', 7, ...(options.refuses?.[tool] ?? [])]) {
            const refused = callTool(guarded, wrong, toolContext())
            await assert.rejects(refused, isRefusal, `${JSON.stringify(wrong)} is not refused`)
          }
        }))

      it(`leaves the input of ${tool} as it was`, () =>
        withToolbox(async ({ get }) => {
          const ready = get(tool)
          await ready.tool.run(deepFreeze(readInput(ready, input)), toolContext())
        }))

      it(`settles a call of ${tool} when nobody waits any more`, () =>
        withToolbox(async ({ get }) => {
          const ready = get(tool)
          const run = async () => await ready.tool.run(readInput(ready, input), toolContext(AbortSignal.abort()))
          const late = new Promise((done) => setTimeout(done, patience, 'hangs').unref())
          const settled = run().then(
            () => 'settled',
            () => 'settled',
          )
          assert.equal(await Promise.race([settled, late]), 'settled')
        }))
    }

    it('answers many at once', () =>
      withToolbox(async ({ get }) => {
        const many = Array.from({ length: 20 }, () => calls).flat()
        await Promise.all(many.map(([tool, { input }]) => callTool(get(tool), input, toolContext())))
      }))

    it('can be closed and created again', async () => {
      await withToolbox(async () => undefined)
      await withToolbox(async ({ get }) => {
        for (const [tool, { input, output }] of calls) matches(await callTool(get(tool), input, toolContext()), output)
      })
    })
  })
}

async function createToolbox(
  definition: ToolboxDefinition,
  { config = {}, baseFolder = process.cwd() }: Pick<ToolboxContractOptions, 'config' | 'baseFolder'>,
): Promise<Toolbox> {
  const filled = structuredClone(config)
  const problems = definition.config ? compileFilling(definition.config)(filled) : []
  assert.deepEqual(
    problems.map(({ pointer, message }) => `${pointer} ${message}`),
    [],
  )
  return definition.create(filled as never, { baseFolder, log: silentLog }) // checked against its own schema just now
}

function open(id: string, toolbox: Toolbox): Opened {
  const tools = prepareToolbox({ id, location: 'in its test' }, toolbox)
  const get = (name: string): ReadyTool => {
    const found = tools.find((tool) => tool.name === name)
    assert.ok(found, `there is no tool "${name}"`)
    return found
  }
  return { toolbox, tools, get }
}

function toolContext(signal: AbortSignal = new AbortController().signal): ToolContext {
  return { signal, log: silentLog, memory: mapMemory(), progress() {} }
}

function unrunnable(ready: ReadyTool): ReadyTool {
  const run = () => assert.fail('it ran with a wrong input')
  const tool: Tool = Object.create(ready.tool, { run: { value: run } })
  return { ...ready, tool }
}

function isRefusal(error: unknown): boolean {
  return isRuntimeError(error) && error.code === 'invalid-request'
}

function matches(output: Json, expected: unknown): void {
  if (expected === undefined) return
  if (!(expected instanceof RegExp)) return assert.deepEqual(output, expected)
  assert.match(typeof output === 'string' ? output : JSON.stringify(output), expected)
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}
