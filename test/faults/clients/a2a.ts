import { randomUUID } from 'node:crypto'
import { type Client, errorOf, framesOf } from './client.ts'

interface Status {
  state: string
  message?: { parts: Part[] }
}

interface Part {
  text?: string
}

/** A task, or one event of it. */
interface Result {
  task?: { status: Status; artifacts?: { parts: Part[] }[]; metadata?: Metadata }
  statusUpdate?: { status: Status; metadata?: Metadata }
  artifactUpdate?: { artifact: { parts: Part[] } }
}

interface Metadata {
  dramatis?: { turn: string; solver: string }
}

/** Version 1.0 over JSON-RPC. A task that fails is an answer like any other: only its state says so. */
export const tasks: Client = {
  inBand: true,
  request: ({ persona, turns, stream }) => {
    const message = { messageId: randomUUID(), role: 'ROLE_USER', parts: [{ text: turns.at(-1) }] }
    const method = stream ? 'SendStreamingMessage' : 'SendMessage'
    return {
      path: `/a2a/${persona}`,
      headers: { 'a2a-version': '1.0' },
      body: { jsonrpc: '2.0', id: 1, method, params: { message } },
    }
  },
  errorMessage: (body) => JSON.parse(body.toString()).error.message,
  read(body, streamed) {
    const results = resultsOf(body, streamed)
    const status = lastStatus(results)
    const said = textOf(results.flatMap(partsOf))
    const told = textOf(status?.message?.parts ?? [])
    switch (status?.state) {
      case 'TASK_STATE_COMPLETED':
        return { text: said, finish: 'stop' }
      case 'TASK_STATE_REJECTED':
        return { text: told, finish: 'refusal' }
      case 'TASK_STATE_FAILED':
        return { text: said, finish: undefined, ...errorOf(told) }
      default:
        return { text: said, finish: undefined }
    }
  },
  about(body, streamed) {
    const last = resultsOf(body, streamed).at(-1)
    return (last?.statusUpdate ?? last?.task)?.metadata?.dramatis
  },
}

function resultsOf(body: Buffer, streamed: boolean): Result[] {
  const answers = streamed ? framesOf(body) : [body.toString()]
  return answers.map((answer) => JSON.parse(answer).result)
}

function lastStatus(results: readonly Result[]): Status | undefined {
  return results.flatMap(({ task, statusUpdate }) => task?.status ?? statusUpdate?.status ?? []).at(-1)
}

function partsOf({ task, artifactUpdate }: Result): readonly Part[] {
  return artifactUpdate?.artifact.parts ?? task?.artifacts?.flatMap(({ parts }) => parts) ?? []
}

function textOf(parts: readonly Part[]): string {
  return parts.map(({ text = '' }) => text).join('')
}
