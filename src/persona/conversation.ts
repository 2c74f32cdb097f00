import type { Json, Memory, Message } from '../core/types.ts'

/**
 * The transcript that a request belongs to. A client that sends answers back keeps the history itself, and is
 * believed; else what it sends goes on where the conversation stands.
 */
export function joinTranscript(kept: readonly Message[], sent: readonly Message[]): readonly Message[] {
  const itself = sent.some(({ role }) => role === 'assistant')
  if (itself || kept.length === 0) return sent
  const system = sent.filter(({ role }) => role === 'system')
  const rest = sent.filter(({ role }) => role !== 'system')
  const history = system.length > 0 ? kept.filter(({ role }) => role !== 'system') : kept
  return [...system, ...history, ...rest]
}

/** Memory in a Map: of a conversation, or of a single turn. */
export function memoryOf(values: Map<string, Json>): Memory {
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    delete: (key) => void values.delete(key),
  }
}
