import { findCircles } from './circles.ts'
import { namesOf, PersonaDirectory, takenBy } from './directory.ts'
import type { Persona } from './persona.ts'
import type { PersonaProblem } from './problem.ts'

/** Who may be served for a file: who is served now, and who was made to take the place. */
export interface Bid {
  readonly file: string
  readonly running?: Persona | undefined
  readonly next?: Persona | undefined
}

export interface Casting {
  /** In the order of the files; nobody is called like another, or asks itself. */
  readonly personas: ReadonlyMap<string, Persona>
  /** Who is not served for a name that another has, and why. By file. */
  readonly taken: ReadonlyMap<string, string>
  /** Why somebody is not served, or misses somebody to ask. By file. */
  readonly problems: ReadonlyMap<string, readonly PersonaProblem[]>
}

/**
 * Decides who is served. Those who are served already keep their names against those who come, so that a copy of a file
 * does no harm; where a new one is turned down the one before it goes on. Files that change together may swap names.
 */
export function castPersonas(bids: readonly Bid[]): Casting {
  const refused = new Map<Bid, PersonaProblem>()
  const dismissed = new Map<Bid, PersonaProblem>()
  const collisions = new Map<string, string>()
  const refuse = (bid: Bid, message: string): void => {
    const problem: PersonaProblem = { level: 'error', file: bid.file, pointer: '', message }
    if (isNewcomer(bid)) refused.set(bid, problem)
    else dismissed.set(bid, problem)
  }
  const isNewcomer = (bid: Bid): boolean => bid.next !== undefined && !refused.has(bid)
  const choose = (bid: Bid): Persona | undefined =>
    dismissed.has(bid) ? undefined : isNewcomer(bid) ? bid.next : bid.running

  for (;;) {
    if (refuseTaken()) continue
    const directory = new PersonaDirectory()
    const bidOf = new Map<Persona, Bid>()
    for (const bid of bids) {
      const persona = choose(bid)
      if (!persona) continue
      directory.add(persona)
      bidOf.set(persona, bid)
    }
    const asking = findCircles(directory)
    const circling = asking.flatMap(({ level, persona, message }) => {
      const bid = level === 'error' ? bidOf.get(persona) : undefined
      return bid ? [{ bid, message }] : []
    })
    const newcomers = circling.filter(({ bid }) => isNewcomer(bid))
    const blamed = newcomers.length > 0 ? newcomers : circling // those who made the circle, where there are any
    if (blamed.length === 0)
      return result(
        asking.map(({ persona, ...problem }) => ({ persona, problem })),
        bidOf,
      )
    for (const { bid, message } of blamed) refuse(bid, message)
  }

  /** Who has a name keeps it: those who stay as they were, then those who keep all their names, then who was there. */
  function rankOf(bid: Bid): number {
    const { running, next } = bid
    if (!isNewcomer(bid) || !next) return 0
    if (!running) return 3
    const old = namesOf(running)
    return [...namesOf(next)].every((name) => old.has(name)) ? 1 : 2
  }

  /** True where somebody was turned down whose predecessor has a name that another one has been given meanwhile. */
  function refuseTaken(): boolean {
    const owners = new Map<string, Persona>()
    const ranked = bids.toSorted((one, other) => rankOf(one) - rankOf(other)) // those of one rank stay in order
    for (const bid of ranked) {
      const persona = choose(bid)
      if (!persona) continue
      const names = namesOf(persona)
      const taken = [...names].find((name) => owners.has(name))
      const owner = taken === undefined ? undefined : owners.get(taken)
      if (taken === undefined || !owner) {
        for (const name of names) owners.set(name, persona)
        continue
      }
      collisions.set(bid.file, takenBy(owner, taken))
      refuse(bid, takenBy(owner, taken))
      if (bid.running) return true
    }
    return false
  }

  function result(
    asking: readonly { persona: Persona; problem: Omit<PersonaProblem, 'file'> }[],
    bidOf: Map<Persona, Bid>,
  ) {
    const problems = new Map<string, PersonaProblem[]>()
    const tell = (problem: PersonaProblem): void => {
      problems.set(problem.file, [...(problems.get(problem.file) ?? []), problem])
    }
    for (const problem of [...refused.values(), ...dismissed.values()]) tell(problem)
    for (const { persona, problem } of asking) {
      const file = bidOf.get(persona)?.file
      if (file !== undefined) tell({ ...problem, file })
    }
    return { personas: new Map([...bidOf].map(([persona, { file }]) => [file, persona])), problems, taken: collisions }
  }
}
