import { inTurn } from '../plugins/in-turn.ts'
import { type BuiltPersona, loadPersona, type PluginName } from './build.ts'
import { type Casting, castPersonas } from './casting.ts'
import type { PersonaDirectory } from './directory.ts'
import type { Persona } from './persona.ts'
import type { PersonaProblem } from './problem.ts'
import { problemsOf, type Seat, withKept, withNew } from './seat.ts'
import { stampOf } from './source.ts'
import { tellChanges } from './tell-changes.ts'
import type { Workshop } from './workshop.ts'

export interface Refreshed {
  /** Whether anybody is served, or missing, who was not before. */
  readonly changed: boolean
  /** A file is gone or is no document: perhaps somebody is just writing it, and it is to be looked at again. */
  readonly unsure: boolean
}

export interface Proposal {
  readonly problems: readonly PersonaProblem[]
  /** Why it cannot be: somebody else has one of its names. */
  readonly taken: string | undefined
  /** Serves it, now that its file has been written, which looks like that. */
  accept(stamp: string): void
}

export interface EnsembleOptions {
  /** The persona files as they are now, in order. */
  files: () => Promise<readonly string[]>
  directory: PersonaDirectory
  workshop: Workshop
  /** Resolves when nobody uses a persona any more that has left the directory. */
  idle: (persona: Persona) => Promise<void>
}

type Built = BuiltPersona & { readonly file: string; readonly stamp: string }

/** Keeps the directory in step with the persona files and their plugins. What cannot be used changes nothing. */
export class Ensemble {
  readonly #options: EnsembleOptions
  #seats: ReadonlyMap<string, Seat> = new Map()
  #queue: Promise<unknown> = Promise.resolve()
  readonly #leaving = new Set<Persona>()
  #isOpen = false

  constructor(options: EnsembleOptions) {
    this.#options = options
  }

  get seats(): readonly Seat[] {
    return [...this.#seats.values()]
  }

  get problems(): readonly PersonaProblem[] {
    return this.seats.flatMap(problemsOf)
  }

  /** Does one thing after the other: whoever changes files must not be looked at in the middle of it. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined) // whoever asked is told
    return done
  }

  /** Builds what has changed. With `patient`, a file that is gone or no document is left for the next time. */
  refresh({ patient = false } = {}): Promise<Refreshed> {
    return this.inTurn(() => this.look(patient))
  }

  /** The same for whoever has the turn. */
  async look(patient = false): Promise<Refreshed> {
    const { files, workshop } = this.#options
    const listed = new Map<string, string>()
    for (const file of await files()) {
      const stamp = await stampOf(file)
      if (stamp !== undefined || !this.#isOpen) listed.set(file, stamp ?? '')
    }
    const missing = [...this.#seats.keys()].filter((file) => !listed.has(file))
    const kept = patient ? missing : []
    const stale = [...listed].filter(([file, stamp]) => this.#isStale(file, stamp))
    const built = await inTurn(stale, async ([file, stamp]) => ({
      file,
      stamp,
      ...(await loadPersona(file, workshop)),
    }))
    const early = built.filter(({ unreadable }) => patient && unreadable)
    const ready = built.filter((each) => !early.includes(each))
    const unknown = new Set(early.filter(({ file }) => !this.#seats.has(file)).map(({ file }) => file))
    const order = [...listed.keys()].filter((file) => !unknown.has(file))
    const changed = this.#settle(withKept(order, kept, [...this.#seats.keys()]), ready)
    return { changed, unsure: early.length > 0 || kept.length > 0 }
  }

  /**
   * What would come of it if a file were built like this, and how to make it so. Nothing has changed before that.
   * For whoever has the turn.
   */
  propose(built: Omit<Built, 'stamp'>): Proposal {
    const files = withNew([...this.#seats.keys()], built.file)
    const casting = castPersonas(this.#bids(files, [{ ...built, stamp: '' }]))
    return {
      problems: [...built.problems, ...(casting.problems.get(built.file) ?? [])],
      taken: casting.taken.get(built.file),
      accept: (stamp) => void this.#settle(files, [{ ...built, stamp }]),
    }
  }

  /** Closes everybody, whoever still uses them. */
  async close(): Promise<void> {
    await this.#queue
    const personas = new Set([...this.#leaving, ...this.seats.flatMap(({ persona }) => persona ?? [])])
    this.#leaving.clear()
    await Promise.all([...personas].map((persona) => persona.close()))
  }

  #isStale(file: string, stamp: string): boolean {
    const seat = this.#seats.get(file)
    return !seat || seat.stamp !== stamp || seat.stamp === '' || seat.pluginStamp !== this.#stampOf(seat.plugins)
  }

  #stampOf(plugins: readonly PluginName[]): string {
    const { registry } = this.#options.workshop
    return plugins.map(({ kind, name }) => registry.stamp(kind, name)).join('\n')
  }

  #bids(files: readonly string[], built: readonly Built[]) {
    const next = new Map(built.map((each) => [each.file, this.#usable(each)]))
    return files.map((file) => ({ file, running: this.#seats.get(file)?.persona, next: next.get(file) }))
  }

  /** A plugin that has got worse is no reason to do without it: the solvers that were made before go on. */
  #usable({ file, stamp, persona, problems }: Built): Persona | undefined {
    const seat = this.#seats.get(file)
    if (!seat?.persona || stamp === '' || seat.stamp !== stamp) return persona
    const isThere = seat.plugins.every(({ kind, name }) => this.#options.workshop.registry.find(kind, name))
    return isThere && losses(problems) > losses(seat.own) ? undefined : persona
  }

  #settle(files: readonly string[], built: readonly Built[]): boolean {
    const casting = castPersonas(this.#bids(files, built))
    const before = this.#seats
    const madeOf = new Map(built.map((each) => [each.file, each]))
    this.#seats = new Map(files.map((file) => [file, this.#seat(file, casting, madeOf.get(file))]))
    this.#options.directory.replace([...casting.personas.values()])
    const serving = new Set(casting.personas.values())
    const old = [...before.values()].flatMap(({ persona }) => persona ?? [])
    for (const persona of old) if (!serving.has(persona)) this.#leave(persona)
    for (const { persona } of built) if (persona && !serving.has(persona)) void this.#close(persona)
    if (this.#isOpen) tellChanges(before, this.#seats, this.#options.workshop.log)
    const changed = old.length !== serving.size || old.some((persona) => !serving.has(persona))
    this.#isOpen = true
    return changed
  }

  #seat(file: string, { personas, problems }: Casting, built: Built | undefined): Seat {
    const before = this.#seats.get(file)
    const persona = personas.get(file)
    const placing = problems.get(file) ?? []
    const refused = placing.some(({ level }) => level === 'error')
    return {
      file,
      persona,
      own: built?.problems ?? before?.own ?? [],
      placing,
      stamp: refused ? '' : (built?.stamp ?? before?.stamp ?? ''), // who it collides with may go
      plugins: built?.plugins ?? before?.plugins ?? [],
      pluginStamp: built ? this.#stampOf(built.plugins) : (before?.pluginStamp ?? ''),
    }
  }

  #leave(persona: Persona): void {
    this.#leaving.add(persona)
    this.#options.idle(persona).then(() => {
      if (this.#leaving.delete(persona)) void this.#close(persona) // else the host has closed it
    })
  }

  async #close(persona: Persona): Promise<void> {
    try {
      await persona.close()
    } catch (error) {
      this.#options.workshop.log.warn({ persona: persona.id, err: error }, 'A persona did not close properly.')
    }
  }
}

function losses(problems: readonly PersonaProblem[]): number {
  return problems.filter(({ level }) => level !== 'warning').length
}
