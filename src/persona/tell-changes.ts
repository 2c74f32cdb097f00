import type { Log } from '../core/types.ts'
import { problemsOf, type Seat } from './seat.ts'

type Seats = ReadonlyMap<string, Seat>

/** Writes into the log who is served now, who no more, and what is wrong with files that were changed. */
export function tellChanges(before: Seats, after: Seats, log: Log): void {
  for (const { file, persona } of before.values()) {
    if (!after.has(file)) log.info({ file, persona: persona?.id }, 'A persona file is gone, and its persona with it.')
  }
  for (const seat of after.values()) {
    const { file, persona } = seat
    const old = before.get(file)
    if (persona && persona !== old?.persona) {
      log.info({ file, persona: persona.id }, 'A persona is served as its file is now.')
    }
    const problems = problemsOf(seat)
    if (problems.length === 0 || (old && JSON.stringify(problemsOf(old)) === JSON.stringify(problems))) continue
    const told = problems.map(({ pointer, message }) => (pointer === '' ? message : `${pointer}: ${message}`))
    const stays = persona !== undefined && problems.some(({ level }) => level === 'error')
    const what = stays ? 'The version before them stays in use.' : 'Run "dramatis check" when it is corrected.'
    log.warn({ file, persona: persona?.id, problems: told }, `A persona file has problems. ${what}`)
  }
}
