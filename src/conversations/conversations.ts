import { randomUUID } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { currentCaller } from '../core/caller.ts'
import type { ConversationInfo, ConversationPage, Conversations, KeptConversation } from '../core/conversations.ts'
import type { Store, Tables } from '../core/store.ts'
import { sweeping } from '../core/sweep.ts'
import type { Log, MaybePromise, Memory, Message } from '../core/types.ts'
import { findThreads, forgetThreads, listThreads, readConversation } from './archive.ts'
import { readThread, type Thread, type ThreadName, writeTurn } from './ledger.ts'
import { type ConversationLimits, defaultLimits } from './limits.ts'
import { TurnMemory } from './memory.ts'
import { isId, keyOf, nameOf } from './names.ts'
import { Queue } from './queue.ts'
import { deleteExpired, deleteOldest } from './sweep.ts'
import { type ConversationTables, migrations } from './tables.ts'
import { ThreadMemory } from './thread-memory.ts'
import { changeOf, totalBytes } from './transcript.ts'
import { Watchers } from './watchers.ts'

/** The turns that share an id with one persona, and what its solvers remember of them. */
export interface Conversation {
  readonly messages: readonly Message[]
  readonly memory: Memory
  /**
   * Keeps a finished turn: `messages` as the persona saw them, and what it said. Resolves when it is on disk.
   * @throws RuntimeError `state-failed`; `conflict` where another host has kept a turn meanwhile
   */
  keep(messages: readonly Message[], said: Message): Promise<void>
}

/** Bytes of transcripts that are not read again from the database before each turn. */
const cachedBytes = 64 * 1024 * 1024
const cachedMemories = 10_000

/** Conversations that survive the process. The database is opened when the first of them is needed. */
export class DurableConversations implements Conversations {
  readonly #limits: ConversationLimits
  readonly #store: Store
  readonly #log: Log
  readonly #queue = new Queue()
  readonly #watchers = new Watchers()
  readonly #threads: LRUCache<string, Thread>
  readonly #memories = new LRUCache<string, Memory>({ max: cachedMemories })
  #stopSweeping: (() => void) | undefined
  #count = 0

  constructor(store: Store, log: Log, limits: Partial<ConversationLimits> = {}) {
    this.#store = store
    this.#log = log
    this.#limits = { ...defaultLimits, ...limits }
    this.#threads = new LRUCache({
      maxSize: cachedBytes,
      sizeCalculation: ({ rows }) => totalBytes(rows) + 1,
    })
  }

  get ttl(): number {
    return this.#limits.ttl
  }

  /**
   * Begins one turn of a conversation, after those that came before it.
   * @throws RuntimeError `cancelled` when the client leaves while the turn waits; `invalid-request` for an id that
   * cannot be one; `state-failed`
   */
  async enter(
    persona: string,
    id: string,
    turn: { readonly id: string; readonly signal: AbortSignal },
  ): Promise<{ conversation: Conversation; leave(): void }> {
    const name = nameOf(id, persona)
    const leave = await this.#queue.enter(keyOf(name), turn.signal)
    try {
      return { conversation: await this.#conversation(name, turn.id), leave }
    } catch (error) {
      leave()
      throw error
    }
  }

  /** What tools that no persona calls remember of a conversation. Each change is on disk when it has settled. */
  memory(id: string): Memory {
    const name = nameOf(id, '')
    const key = keyOf(name)
    const { memoryBytes } = this.#limits
    const memory =
      this.#memories.get(key) ??
      new ThreadMemory(
        () => this.#open(),
        name,
        memoryBytes,
        () => this.#cutoff(),
      )
    this.#memories.set(key, memory) // the same for everyone, so that a tool can queue its changes by it
    return memory
  }

  async list(page: ConversationPage): Promise<readonly ConversationInfo[]> {
    const { db } = await this.#open()
    return await listThreads(db, currentCaller().id, this.#cutoff(), page)
  }

  async read(
    id: string,
    which: { readonly persona?: string; readonly after?: number } = {},
  ): Promise<readonly KeptConversation[]> {
    if (!isId(id)) return []
    const { db } = await this.#open()
    return await readConversation(db, { caller: currentCaller().id, id, ...which }, this.#cutoff())
  }

  async find(ids: readonly string[]): Promise<readonly ConversationInfo[]> {
    const { db } = await this.#open()
    return await findThreads(db, currentCaller().id, this.#cutoff(), ids)
  }

  async forget(id: string, persona?: string): Promise<boolean> {
    if (!isId(id)) return false
    const caller = currentCaller().id
    const { write } = await this.#open()
    const personas = await write((db) => forgetThreads(db, { caller, id, persona }))
    for (const persona of personas) {
      const key = keyOf({ caller, conversation: id, persona })
      this.#threads.delete(key)
      this.#watchers.tell(key)
    }
    return personas.length > 0
  }

  watch(id: string, persona: string, changed: () => MaybePromise<void>): () => void {
    return this.#watchers.add(keyOf(nameOf(id, persona)), changed)
  }

  close(): void {
    this.#stopSweeping?.()
  }

  async #conversation(name: ThreadName, turn: string): Promise<Conversation> {
    const key = keyOf(name)
    const { db } = await this.#open()
    const thread = (await readThread(db, name, this.#cutoff(), this.#threads.get(key))) ?? newThread()
    this.#threads.set(key, thread)
    const memory = new TurnMemory(thread.values, this.#limits.memoryBytes)
    return {
      messages: thread.rows.map(({ message }) => message),
      memory,
      keep: (messages, said) => this.#keep(name, turn, thread, [...messages, said], memory),
    }
  }

  async #keep(
    name: ThreadName,
    turn: string,
    before: Thread,
    messages: readonly Message[],
    memory: TurnMemory,
  ): Promise<void> {
    const at = Date.now()
    const change = changeOf(before.rows, messages, { id: turn, at, next: before.next }, this.#limits)
    const { rows, next } = change
    const after: Thread = { ...before, version: before.version + 1, rows, next, values: memory.changed() }
    const commit = { name, before, after, change, values: new Map(memory.changes), at, cutoff: this.#cutoff() }
    const isOneMore = before.version === 0
    const { conversations } = this.#limits
    const { write } = await this.#open()
    const key = keyOf(name)
    try {
      const isFull = isOneMore && this.#count >= conversations
      const count = await write(async (db) => {
        await writeTurn(db, commit)
        return isFull ? await deleteOldest(db, conversations) : undefined
      })
      this.#count = count ?? this.#count + (isOneMore ? 1 : 0)
    } catch (error) {
      this.#threads.delete(key)
      throw error
    }
    this.#threads.set(key, after)
    this.#watchers.tell(key)
  }

  async #open(): Promise<Tables<ConversationTables>> {
    const tables = await this.#store.open<ConversationTables>('conversations', migrations)
    this.#stopSweeping ??= sweeping(this.ttl, this.#log, async () => {
      const { deleted, left } = await tables.write((db) => deleteExpired(db, this.#cutoff()))
      this.#count = left
      return deleted
    })
    return tables
  }

  #cutoff(): number {
    return Date.now() - this.#limits.ttl
  }
}

function newThread(): Thread {
  return { id: randomUUID(), createdAt: Date.now(), version: 0, next: 0, rows: [], values: new Map() }
}
