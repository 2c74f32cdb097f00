import { type Finding, type Sample, short } from './finding.ts'
import type { Conditions } from './machine.ts'

/** What a run of the bench found, as it is written to `results/`. */
export interface Report {
  conditions: Conditions
  runs: number
  seconds: number
  rows: readonly { name: string; title: string; findings: readonly Finding[] }[]
}

const heads = ['measure', 'node:http', 'Express 5', 'Dramatis', 'to node:http', 'to Express', 'target', '']

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
    lines.push('', `**${name}**: ${title}`, '', line(heads), line(heads.map(() => '---')))
    for (const finding of findings) lines.push(line(cells(finding)))
  }
  return lines.join('\n')
}

/** True where a figure did not reach what it has to. */
export function misses({ rows }: Report): boolean {
  return rows.some(({ findings }) => findings.some(({ targets = [] }) => targets.some(({ met }) => !met)))
}

function cells({ measure, unit, bare, express, dramatis, targets = [] }: Finding): string[] {
  return [
    `${measure}, ${unit}`,
    figure(bare),
    figure(express),
    figure(dramatis),
    ratio(dramatis, bare),
    ratio(dramatis, express),
    targets.map(({ text }) => text).join('; '),
    targets.map(({ met }) => (met ? 'PASS' : 'MISS')).join('; '),
  ]
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
