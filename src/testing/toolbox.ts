import assert from 'node:assert/strict'
import { compileFilling } from '../core/schema.ts'
import { plainResult } from '../core/tool-result.ts'
import type { ToolAbility, Toolbox, ToolboxDefinition } from '../core/toolbox.ts'
import type { InputAnswer, InputRequest, ToolAnswer, ToolOutcome, ToolSession } from '../core/toolset.ts'
import type { Json } from '../core/types.ts'
import { callTool } from '../toolbox/call.ts'
import { prepareToolbox, type ReadyTool } from '../toolbox/prepare.ts'
import { defaultRules, type ToolRules } from '../toolbox/rules.ts'
import { joinToolboxes, type Toolkit } from '../toolbox/toolset.ts'
import { mapMemory, silentLog } from './harness.ts'

export interface OpenToolboxOptions {
  /** Settings that the toolbox is created with; none means an empty object. */
  config?: object
  /** The folder that relative paths in the settings start from. Default: the working folder. */
  baseFolder?: string
}

/** How a test calls a tool; whatever is not given is empty, never aborts and can answer everything. */
export interface TestCall extends Partial<Pick<ToolSession, 'signal' | 'log' | 'memory' | 'progress' | 'onLog'>> {
  /** What the tool is answered when it asks, by key or by a function. `null` declines. */
  answers?: Readonly<Record<string, unknown>> | ((request: InputRequest) => unknown) | undefined
  abilities?: readonly ToolAbility[]
}

export interface OpenToolbox {
  /** As its plugin made it. */
  readonly toolbox: Toolbox
  /** Its tools as the host serves them. */
  readonly tools: Toolkit['tools']
  /** Calls a tool as the host would, and again for each answer: the value that programs get, or its text. */
  call(name: string, input?: unknown, options?: TestCall): Promise<Json>
  /** The same with every part of the result. */
  answer(name: string, input?: unknown, options?: TestCall): Promise<ToolAnswer>
  close(): Promise<void>
}

/** A tool that asks for ever is a mistake. */
const mostRuns = 50

/**
 * Creates a toolbox as the host would, and calls its tools without a server.
 * @throws AssertionError that lists what is wrong with the settings; RuntimeError for tools that cannot be used
 */
export async function openToolbox(
  definition: ToolboxDefinition,
  { config = {}, baseFolder = process.cwd() }: OpenToolboxOptions = {},
): Promise<OpenToolbox> {
  const filled = structuredClone(config)
  const problems = definition.config ? compileFilling(definition.config)(filled) : []
  assert.deepEqual(
    problems.map(({ pointer, message }) => `${pointer} ${message}`),
    [],
  )
  const toolbox = await definition.create(filled as never, { baseFolder, log: silentLog }) // checked just now
  const kit = toolkitOf({ test: toolbox })
  const answer: OpenToolbox['answer'] = async (name, input, options) => settleCall(kit.get(name), { ...options, input })
  return {
    toolbox,
    tools: kit.tools,
    answer,
    call: async (name, input, options) => plainResult(await answer(name, input, options)),
    close: () => kit.close(),
  }
}

/** Toolboxes at hand as a toolset, under their ids. */
export function toolkitOf(toolboxes: Readonly<Record<string, Toolbox>>, rules: ToolRules = defaultRules): Toolkit {
  return joinToolboxes(
    Object.entries(toolboxes).map(([id, toolbox]) => {
      const prepare = () => prepareToolbox({ id, location: 'in its test' }, toolbox, { rules })
      return { id, location: 'in its test', toolbox, prepare }
    }),
    [],
    rules,
  )
}

/** A session of a test. */
export function testSession(given: Partial<ToolSession> = {}): ToolSession {
  return { signal: new AbortController().signal, log: silentLog, memory: mapMemory(), caller: 'test', ...given }
}

/** Calls a tool, and again for each answer. @throws what the call throws; AssertionError where an answer is missing */
export async function settleCall(
  ready: ReadyTool,
  { input = {}, answers = {}, abilities = ['ask', 'sample', 'roots'], ...given }: TestCall & { input?: unknown },
): Promise<ToolAnswer> {
  const session = testSession({ ...given, abilities })
  let outcome: ToolOutcome = await callTool(ready, input, session)
  for (let run = 1; outcome.kind === 'ask'; run++) {
    assert.ok(run < mostRuns, `the tool "${ready.name}" has asked ${run} times and is not done`)
    const known = Object.fromEntries(outcome.requests.map((request) => [request.key, answerTo(request, answers)]))
    outcome = await callTool(ready, input, { ...session, answers: known, state: outcome.state })
  }
  const { kind: _, ...answer } = outcome
  return answer
}

function answerTo(request: InputRequest, answers: NonNullable<TestCall['answers']>): InputAnswer {
  const value = typeof answers === 'function' ? answers(request) : answers[request.key]
  const about = request.kind === 'ask' ? `: ${request.message}` : ''
  assert.notEqual(value, undefined, `the test has no answer "${request.key}" for what the tool wants to know${about}`)
  return value === null ? { accepted: false } : { accepted: true, value }
}
