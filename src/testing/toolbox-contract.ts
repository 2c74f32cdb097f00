import assert from 'node:assert/strict'
import { kindOfPlugin } from '../core/define.ts'
import { isRuntimeError } from '../core/errors.ts'
import type { Tool, ToolboxDefinition, ToolContext } from '../core/toolbox.ts'
import type { Json } from '../core/types.ts'
import { callTool } from '../toolbox/call.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'
import { suite } from './suite.ts'
import { type OpenToolbox, openToolbox, settleCall, type TestCall, testSession } from './toolbox.ts'

export interface ToolboxCall {
  input: unknown
  /** What it returns: a value, or a pattern that a text or the JSON matches. */
  output?: unknown
  /** What the tool is answered when it asks, by key or by a function. `null` declines. */
  answers?: TestCall['answers']
}

export interface ToolboxContractOptions {
  /** Settings that the toolbox is created with; none means that it works with an empty object. */
  config?: { readonly [key: string]: Json }
  /** The folder that relative paths in the settings start from. Default: the working folder. */
  baseFolder?: string
  /** A call of every tool, by its name. */
  calls: Readonly<Record<string, ToolboxCall>>
  /** Inputs that a tool must refuse, by its name; whatever is no object is tried anyway. */
  refuses?: Readonly<Record<string, readonly unknown[]>>
}

const patience = 2000

/** Every promise that a toolbox makes to the host, as a suite for mocha, vitest or jest with globals. */
export function toolboxContract(name: string, definition: ToolboxDefinition, options: ToolboxContractOptions): void {
  const { describe, it } = suite()
  const withToolbox = async (use: (box: OpenToolbox) => Promise<void>): Promise<void> => {
    const box = await openToolbox(definition, options)
    try {
      await use(box)
    } finally {
      await box.close()
    }
  }
  const calls = Object.entries(options.calls)

  describe(`${name} keeps the toolbox contract`, () => {
    it('is what defineToolbox makes', () => assert.equal(kindOfPlugin(definition), 'toolbox'))

    it('names the setting that is wrong', async () => {
      if (definition.config?.additionalProperties !== false) return
      const config = { ...options.config, 'no-such-setting': true }
      await assert.rejects(async () => await openToolbox(definition, { ...options, config }), /no-such-setting/)
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

    for (const [tool, example] of calls) {
      it(`answers a call of ${tool}`, () => withToolbox((box) => answersAsPromised(box, tool, example)))

      it(`refuses wrong inputs of ${tool} before it runs`, () =>
        withToolbox(async (box) => {
          const guarded = unrunnable(readyTool(box, tool))
          for (const wrong of [null, [], 'text', 7, ...(options.refuses?.[tool] ?? [])]) {
            const refused = callTool(guarded, wrong, testSession())
            await assert.rejects(refused, isRefusal, `${JSON.stringify(wrong)} is not refused`)
          }
        }))

      it(`leaves the input of ${tool} as it was`, () =>
        withToolbox(async (box) => {
          await settleCall(frozen(readyTool(box, tool)), example)
        }))

      it(`settles a call of ${tool} when nobody waits any more`, () =>
        withToolbox(async (box) => {
          const { tool: plain, ...ready } = readyTool(box, tool)
          const run: Tool['run'] = (given, context) => plain.run(given, leftAlone(context))
          const called = settleCall({ ...ready, tool: { ...plain, run } }, example)
          const late = new Promise((done) => setTimeout(done, patience, 'hangs').unref())
          const settled = called.then(
            () => 'settled',
            () => 'settled',
          )
          assert.equal(await Promise.race([settled, late]), 'settled')
        }))
    }

    it('answers many at once', () =>
      withToolbox(async (box) => {
        const many = Array.from({ length: 20 }, () => calls).flat()
        await Promise.all(many.map(([tool, example]) => box.call(tool, example.input, example)))
      }))

    it('can be read: its resources and prompts', () =>
      withToolbox(async ({ toolbox: { resources = [], prompts = [] } }) => {
        for (const list of [resources.map(({ uri }) => uri), prompts.map(({ name }) => name)]) {
          assert.equal(new Set(list).size, list.length, `two of ${list.join(', ')} are called the same`)
        }
        for (const { uri } of resources) assert.ok(URL.canParse(uri), `${uri} is no URI`)
      }))

    it('can be closed and created again', async () => {
      await withToolbox(async () => undefined)
      await withToolbox(async (box) => {
        for (const [tool, example] of calls) await answersAsPromised(box, tool, example)
      })
    })
  })
}

async function answersAsPromised(box: OpenToolbox, tool: string, example: ToolboxCall): Promise<void> {
  matches(await box.call(tool, example.input, example), example.output)
}

function readyTool({ tools }: OpenToolbox, name: string): ReadyTool {
  const found = tools.find((tool) => tool.name === name)
  assert.ok(found, `there is no tool "${name}"`)
  return found
}

/** The same context for a caller who has left. */
function leftAlone({ log, memory, progress, supports, ask, once, sample, roots }: ToolContext): ToolContext {
  return { signal: AbortSignal.abort(), log, memory, progress, supports, ask, once, sample, roots }
}

/** A tool that is given its input frozen. What it returns is looked at elsewhere. */
function frozen({ checkOutput: _, ...ready }: ReadyTool): ReadyTool {
  const run: Tool['run'] = (input, context) => ready.tool.run(deepFreeze(input), context)
  return { ...ready, tool: Object.create(ready.tool, { run: { value: run } }) }
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
