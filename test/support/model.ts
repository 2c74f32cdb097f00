import type {
  Answer,
  ChatRequest,
  Context,
  MaybePromise,
  Message,
  Part,
  Solver,
  SolverEvent,
  Tool,
  Toolbox,
  ToolSpec,
} from 'dramatis'

export type Round = readonly (string | SolverEvent | Error)[] | ((request: ChatRequest, context: Context) => Said)
type Said = MaybePromise<Answer>

/** A language model that says what a script tells, one round each time that it is asked. */
export interface Model extends Solver {
  /** What it was asked, each time. */
  readonly asked: ChatRequest[]
}

export function model(...rounds: readonly Round[]): Model {
  const asked: ChatRequest[] = []
  return {
    uses: ['voice', 'tools'],
    asked,
    solve(request, context) {
      const round = rounds[asked.length] ?? []
      asked.push(request)
      return typeof round === 'function' ? round(request, context) : speak(round)
    },
  }
}

export function call(name: string, input: unknown = {}, id = `id-${name}`): SolverEvent {
  return { type: 'tool-call', call: { id, name, input } }
}

export function finish(inputTokens: number, outputTokens: number): SolverEvent {
  return { type: 'finish', reason: 'stop', usage: { inputTokens, outputTokens } }
}

/** A toolbox of tools that only read, made of what they do. Their input may be anything. */
export function toolbox(runs: Record<string, Tool['run'] | Partial<Tool>>): Toolbox {
  const tools = Object.entries(runs).map(([name, given]): Tool => {
    const rest = typeof given === 'function' ? { run: given } : given
    return { ...clientTool(name), annotations: { readOnly: true }, run: () => undefined, ...rest }
  })
  return { tools }
}

export function clientTool(name: string): ToolSpec {
  return { name, description: `It can ${name}.`, input: { type: 'object' } }
}

export function message(role: 'system' | 'user' | 'assistant', ...parts: readonly (string | Part)[]): Message {
  return { role, parts: parts.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)) }
}

export function toolResult(callId: string, text: string): Message {
  return { role: 'tool', callId, parts: [{ type: 'text', text }] }
}

/** `lookup: 42`, and `lookup! It broke.` where it failed: the results of tools in a conversation, one after the other. */
export function results(request: ChatRequest | undefined): string[] {
  return (request?.messages ?? []).flatMap((given) => {
    if (given.role !== 'tool') return []
    const text = given.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
    return `${given.name ?? given.callId}${given.failed ? '!' : ':'} ${text}`
  })
}

/** `user: Hello` `assistant: [lookup]`: a conversation in lines. */
export function lines({ messages }: Pick<ChatRequest, 'messages'>): string[] {
  return messages.map(({ role, parts }) => `${role}: ${parts.map(inShort).join(' ')}`)
}

function inShort(part: Part): string {
  if (part.type === 'text' || part.type === 'reasoning') return part.text
  return part.type === 'call' ? `[${part.call.name}]` : part.type
}

async function* speak(round: readonly (string | SolverEvent | Error)[]): AsyncGenerator<string | SolverEvent> {
  for (const item of round) {
    if (item instanceof Error) throw item
    yield item
  }
}
