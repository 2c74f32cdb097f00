import assert from 'node:assert/strict'
import type { SolverDefinition } from '../core/define.ts'
import { RuntimeError } from '../core/errors.ts'
import type { AskPersona, SolverHost } from '../core/host.ts'
import { compileFilling } from '../core/schema.ts'
import type {
  Answer,
  ChatRequest,
  Context,
  Log,
  MaybePromise,
  Memory,
  Message,
  Quality,
  Solver,
  SolverEvent,
} from '../core/types.ts'
import { memoryOf } from '../persona/conversation.ts'

/** A log that says nothing. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

/** A conversation's memory in a Map. */
export function mapMemory(): Memory {
  return memoryOf(new Map())
}

/** A context for one call of `solve`; whatever is not given is empty and never aborts. */
export function testContext(given: Partial<Context> = {}): Context {
  return {
    signal: new AbortController().signal,
    log: silentLog,
    tools: [],
    memory: mapMemory(),
    lang: 'en',
    timezone: 'UTC',
    whole: false,
    ...given,
  }
}

/** A request of one question, or of a whole conversation whose turns alternate and end with the question. */
export function chatRequest(...turns: readonly string[]): ChatRequest {
  const messages: Message[] = turns.map((text, index) => ({
    role: (turns.length - index) % 2 === 1 ? 'user' : 'assistant',
    parts: [{ type: 'text', text }],
  }))
  return { question: turns.at(-1) ?? '', messages }
}

/**
 * Creates a solver as the host would: its settings checked, its defaults filled in.
 * @throws AssertionError that lists what is wrong with the settings.
 */
export async function createSolver(
  definition: SolverDefinition,
  config: object = {},
  baseFolder: string = process.cwd(),
  askPersona: AskPersona = noPersona,
): Promise<Solver> {
  const filled = structuredClone(config)
  const problems = definition.config ? compileFilling(definition.config)(filled) : []
  assert.deepEqual(
    problems.map((problem) => `${problem.pointer} ${problem.message}`),
    [],
  )
  const host: SolverHost = { baseFolder, log: silentLog, askPersona }
  return definition.create(filled as never, host) // checked against the plugin's own schema just now
}

function noPersona(name: string): never {
  throw new RuntimeError('unknown-persona', `There is no persona "${name}" in this test.`)
}

export interface Settled {
  /** Everything it said, joined; '' where it declined. */
  text: string
  weak: boolean
  confidence: number | undefined
  events: readonly SolverEvent[]
}

/** Whatever a solver returned, read to its end and checked to be an answer. */
export async function settle(returned: MaybePromise<Answer>): Promise<Settled> {
  const answer = await returned
  if (answer === null || answer === undefined) return said('', [])
  if (typeof answer === 'string') return said(answer, [{ type: 'text-delta', text: answer }])
  if (Symbol.asyncIterator in answer) return settleStream(answer)
  const { text, confidence, sources } = answer
  assert.equal(typeof text, 'string', 'a reply has a text')
  if (confidence !== undefined) assert.ok(confidence >= 0 && confidence <= 1, `confidence ${confidence} is not 0 to 1`)
  const events: SolverEvent[] = [{ type: 'text-delta', text }]
  for (const source of sources ?? []) events.push({ type: 'source', source })
  return said(text, events, answer)
}

async function settleStream(stream: AsyncIterable<string | SolverEvent>): Promise<Settled> {
  const events: SolverEvent[] = []
  let text = ''
  let quality: Quality = {}
  for await (const item of stream) {
    const event: SolverEvent = typeof item === 'string' ? { type: 'text-delta', text: item } : item
    events.push(event)
    if (event.type === 'text-delta') {
      if (text.trim() === '') quality = event
      text += event.text
    }
    if (event.type === 'finish') break
  }
  return said(text, events, quality)
}

function said(text: string, events: readonly SolverEvent[], { weak = false, confidence }: Quality = {}): Settled {
  return { text, weak, confidence, events }
}
