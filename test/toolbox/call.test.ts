import { expect } from 'chai'
import { type Json, plainResult } from 'dramatis'
import { mapMemory } from 'dramatis/testing'
import { isRuntimeError } from '../../src/core/errors.ts'
import type { Tool, ToolContext } from '../../src/core/toolbox.ts'
import type { ToolSession } from '../../src/core/toolset.ts'
import { testSession } from '../../src/testing/toolbox.ts'
import { callTool } from '../../src/toolbox/call.ts'
import { prepareToolbox } from '../../src/toolbox/prepare.ts'
import { defaultRules } from '../../src/toolbox/rules.ts'

const adding = {
  type: 'object',
  properties: { first: { type: 'number' }, second: { type: 'number', default: 1 } },
  required: ['first'],
  additionalProperties: false,
}

/** What a call comes to for programs. */
async function callOf(
  given: Partial<Tool>,
  input: unknown,
  more: Partial<ToolSession> = {},
  timeout = 30_000,
): Promise<Json> {
  const tool: Tool = { name: 'test', description: 'Tests.', input: { type: 'object' }, run: () => null, ...given }
  const rules = { ...defaultRules, timeout }
  const [ready] = prepareToolbox({ id: 'box', location: 'here' }, { tools: [tool] }, { rules })
  if (!ready) throw new Error('there is no tool')
  const outcome = await callTool(ready, input, testSession(more))
  if (outcome.kind === 'ask') throw new Error('it asks')
  return plainResult(outcome)
}

const never = (): Promise<never> => new Promise(() => undefined)
const cycle: { self?: unknown } = {}
cycle.self = cycle

describe('a call of a tool', () => {
  const failures: Record<string, { tool: Partial<Tool>; input?: unknown; limit?: number; code: string; says: RegExp }> =
    {
      'an input that is no object': {
        tool: {},
        input: 'text',
        code: 'invalid-request',
        says: /^The input of the tool "test" is wrong: it must be an object, not a string\.$/,
      },
      'every wrong field, with the nearest key': {
        tool: { input: adding },
        input: { fist: 2, second: 'b' },
        code: 'invalid-request',
        says: /: \/first is required\. \/fist is not a known key; did you mean "first"\? \/second must be a number, not a string\.$/,
      },
      'more problems than anybody reads': {
        tool: { input: { type: 'object', additionalProperties: { type: 'number' } } },
        input: Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, 'x'])),
        code: 'invalid-request',
        says: /\/key4 must be a number, not a string\. And 995 more\.$/,
      },
      'what the tool throws, in its own words': {
        tool: {
          run: () => {
            throw new RangeError('Only positive numbers have a logarithm.')
          },
        },
        code: 'tool-failed',
        says: /^Only positive numbers have a logarithm\.$/,
      },
      'a rejection without words': {
        tool: { run: () => Promise.reject(new Error()) },
        code: 'tool-failed',
        says: /^The tool "test" failed and did not say why\.$/,
      },
      'a tool that takes too long': {
        tool: { run: never },
        limit: 20,
        code: 'timeout',
        says: /^The tool "test" did not answer within 20 ms\.$/,
      },
      'an output that breaks its schema': {
        tool: { output: { type: 'object', required: ['sum'] }, run: () => ({ total: 3 }) },
        code: 'plugin-failed',
        says: /^The tool "test" of the toolbox "box" broke its own output schema: \/sum is required\.$/,
      },
      'an output that JSON cannot hold': {
        tool: { run: () => cycle },
        code: 'plugin-failed',
        says: /^The tool "test" of the toolbox "box" returned what JSON cannot hold: .*circular/i,
      },
    }
  for (const [what, { tool, input = {}, limit, code, says }] of Object.entries(failures)) {
    it(`tells ${what}`, async () => {
      const error = await callOf(tool, input, {}, limit).catch((thrown: unknown) => thrown)
      if (!isRuntimeError(error)) throw error
      expect(error.message).to.match(says)
      expect(error.code).to.equal(code)
    })
  }

  it('is cancelled when the caller leaves, and tells the tool', async () => {
    const waiting = new AbortController()
    let told = false
    const run: Tool['run'] = (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          told = true
          reject(new Error('mine'))
        })
        waiting.abort()
      })
    const error = await callOf({ run }, {}, { signal: waiting.signal }).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'cancelled', message: 'The call of the tool "test" was cancelled.' })
    expect(told).to.equal(true)
  })
  it('does not run for somebody who has left already', async () => {
    let ran = false
    const run = () => (ran = true)
    const error = await callOf({ run }, {}, { signal: AbortSignal.abort() }).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'cancelled' })
    expect(ran).to.equal(false)
  })
  it('ends the signal of the tool, and hears no more of its progress', async () => {
    let left: ToolContext | undefined
    const heard: unknown[] = []
    const run: Tool['run'] = async (_, given) => {
      left = given
      await given.progress(1, 2, 'half')
    }
    await callOf({ run }, {}, { progress: (...given) => void heard.push(given) })
    await left?.progress(2, 2)
    expect(left?.signal.aborted).to.equal(true)
    expect(heard).to.deep.equal([[1, 2, 'half']])
  })
  it('gives a copy of the input with the defaults, and leaves the input alone', async () => {
    const input = Object.freeze({ first: 1 })
    const run: Tool['run'] = (given) => Object.assign(given as object, { third: 3 })
    expect(await callOf({ input: adding, run }, input)).to.deep.equal({ first: 1, second: 1, third: 3 })
    expect(input).to.deep.equal({ first: 1 })
  })

  const outputs: Record<string, { returned: unknown; output: unknown }> = {
    nothing: { returned: undefined, output: null },
    'a text': { returned: 'hello', output: 'hello' },
    'a promise of a date': { returned: Promise.resolve(new Date(0)), output: '1970-01-01T00:00:00.000Z' },
  }
  for (const [what, { returned, output }] of Object.entries(outputs)) {
    it(`returns ${what} as JSON`, async () => expect(await callOf({ run: () => returned }, {})).to.deep.equal(output))
  }
  it('keeps what a tool remembers where the caller says', async () => {
    const memory = mapMemory()
    await callOf({ run: (_, given) => given.memory.set('seen', 1) }, {}, { memory })
    expect(await memory.get('seen')).to.equal(1)
  })
})
