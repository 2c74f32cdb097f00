import type { Json, Memory } from 'dramatis'

/** What an agent calls a conversation, and its task that waits for an answer of the user. */
export interface Thread {
  contextId?: string
  task?: WaitingTask
}

export interface WaitingTask {
  id: string
  /** A print of the status in which it waits: on the next turn, agents show it once more before they go on. */
  status: string
  /** Prints of the artifacts that have been said, by their ids: they are in every look at the task. */
  artifacts: Readonly<Record<string, string>>
}

/** The thread of a conversation with the agent at that address. */
export async function recallThread(memory: Memory, address: string): Promise<Thread> {
  return ((await memory.get(keyOf(address))) ?? {}) as Thread // `keepThread` alone writes there
}

export async function keepThread(memory: Memory, address: string, { contextId, task }: Thread): Promise<void> {
  if (!contextId) return
  const kept: Json = task ? { contextId, task: { ...task } } : { contextId }
  await memory.set(keyOf(address), kept)
}

/** A persona may ask several agents. */
function keyOf(address: string): string {
  return `a2a ${address}`
}
