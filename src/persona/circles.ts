import type { PersonaDirectory } from './directory.ts'
import type { Persona } from './persona.ts'
import type { PersonaProblem } from './problem.ts'

/** What is wrong with whom personas put questions to: one that is not there, or a way that leads back to the asker. */
export interface AskingProblem extends Omit<PersonaProblem, 'file'> {
  persona: Persona
}

/** Looks at all personas of a directory. Those of an `error` could ask for ever and must not be served. */
export function findCircles(directory: PersonaDirectory): readonly AskingProblem[] {
  return directory.list().flatMap((persona): AskingProblem[] => {
    const unknown = askedBy(persona).filter((name) => !directory.find(name))
    const problems = unknown.map((name): AskingProblem => {
      return { persona, level: 'link', pointer: '', message: `there is no persona "${name}" that it could ask` }
    })
    const way = wayBack(persona, directory)
    if (!way) return problems
    const message = `asks itself, by way of ${way.map(({ id }) => `"${id}"`).join(', ')}: leave one of these links out`
    return [...problems, { persona, level: 'error', pointer: '', message }]
  })
}

/** The personas through which one asks itself, itself at the end; undefined where it does not. */
function wayBack(start: Persona, directory: PersonaDirectory): readonly Persona[] | undefined {
  const seen = new Set<Persona>()
  const follow = (persona: Persona, way: readonly Persona[]): readonly Persona[] | undefined => {
    for (const name of askedBy(persona)) {
      const next = directory.find(name)
      if (next === start) return [...way, next]
      if (!next || seen.has(next)) continue
      seen.add(next)
      const found = follow(next, [...way, next])
      if (found) return found
    }
    return undefined
  }
  return follow(start, [])
}

function askedBy({ links }: Persona): readonly string[] {
  return links.flatMap(({ solver }) => solver.asks ?? [])
}
