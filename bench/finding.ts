/** A figure taken several times. */
export interface Sample {
  median: number
  lowest: number
  highest: number
}

export type Unit = '/s' | 'ms' | 'µs' | 'MB' | 'kB' | 'of 1' | 'in all'

/** What is measured, by the heads of its columns, in their order. Dramatis is the last. */
export const subjects = {
  bare: 'node:http',
  express: 'Express 5',
  sdk: 'openai SDK',
  portkey: 'Portkey',
  dramatis: 'Dramatis',
} as const

export type Subject = keyof typeof subjects

/** One line of the table. Who does not do the same is absent; so is Dramatis where this build does not have it. */
export interface Finding extends Partial<Record<Subject, Sample>> {
  measure: string
  unit: Unit
  targets?: readonly Target[]
}

/** What a figure has to reach. */
export interface Target {
  /** As the table prints it: `0.52, at least 0.4 of node:http`. */
  text: string
  /** Undefined where it could not be measured. */
  met: boolean | undefined
}

/** How much is measured: how often, and for how many seconds each time. */
export interface Effort {
  runs: number
  seconds: number
}

/** Something that is measured on its own, with its own servers. A file in `rows/` each. */
export interface Row {
  /** What `--only` calls it. */
  name: string
  title: string
  run(effort: Effort): Promise<readonly Finding[]>
}

/** @throws Error where nothing was measured. */
export function sampleOf(figures: readonly number[]): Sample {
  const sorted = [...figures].sort((one, other) => one - other)
  const [lowest, highest] = [sorted[0], sorted.at(-1)]
  const [lower, upper] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  if (lowest === undefined || highest === undefined || lower === undefined || upper === undefined) {
    throw new Error('There is no sample of no figures.')
  }
  return { median: (lower + upper) / 2, lowest, highest }
}

/** `words` say what the figure is, after the bound: `of node:http`, `ms`. */
export function atLeast(figure: number, bound: number, words: string): Target {
  return { text: `${short(figure)}, at least ${bound} ${words}`, met: figure >= bound }
}

export function atMost(figure: number, bound: number, words: string): Target {
  return { text: `${short(figure)}, at most ${bound} ${words}`, met: figure <= bound }
}

/** A figure with as many digits as it is worth. */
export function short(figure: number): string {
  if (figure === 0) return '0'
  if (figure >= 1000) return Math.round(figure).toLocaleString('en-US')
  return figure >= 100 ? figure.toFixed(0) : figure >= 10 ? figure.toFixed(1) : figure.toFixed(figure < 0.1 ? 4 : 2)
}
