import { type DifferentLine, difference } from '../dialogs/difference.ts'
import type { Miss } from '../dialogs/judge.ts'
import type { PlayedDialog, PlayedTurn } from '../dialogs/play.ts'
import type { PlayedFile } from '../dialogs/run.ts'
import { explain } from './explain.ts'
import { count, paint, shortPath } from './terminal.ts'

/** A turn that was not as expected in the same way in several places. */
interface MissedTurn {
  readonly played: PlayedTurn
  readonly dialog: string
  /** Surfaces, each with the way. */
  readonly places: string[]
}

/** A line for the file, and every turn of it that was not as expected. */
export function report(played: PlayedFile): string {
  const { file, persona, error } = played
  const missed = missedTurns(played)
  const turns = file.dialogs.reduce((sum, dialog) => sum + dialog.turns.length, 0)
  const isFine = missed.length === 0 && error === undefined
  const mark = isFine ? paint('green', 'ok  ') : paint('red', 'miss')
  const first = `${mark}  ${shortPath(file.path)}  ${persona}: ${count(file.dialogs.length, 'dialog')}, ${count(turns, 'turn')}\n`
  const failure = error === undefined ? '' : `      ${paint('red', shown(error))}\n`
  return (
    first + failure + missed.map((turn) => `\n${describe(turn, played)}`).join('') + (missed.length > 0 ? '\n' : '')
  )
}

/** The last line: how many dialogs there were, and whether all went well. */
export function summary(files: readonly PlayedFile[], surfaces: readonly string[]) {
  const dialogs = files.flatMap(({ file }) => file.dialogs)
  const turns = dialogs.flatMap((dialog) => dialog.turns)
  const missed = files.reduce(
    (sum, played) => sum + new Set(missedTurns(played).map(({ played: { turn } }) => turn)).size,
    0,
  )
  const stopped = files.filter(({ error }) => error !== undefined).length
  const faults = [
    ...(missed > 0 ? [`${count(missed, 'turn')} not as expected`] : []),
    ...(stopped > 0 ? [`${count(stopped, 'file')} could not be held`] : []),
  ]
  const isFine = faults.length === 0
  const what = `${count(dialogs.length, 'dialog')}, ${count(turns.length, 'turn')} on ${count(surfaces.length, 'surface')}`
  const text = `${what}: ${isFine ? 'all as expected' : faults.join(', ')}.`
  return { isFine, text: `${paint(isFine ? 'green' : 'red', text)}\n` }
}

/** The misses of a dialog for a file, without colours. */
export function missesOf({ turns }: PlayedDialog): string {
  const missed = turns.filter(({ misses }) => misses.length > 0)
  return missed
    .map(({ turn, number, ...rest }) => `turn ${number}: ${turn.user}\n${lines(rest).map(plain).join('')}`)
    .join('')
}

function missedTurns({ suites }: PlayedFile): readonly MissedTurn[] {
  const found = new Map<string, MissedTurn>()
  for (const { surface, dialogs } of suites) {
    for (const { dialog, way, turns } of dialogs) {
      const place = way.name === '' ? surface : `${surface} (${way.name})`
      for (const played of turns) {
        if (played.misses.length === 0) continue
        const key = JSON.stringify([played.turn.line, played.misses, played.heard.text])
        const known = found.get(key)
        if (known) known.places.push(place)
        else found.set(key, { played, dialog: dialog.name, places: [place] })
      }
    }
  }
  return [...found.values()]
}

function describe({ played, dialog, places }: MissedTurn, { file, suites }: PlayedFile): string {
  const { turn, number, heard } = played
  const held = suites.reduce(
    (sum, suite) => sum + suite.dialogs.filter((each) => each.dialog.name === dialog).length,
    0,
  )
  const where = places.length === held && held > 1 ? 'everywhere' : `on ${places.join(', ')}`
  const title = `${shortPath(file.path)}:${turn.line}  "${shown(dialog)}", turn ${number}, ${where}`
  const trace = heard.trace ? explain(heard.trace, process.stdout) : ''
  return `${paint('bold', title)}\n  user  ${shown(turn.user)}\n${lines(played).map(coloured).join('')}${trace}`
}

/** What was expected and what came, the answer once. */
function lines({ misses, heard }: Pick<PlayedTurn, 'misses' | 'heard'>): readonly DifferentLine[] {
  const answer = heard.text.trim()
  const wanted = misses.find((miss) => miss.wanted !== undefined)?.wanted
  const others = misses.filter((miss) => miss.wanted === undefined)
  const needsAnswer = wanted === undefined && !heard.failure && others.some((miss) => miss.got === undefined)
  return [
    ...(wanted === undefined ? [] : difference(wanted, answer)),
    ...others.flatMap(({ expected, got }: Miss): DifferentLine[] => [
      { sign: '-', text: expected },
      ...(got === undefined ? [] : [{ sign: '+' as const, text: got }]),
    ]),
    ...(needsAnswer ? [{ sign: '+' as const, text: answer }] : []),
  ]
}

const colours = { '-': 'green', '+': 'red', ' ': 'gray' } as const

function coloured(line: DifferentLine): string {
  return paint(colours[line.sign], plain(line))
}

function plain({ sign, text }: DifferentLine): string {
  return `  ${sign} ${shown(text).replaceAll('\n', '\n    ')}\n`
}

/** What others wrote must not move the cursor of whoever reads it. */
function shown(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, '')
}
