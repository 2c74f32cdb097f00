import { setTimeout as sleep } from 'node:timers/promises'
import { Breach, Caller, Excused } from './caller.ts'
import { type Company, clients, type Step } from './clients.ts'
import { editor, tidy } from './edits.ts'
import { type Figures, Host } from './host.ts'
import { Ledger } from './ledger.ts'
import { follower, mcpClient } from './sessions.ts'
import { keys, type Stage } from './stage.ts'
import { Tally } from './tally.ts'

/** The pause between two turns of a client, in milliseconds, on average: the machine is to be busy, not drowned. */
const pause = 150
/** Lives of at most that long come before the one without a restart, in milliseconds. */
const longestLife = 120_000
/** How far figures may grow from the end of the warm-up to the end. */
const growth = { megabytes: 25, share: 1.15, descriptors: 8, children: 0 }
/** A process is not warm before, in milliseconds: where the soak is short, its memory may grow by half as well. */
const warmUp = 60_000
const coldShare = 1.5

/** One process of the host, from its start to its end. */
export interface Life {
  startedIn: number
  seconds: number
  end: 'SIGTERM' | 'SIGKILL'
  /** After the warm-up, and at the end of the last one, while nobody talks. */
  warm: Figures
  last: Figures | undefined
}

export interface Outcome {
  tally: Tally
  lives: readonly Life[]
  /** How often each client has come to the end of a step. */
  steps: Readonly<Record<string, number>>
  /** Milliseconds until each edit was in force, by its kind. */
  edits: ReadonlyMap<string, readonly number[]>
  /** Calls that ended with the host. */
  excused: number
}

/** Half of the time goes to short lives, which end in turn by SIGTERM and by SIGKILL; the other half to one long one. */
export async function soak(stage: Stage, build: string, milliseconds: number): Promise<Outcome> {
  const run = new Soak(stage, build)
  try {
    const short = Math.min(longestLife, milliseconds / 8)
    const times = Math.floor(milliseconds / 2 / short)
    for (let life = 0; life < times; life++) await run.live(short, life % 2 === 0 ? 'SIGTERM' : 'SIGKILL')
    await run.live(milliseconds / 2, 'SIGTERM', true)
    await run.lookAgain()
    return run
  } finally {
    await run.close()
  }
}

class Soak implements Outcome {
  readonly tally = new Tally()
  readonly lives: Life[] = []
  readonly steps: Record<string, number> = {}
  readonly edits = new Map<string, number[]>()
  readonly #stage: Stage
  readonly #host: Host
  readonly #callers: readonly Caller[]
  readonly #ledger = new Ledger(this.tally)
  readonly #loops: readonly { name: string; step: Step }[]

  constructor(stage: Stage, build: string) {
    this.#stage = stage
    this.#host = new Host(stage, build)
    this.#callers = keys.map((key) => new Caller(this.#host, this.tally, key))
    const company: Company = { callers: this.#callers, ledger: this.#ledger, tally: this.tally }
    this.#loops = [
      ...clients(company),
      ...this.#callers.flatMap((caller) => [
        { name: 'MCP sessions', step: mcpClient(company, caller) },
        { name: 'followers of events', step: follower(company, caller) },
      ]),
      ...this.#callers.slice(0, 1).map((caller) => {
        return { name: 'editors', step: editor(stage, caller, this.tally, this.edits) }
      }),
    ]
  }

  get excused(): number {
    return this.#callers.reduce((sum, { excused }) => sum + excused, 0)
  }

  /** The last life ends when nobody talks any more: what the host still holds then is compared. */
  async live(milliseconds: number, end: Life['end'], isLast = false): Promise<void> {
    const startedIn = await this.#start()
    await this.#talk(milliseconds / 4)
    const warm = await this.#figures()
    const ends = { SIGTERM: () => this.#stop(), SIGKILL: () => this.#host.kill() }
    await this.#talk((milliseconds * 3) / 4, isLast ? undefined : ends[end]) // in the middle of everything
    const last = isLast ? await this.#figures() : warm
    if (isLast) {
      this.#compare(warm, last, milliseconds / 4 < warmUp ? coldShare : growth.share)
      await this.#stop()
    }
    this.lives.push({ startedIn, seconds: milliseconds / 1000, end, warm, last: isLast ? last : undefined })
  }

  /** What the last life has promised holds in another one. */
  async lookAgain(): Promise<void> {
    await this.#start()
    await this.#stop()
  }

  async close(): Promise<void> {
    for (const caller of this.#callers) await caller.reconnect()
    if (this.#host.now().up) await this.#host.kill()
  }

  /** Milliseconds that it took. Then everything is looked up that clients were told lately. */
  async #start(): Promise<number> {
    tidy(this.#stage)
    const startedIn = await this.#host.start()
    this.tally.check('starts', true)
    for (const caller of this.#callers) await caller.reconnect()
    await this.#ledger.verify((caller) => this.#callers.find((other) => other !== caller) ?? caller)
    return startedIn
  }

  /** Everybody talks for that long; `atTheEnd` happens while they still do. */
  async #talk(milliseconds: number, atTheEnd: () => Promise<void> = async () => {}): Promise<void> {
    const over = new AbortController()
    const loops = this.#loops.map(({ name, step }) => this.#repeat(name, step, over.signal))
    await sleep(milliseconds)
    await atTheEnd()
    over.abort()
    await Promise.all(loops)
  }

  async #repeat(name: string, step: Step, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await step()
        this.steps[name] = (this.steps[name] ?? 0) + 1
      } catch (error) {
        if (!(error instanceof Breach || error instanceof Excused)) {
          this.tally.check('answered', `${name}: ${error instanceof Error ? error.stack : error}`)
        }
      }
      await sleep(Math.random() * 2 * pause)
    }
  }

  async #stop(): Promise<void> {
    const outcome = await this.#host.stop().then(
      () => true as const,
      (error: Error) => error.message,
    )
    this.tally.check('stops', outcome)
  }

  /** What the host holds when nobody is connected. */
  async #figures(): Promise<Figures> {
    for (const caller of this.#callers) await caller.reconnect()
    await sleep(1_500)
    return this.#host.figures()
  }

  #compare(warm: Figures, last: Figures, share: number): void {
    const most = warm.resident * share + growth.megabytes
    const told = (key: keyof Figures) => `${key} went from ${warm[key].toFixed(0)} to ${last[key].toFixed(0)}`
    this.tally.check('memory', last.resident <= most || told('resident'))
    this.tally.check('descriptors', last.descriptors <= warm.descriptors + growth.descriptors || told('descriptors'))
    this.tally.check('children', last.children <= warm.children + growth.children || told('children'))
  }
}
