import { messageOf, RuntimeError, toRuntimeError } from '../core/errors.ts'
import { parseJson } from '../core/json.ts'
import { readCall } from '../core/tool-call.ts'
import { plainResult } from '../core/tool-result.ts'
import type { ToolContext } from '../core/toolbox.ts'
import type { InputRequest, ToolSession } from '../core/toolset.ts'
import type { Json } from '../core/types.ts'
import { memoryOf } from '../persona/conversation.ts'
import type { ReadyTool } from '../toolbox/prepare.ts'
import type { Toolkit } from '../toolbox/toolkit.ts'
import { withCast } from './cast.ts'
import type { Flags } from './flags.ts'
import { createLog } from './log.ts'
import { problemLines } from './problems.ts'
import { columns, complain, paint, print, printForeign, printJson } from './terminal.ts'

type ToolFlags = Flags & { json?: boolean }

const titles = ['NAME', 'TOOLBOX', 'INPUT', 'DESCRIPTION']
const interrupted = 130

/** Lists the tools of every toolbox. */
export function list({ json = false, ...flags }: ToolFlags): Promise<number> {
  return withToolkit(flags, async ({ tools, problems }) => {
    if (json) await printJson({ tools: tools.map(describe), problems })
    else {
      await print(columns([titles.map((title) => paint('dim', title)), ...tools.map(toRow)]))
      for (const line of problemLines([], problems)) complain(line)
    }
    return 0
  })
}

/** Calls a tool and prints its output: a text as it is, everything else as JSON. */
export function call(name: string, text: string, { json = false, ...flags }: ToolFlags): Promise<number> {
  return withToolkit(flags, async (toolkit, log) => {
    const waiting = new AbortController()
    process.once('SIGINT', () => waiting.abort())
    try {
      const { input, answers, state } = readCall(readJson(text))
      const memory = memoryOf(new Map())
      const caller = { signal: waiting.signal, log, memory, caller: 'command', progress: showProgress }
      const session: ToolSession = { ...caller, abilities: ['ask'], answers, state }
      const outcome = await toolkit.call(name, input, session).finally(hideProgress)
      if (outcome.kind === 'ask') throw new RuntimeError('conflict', describeQuestions(name, outcome.requests))
      await printOutput(name, plainResult(outcome), json)
      if (outcome.shortened !== undefined) complain(outcome.shortened)
      return 0
    } catch (error) {
      if (waiting.signal.aborted) return interrupted
      const { code, message } = toRuntimeError(error)
      if (json) await printJson({ tool: name, error: { code, message } })
      throw error
    }
  })
}

async function printOutput(name: string, output: Json, json: boolean): Promise<void> {
  if (json) await printJson({ tool: name, output })
  else if (typeof output === 'string') await printForeign(output.endsWith('\n') ? output : `${output}\n`)
  else await printJson(output)
}

function describeQuestions(name: string, requests: readonly InputRequest[]): string {
  const questions = requests.map((request) =>
    request.kind === 'ask' ? `${request.key}: ${request.message}` : request.key,
  )
  const example = JSON.stringify({ _inputs: Object.fromEntries(requests.map(({ key }) => [key, '...'])) })
  return `The tool "${name}" asks (${questions.join('; ')}); put the answers into its input, as ${example}.`
}

function withToolkit(
  flags: Flags,
  use: (toolkit: Toolkit, log: ToolContext['log']) => Promise<number>,
): Promise<number> {
  return withCast({ flags, personas: false }, async (cast, { logLevel }) => {
    const toolkit = await cast.toolkit()
    await toolkit.ready(Number.POSITIVE_INFINITY) // this process has no later
    const inFile = cast.problems.map(({ file, pointer, message }) => {
      return { id: '', location: file, message: `${pointer}: ${message}` }
    })
    const problems = [...cast.registry.problems, ...inFile, ...toolkit.problems]
    return await use(Object.create(toolkit, { problems: { value: problems } }), createLog(logLevel))
  })
}

function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    const hint = `Write it like '{"text": "Hello"}'.`
    throw new RuntimeError('invalid-request', `The input cannot be read, ${messageOf(error)}. ${hint}`, {
      cause: error,
    })
  }
}

function describe({ name, toolbox, spec }: ReadyTool): object {
  const { title, description, input, output, annotations } = spec
  return { name, toolbox, title, description, input, output, annotations }
}

function toRow({ name, toolbox, spec }: ReadyTool): readonly string[] {
  const { properties = {}, required = [] } = spec.input as { properties?: object; required?: readonly string[] } // checked
  const keys = Object.keys(properties).map((key) => (required.includes(key) ? key : `[${key}]`))
  return [name, toolbox, keys.join(' ') || '-', spec.description]
}

/** One line that is written over and over, for somebody who watches. */
function showProgress(done: number, total?: number, message = ''): void {
  if (!process.stderr.isTTY) return
  const line = `${done}${total === undefined ? '' : ` of ${total}`} ${message}`.replace(/\p{Cc}/gu, ' ')
  process.stderr.write(`\r${line.slice(0, process.stderr.columns - 1)}\u001B[K`)
}

function hideProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
}
