import type { TaskPushNotificationConfig } from '@a2a-js/sdk'
import { RequestMalformedError } from '@a2a-js/sdk/errors'
import type { Log } from '../../../index.ts'
import { requirePublicUrl } from './addresses.ts'
import type { Delivery } from './deliver.ts'
import { taskEvent } from './make.ts'
import type { EngineOptions } from './options.ts'
import { read } from './push-configs.ts'
import type { PushOutboxRow } from './tables.ts'
import type { Tasks } from './tasks.ts'

/** How often notifications are looked for that another process has left, in milliseconds. */
const lookEvery = 5_000

/**
 * Tells those who have asked for it what became of a task: at least once, in order for each of them, again and again
 * with longer and longer pauses where nobody is there. A task never waits for it.
 */
export class Outbox {
  readonly #tasks: Tasks
  readonly #options: EngineOptions['push']
  readonly #log: Log
  /** Loaded when there is something to send. */
  #delivery: Promise<Delivery> | undefined
  /** What is under way, by its receiver. */
  readonly #sending = new Map<string, Promise<void>>()
  #looking: Promise<void> | undefined
  #again = false
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(tasks: Tasks, options: EngineOptions['push'], log: Log) {
    this.#tasks = tasks
    this.#options = options
    this.#log = log
  }

  start(): void {
    this.wake()
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#closed) return
    this.#again = true
    this.#looking ??= this.#look()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await (await this.#delivery)?.close()
    await this.#looking
    await Promise.all(this.#sending.values())
  }

  /** @throws RequestMalformedError for an address that notifications must not go to, or headers that cannot be sent */
  async requireAllowed({ url, token, authentication }: TaskPushNotificationConfig): Promise<void> {
    await requirePublicUrl(url, this.#options.allowPrivate)
    const sent = [token, authentication?.scheme ?? '', authentication?.credentials ?? '']
    if (sent.some((value) => /[^\t\x20-\x7e]/.test(value) || value.length > 8_192)) {
      throw new RequestMalformedError('The token or the credentials cannot be sent in a header.')
    }
  }

  async #look(): Promise<void> {
    try {
      while (this.#again && !this.#closed) {
        this.#again = false
        const now = Date.now()
        for (const row of await this.#due(now)) this.#begin(row)
        if (!this.#again) await this.#sleep(now)
      }
    } catch (error) {
      this.#log.error({ err: error }, 'The push notifications that are due cannot be read.')
      this.#wakeIn(lookEvery)
    } finally {
      this.#looking = undefined
    }
  }

  /** The first event of each receiver that is due; those with more wait until it has been told. */
  async #due(now: number): Promise<PushOutboxRow[]> {
    const free = this.#options.concurrency - this.#sending.size
    if (free <= 0) return []
    const rows = await this.#tasks.db
      .selectFrom('a2a_push_outbox as box')
      .selectAll()
      .where('next', '<=', now)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('a2a_push_outbox as earlier')
              .select('earlier.seq')
              .whereRef('earlier.task', '=', 'box.task')
              .whereRef('earlier.config', '=', 'box.config')
              .whereRef('earlier.seq', '<', 'box.seq'),
          ),
        ),
      )
      .orderBy('next')
      .limit(free + this.#sending.size)
      .execute()
    return rows.filter((row) => !this.#sending.has(receiverOf(row))).slice(0, free)
  }

  #begin(row: PushOutboxRow): void {
    const receiver = receiverOf(row)
    const sending = this.#send(row)
      .catch((error: unknown) => this.#log.error({ task: row.task, err: error }, 'A push notification was not kept.'))
      .finally(() => {
        this.#sending.delete(receiver)
        this.wake()
      })
    this.#sending.set(receiver, sending)
  }

  async #send(row: PushOutboxRow): Promise<void> {
    if (!(await this.#claim(row))) return
    try {
      const sent = await this.#deliver(row)
      if (sent) this.#log.debug({ task: row.task, config: row.config, event: row.seq }, 'A push notification was sent.')
      await this.#remove(row)
    } catch (error) {
      if (this.#closed) return // the next process sends it
      const tries = row.tries + 1
      const details = { task: row.task, config: row.config, event: row.seq, tries, err: error }
      if (tries >= this.#options.tries) {
        this.#log.warn(details, 'A push notification was given up.')
        return await this.#remove(row)
      }
      this.#log.debug(details, 'A push notification has failed; it is tried again.')
      await this.#tasks.change(async (db) => {
        await whereRow(db.updateTable('a2a_push_outbox').set({ next: Date.now() + this.#pause(tries) }), row).execute()
      })
    }
  }

  /** Other processes leave it alone while it is being sent. False where one of them has been faster. */
  async #claim(row: PushOutboxRow): Promise<boolean> {
    let claimed = 0n
    await this.#tasks.change(async (db) => {
      const until = Date.now() + 2 * this.#options.timeout
      const update = whereRow(db.updateTable('a2a_push_outbox').set({ next: until, tries: row.tries + 1 }), row)
      claimed = (await update.where('next', '=', row.next).executeTakeFirst()).numUpdatedRows
    })
    return claimed > 0n
  }

  async #deliver(row: PushOutboxRow): Promise<boolean> {
    const config = await this.#tasks.db
      .selectFrom('a2a_push_configs')
      .selectAll()
      .where('task', '=', row.task)
      .where('id', '=', row.config)
      .executeTakeFirst()
    const taskRow = config && (await this.#tasks.row(row.task))
    if (!config || !taskRow) return false // nobody wants to know any more
    const task = await this.#tasks.task(taskRow)
    const event = (await this.#tasks.event(row.task, row.seq)) ?? taskEvent(task)
    const status = event.payload?.$case === 'statusUpdate' ? event.payload.value.status : task.status
    this.#delivery ??= import('./deliver.ts').then(({ Delivery }) => new Delivery(this.#options))
    await (await this.#delivery).send({
      config: read(config),
      legacy: config.legacy === 1,
      event,
      task: { ...task, status },
    })
    return true
  }

  async #remove(row: PushOutboxRow): Promise<void> {
    await this.#tasks.change(async (db) => {
      await whereRow(db.deleteFrom('a2a_push_outbox'), row).execute()
    })
  }

  /** Twice as long each time, a little more or less so that not all come back at once. */
  #pause(tries: number): number {
    const { backoff, longest } = this.#options
    return Math.round(Math.min(longest, backoff * 2 ** (tries - 1)) * (0.75 + Math.random() / 2))
  }

  /** Until the first of those is due that were not at that time. */
  async #sleep(now: number): Promise<void> {
    const { next } = await this.#tasks.db
      .selectFrom('a2a_push_outbox')
      .select(({ fn }) => fn.min('next').as('next'))
      .where('next', '>', now)
      .executeTakeFirstOrThrow()
    this.#wakeIn(next === null ? lookEvery : Math.min(lookEvery, Math.max(10, Number(next) - Date.now())))
  }

  #wakeIn(milliseconds: number): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    this.#timer = setTimeout(() => this.wake(), milliseconds)
    this.#timer.unref()
  }
}

function receiverOf({ task, config }: PushOutboxRow): string {
  return JSON.stringify([task, config])
}

/** The one row that this is, in an update or a delete. */
function whereRow<
  Query extends {
    where(column: 'task' | 'config', is: '=', to: string): Query
    where(column: 'seq', is: '=', to: number): Query
  },
>(query: Query, { task, config, seq }: PushOutboxRow): Query {
  return query.where('task', '=', task).where('config', '=', config).where('seq', '=', seq)
}
