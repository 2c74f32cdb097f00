import { faults } from '../support/faults.ts'
import { everybody } from './clients/index.ts'
import { type Left, situations } from './leaving.ts'
import type { Cell } from './table.ts'

/** What came of one fault at one client, as the table has it: `whole answer / stream`, or both in one word. */
export type Published = Pick<Cell, 'fault' | 'client' | 'stream' | 'heard'>

/** Faults by clients, in Markdown. */
export function toTable(cells: readonly Published[]): string {
  const names = Object.keys(everybody)
  const rows = Object.keys(faults).map((fault) => {
    const heard = (client: string, stream: boolean) =>
      cells.find((cell) => cell.fault === fault && cell.client === client && cell.stream === stream)?.heard ?? ''
    return line([fault, ...names.map((client) => join(heard(client, false), heard(client, true)))])
  })
  return [...head(['fault', ...names]), ...rows].join('\n')
}

/** The same in a few lines: faults that come to the same, with at how many of the clients they do. */
export function toSummary(cells: readonly Published[]): string {
  const groups = new Map<string, string[]>()
  for (const fault of Object.keys(faults)) {
    const outcome = [false, true]
      .map((stream) => summary(cells.filter((cell) => cell.fault === fault && cell.stream === stream)))
      .join(' | ')
    groups.set(outcome, [...(groups.get(outcome) ?? []), fault])
  }
  const rows = [...groups].map(([outcome, names]) => `| ${names.join(', ')} | ${outcome} |`)
  return [...head(['fault', 'whole answers', 'streams']), ...rows].join('\n')
}

/** What a table says. @throws Error where it has a fault or a client that nobody knows, or lacks one */
export function readTable(markdown: string): Published[] {
  const [heads = [], , ...rows] = markdown.split('\n').map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  const cells = rows.flatMap(([fault = '', ...outcomes]) =>
    outcomes.flatMap((outcome, index) => {
      const client = heads[index + 1] ?? ''
      const [whole = '', streamed = whole] = outcome.split(' / ')
      return [
        { fault, client, stream: false, heard: whole },
        { fault, client, stream: true, heard: streamed },
      ]
    }),
  ) as Published[] // if it is not so, the table made of it differs
  if (toTable(cells) !== markdown) throw new Error('the table has other faults or clients than the suite')
  return cells
}

/** How fast upstreams are left, in Markdown. */
export function toLeaving(left: readonly Left[]): string {
  const rows = Object.keys(situations).map((situation) => {
    const times = left.filter((item) => item.situation === situation).map(({ milliseconds }) => milliseconds)
    const sorted = times.sort((one, other) => one - other)
    const figures = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map((time) => `${time?.toFixed(1)} ms`)
    return line([situation, String(times.length), ...figures])
  })
  return [...head(['the client', 'clients', 'median', 'slowest']), ...rows].join('\n')
}

/** What was measured of each rule, in Markdown. */
export function toRules(measured: readonly { rule: string; result: string }[]): string {
  return [...head(['rule', 'measured']), ...measured.map(({ rule, result }) => line([rule, result]))].join('\n')
}

/** The text between two marks of a page. @throws Error where there are none */
export function section(page: string, mark: string): string {
  const found = marked(mark).exec(page)?.[1]
  if (found === undefined) throw new Error(`the page has no marks <!-- ${mark} -->`)
  return found
}

/** A page with another text between two marks. @throws Error where there are none */
export function fill(page: string, mark: string, text: string): string {
  const before = section(page, mark)
  return page.replace(marked(mark), (whole) => whole.replace(`\n${before}\n`, () => `\n${text}\n`))
}

const words: Readonly<Record<string, string>> = {
  next: 'the next solver answers',
  model: 'the answer arrives as it should be',
  refusal: 'the refusal arrives',
  error: "the protocol's own error ends the answer",
}

function summary(cells: readonly Published[]): string {
  const counts = new Map<string, number>()
  for (const { heard } of cells) {
    const what = words[heard] ?? (/^\d+$/.test(heard) ? "the vendor's error status" : heard)
    counts.set(what, (counts.get(what) ?? 0) + 1)
  }
  return [...counts].map(([what, count]) => `${what} (${count} of ${cells.length})`).join(', ')
}

function join(whole: string, streamed: string): string {
  return whole === streamed ? whole : `${whole} / ${streamed}`
}

function head(names: readonly string[]): string[] {
  return [line(names), line(names.map(() => '---'))]
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function marked(mark: string): RegExp {
  return new RegExp(`<!-- ${mark} -->\\n(.*?)\\n<!-- /${mark} -->`, 's')
}
