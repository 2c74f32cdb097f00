import { fileURLToPath } from 'node:url'
import { silentLog } from 'dramatis/testing'
import { readMcpServers } from '../../src/config/mcp.ts'
import type { InputAnswer, InputRequest, ToolSession } from '../../src/core/toolset.ts'
import type { Log } from '../../src/core/types.ts'
import { openServers } from '../../src/mcp-client/servers.ts'
import { memoryOf } from '../../src/persona/conversation.ts'
import { joinToolboxes, type Toolkit } from '../../src/toolbox/toolset.ts'

const folder = fileURLToPath(new URL('../fixtures/mcp-servers/', import.meta.url))

/** How to start one of the fixtures. */
export function started(file: 'bare' | 'older' | 'newer', ...args: readonly string[]) {
  return { command: process.execPath, args: [`${folder}${file}.mjs`, ...args] }
}

const open: Toolkit[] = []

/** Servers as `mcpServers` of a file names them. They are closed by `closeAll`. */
export function toolkitOf(servers: Readonly<Record<string, object>>, log: Log = silentLog): Toolkit {
  const read = readMcpServers(servers, { location: `${folder}mcp_config.json`, pointer: '/mcpServers', missing: [] })
  const [problem] = read.problems
  if (problem) throw new Error(`${problem.pointer} ${problem.message}`)
  const toolkit = joinToolboxes(openServers(read.servers, { version: '0.0.0', log }))
  open.push(toolkit)
  return toolkit
}

/** The same, when all that can be reached has been. */
export async function reached(servers: Readonly<Record<string, object>>, log?: Log): Promise<Toolkit> {
  const toolkit = toolkitOf(servers, log)
  await toolkit.ready(Number.POSITIVE_INFINITY)
  return toolkit
}

export async function closeAll(): Promise<void> {
  await Promise.all(open.splice(0).map((toolkit) => toolkit.close()))
}

export function sessionOf(given: Partial<ToolSession> = {}): ToolSession {
  const { signal } = new AbortController()
  return { signal, log: silentLog, memory: memoryOf(new Map()), caller: 'test', ...given }
}

export interface Called {
  /** The text of the answer. */
  readonly text: string
  readonly structured: unknown
  /** What was asked on the way. */
  readonly asked: readonly InputRequest[]
}

/** Calls a tool, and again with each answer, as a host does. `undefined` declines. */
export async function call(
  toolkit: Toolkit,
  name: string,
  input: unknown = {},
  reply: (request: InputRequest) => unknown = () => undefined,
  given: Partial<ToolSession> = {},
): Promise<Called> {
  const asked: InputRequest[] = []
  let session = sessionOf({ abilities: ['ask', 'sample', 'roots'], ...given })
  for (;;) {
    const outcome = await toolkit.call(name, input, session)
    if (outcome.kind === 'result') {
      const text = outcome.parts.map((part) => (part.type === 'text' ? part.text : `[${part.type}]`)).join('\n')
      return { text, structured: outcome.structured, asked }
    }
    asked.push(...outcome.requests)
    const answers = outcome.requests.map((request): [string, InputAnswer] => {
      const value = reply(request)
      return [request.key, value === undefined ? { accepted: false } : { accepted: true, value }]
    })
    session = { ...session, state: outcome.state, answers: Object.fromEntries(answers) }
  }
}

/** What a promise is rejected with. */
export async function failure(work: Promise<unknown>): Promise<Error> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it did not fail')
}

export async function until(holds: () => boolean, what: string, limit = 8_000): Promise<void> {
  const end = performance.now() + limit
  while (!holds()) {
    if (performance.now() > end) throw new Error(`it never came about: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
