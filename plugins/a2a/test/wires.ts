import type { Wire } from '../../../test/support/faults.ts'

/** How events of a version stand in a stream of one binding. */
export type Framing = (event: object) => string

/** Bare events, as HTTP+JSON has them in both versions. */
export const bare: Framing = (event) => `data: ${JSON.stringify(event)}\n\n`

/** Events of 1.0 in an answer of JSON-RPC. */
export function inAnswer(id: unknown): Framing {
  return (result) => bare({ jsonrpc: '2.0', id, result })
}

/** The same events as 0.3 has them in JSON-RPC. */
export function inOlderAnswer(id: unknown): Framing {
  return (event) => bare({ jsonrpc: '2.0', id, result: olderOf(event) })
}

/** An agent that names no task, so that there is nothing to cancel. */
export function wireOf(frame: Framing): Wire {
  const said = (text: string, append: boolean) =>
    frame({ artifactUpdate: { contextId: 'c', artifact: { artifactId: 'a', parts: [{ text }] }, append } })
  return {
    type: 'text/event-stream',
    opening: [': a comment\n\n', frame(status('WORKING'))],
    words: [said('One', false), said(' two', true), said(' three', true)],
    closing: [frame(status('COMPLETED'))],
    refusal: [frame(status('WORKING')), frame(status('REJECTED', 'I cannot.'))],
    malformed: 'data: {"artifactUpdate": {"arti\n\n',
    failure: (code, quota) => ({ error: { code, message: quota ? 'insufficient_quota' : 'It failed.', details: [] } }),
  }
}

export function status(state: string, text?: string): { statusUpdate: object } {
  const parts = [{ text }]
  const message = { messageId: 'm', role: 'ROLE_AGENT', parts, content: parts } // as 0.3 calls them in HTTP+JSON
  const told = text === undefined ? {} : { message }
  return { statusUpdate: { contextId: 'c', status: { state: `TASK_STATE_${state}`, ...told } } }
}

interface NewerEvent {
  statusUpdate?: { status: { state: string; message?: { parts: readonly object[] } } }
  artifactUpdate?: { artifact: { parts: readonly object[] } }
}

function olderOf(event: NewerEvent): object {
  const { statusUpdate, artifactUpdate } = event
  const older = (parts: readonly object[]) => parts.map((part) => ({ kind: 'text', ...part }))
  if (artifactUpdate) {
    const { artifact } = artifactUpdate
    return { kind: 'artifact-update', ...artifactUpdate, artifact: { ...artifact, parts: older(artifact.parts) } }
  }
  const { state = '', message } = statusUpdate?.status ?? {}
  const told = message ? { message: { ...message, kind: 'message', role: 'agent', parts: older(message.parts) } } : {}
  const name = state.replace('TASK_STATE_', '').toLowerCase().replaceAll('_', '-')
  return { kind: 'status-update', ...statusUpdate, status: { state: name, ...told } }
}
