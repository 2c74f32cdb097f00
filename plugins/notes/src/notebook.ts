import type { Json, Memory } from 'dramatis'

export interface Note {
  /** Never used again in a conversation, also when the note is deleted. */
  readonly id: number
  readonly text: string
  /** ISO 8601. */
  readonly at: string
}

export interface Notebook {
  /** The last id that was given away. */
  readonly last: number
  readonly notes: readonly Note[]
}

const key = 'notes'

/** Ends of the queues of changes: a memory may take its time, and calls of one round run at the same time. */
const queues = new WeakMap<Memory, Promise<unknown>>()

export async function readNotes(memory: Memory): Promise<Notebook> {
  return toNotebook(await memory.get(key))
}

/** Changes the notes after every change that was begun before. @throws whatever `change` throws; nothing is kept then */
export function changeNotes<T>(memory: Memory, change: (book: Notebook) => [Notebook, T]): Promise<T> {
  const run = async (): Promise<T> => {
    const [{ last, notes }, result] = change(await readNotes(memory))
    await memory.set(key, { last, notes: notes.map((note) => ({ ...note })) })
    return result
  }
  const before = queues.get(memory) ?? Promise.resolve()
  const mine = before.then(run, run)
  queues.set(memory, mine)
  return mine
}

/** Somebody else may have written under the same key: what is no note is left out. */
function toNotebook(value: Json | undefined): Notebook {
  const stored = isRecord(value) && Array.isArray(value.notes) ? value.notes : []
  const notes = stored.flatMap(toNote)
  const last = isRecord(value) && typeof value.last === 'number' ? value.last : 0
  return { last: Math.max(last, ...notes.map(({ id }) => id)), notes }
}

function toNote(value: Json): Note[] {
  if (!isRecord(value)) return []
  const { id, text, at } = value
  return typeof id === 'number' && typeof text === 'string' && typeof at === 'string' ? [{ id, text, at }] : []
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
