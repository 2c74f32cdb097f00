import { type Finding, type Sample, type Subject, short, subjects } from './finding.ts'
import type { Conditions } from './machine.ts'

/** What a run of the bench found, as it is written to `results/`. */
export interface Report {
  conditions: Conditions
  runs: number
  seconds: number
  rows: readonly { name: string; title: string; findings: readonly Finding[] }[]
}

/** A load of the machine that leaves the figures alone. */
const quiet = 0.3

/** The report in Markdown: medians, with the lowest and the highest run in brackets. */
export function toMarkdown({ conditions, runs, seconds, rows }: Report): string {
  const { processor, cores, memoryGigabytes, node, takenAt, loadBefore } = conditions
  const lines = [
    `${takenAt}, ${processor}, ${cores} cores, ${memoryGigabytes} GB, Node ${node}; ` +
      `median of ${runs} runs of ${seconds} s (lowest - highest); machine's load before: ${loadBefore}`,
  ]
  if (loadBefore > quiet) {
    lines.push('', 'Other programs were running: trust the processor times and ratios more than the rest.')
  }
  for (const { name, title, findings } of rows) {
    const columns = columnsOf(findings)
    const heads = headsOf(columns)
    lines.push('', `**${name}**: ${title}`, '', line(heads), line(heads.map(() => '---')))
    for (const finding of findings) lines.push(line(cells(finding, columns)))
  }
  return lines.join('\n')
}

/** True where a figure did not reach what it has to. */
export function misses({ rows }: Report): boolean {
  return rows.some(({ findings }) => findings.some(({ targets = [] }) => targets.some(({ met }) => met === false)))
}

/** Who has a figure somewhere in a row. */
function columnsOf(findings: readonly Finding[]): readonly Subject[] {
  const all = Object.keys(subjects) as Subject[] // it has no other keys
  return all.filter((subject) => findings.some((finding) => finding[subject] !== undefined))
}

function headsOf(columns: readonly Subject[]): string[] {
  const names = columns.map((subject) => subjects[subject])
  return ['measure', ...names, ...others(columns).map((subject) => `to ${subjects[subject]}`), 'target', '']
}

function cells(finding: Finding, columns: readonly Subject[]): string[] {
  const { measure, unit, dramatis, targets = [] } = finding
  return [
    `${measure}, ${unit}`,
    ...columns.map((subject) => figure(finding[subject])),
    ...others(columns).map((subject) => ratio(dramatis, finding[subject])),
    targets.map(({ text }) => text).join('; '),
    targets.map(({ met }) => (met === undefined ? 'not measured' : met ? 'PASS' : 'MISS')).join('; '),
  ]
}

/** Whom Dramatis is compared with. */
function others(columns: readonly Subject[]): readonly Subject[] {
  return columns.filter((subject) => subject !== 'dramatis')
}

function figure(sample: Sample | undefined): string {
  if (!sample) return ''
  const { median, lowest, highest } = sample
  return lowest === highest ? short(median) : `${short(median)} (${short(lowest)} - ${short(highest)})`
}

function ratio(sample: Sample | undefined, base: Sample | undefined): string {
  return sample && base ? (sample.median / base.median).toFixed(2) : ''
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
