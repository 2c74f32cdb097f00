import { sampleOf } from '../finding.ts'
import type { Conditions } from '../machine.ts'
import type { Life, Outcome } from './soak.ts'

/** What a soak has found, in Markdown. */
export function toMarkdown({ tally, lives, steps, edits, excused }: Outcome, conditions: Conditions): string {
  const { takenAt, processor, cores, node, loadBefore } = conditions
  return [
    `${takenAt}, ${processor}, ${cores} cores, Node ${node}; machine's load before: ${loadBefore}`,
    table(['promise', 'looked at', 'broken'], tally.toRows()),
    table(
      ['life', 'seconds', 'ready after, ms', 'end', 'MB warm', 'MB last', 'descriptors warm', 'last', 'children'],
      lives.map(lifeRow),
    ),
    table(
      ['client', 'steps'],
      Object.entries(steps).map(([name, count]) => [name, count.toLocaleString('en-US')]),
    ),
    table(['edit', 'times', 'in force after, ms (median)', 'at the most'], [...edits].map(editRow)),
    `${excused} calls ended with the host, or were refused by it while it closed.`,
  ].join('\n\n')
}

function lifeRow({ seconds, startedIn, end, warm, last }: Life, index: number): readonly string[] {
  const figures = [warm.resident, last?.resident, warm.descriptors, last?.descriptors, last?.children]
  return [
    String(index + 1),
    seconds.toFixed(0),
    startedIn.toFixed(0),
    end,
    ...figures.map((figure) => figure?.toFixed(0) ?? ''),
  ]
}

function editRow([what, milliseconds]: readonly [string, readonly number[]]): readonly string[] {
  const { median, highest } = sampleOf(milliseconds)
  return [what, String(milliseconds.length), median.toFixed(0), highest.toFixed(0)]
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
