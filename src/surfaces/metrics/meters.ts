type Labels<Name extends string> = Readonly<Record<Name, string>>

/** Something that is counted, and written as Prometheus reads it: its text format, version 0.0.4. */
export interface Meter {
  lines(): string
}

/** A sum by labels. */
export class Counter<Name extends string> implements Meter {
  readonly #head: string
  readonly #name: string
  readonly #sums = new Map<string, number>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#head = head(name, help, 'counter')
  }

  add(labels: Labels<Name>, amount = 1): void {
    const key = written(labels)
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + amount)
  }

  lines(): string {
    return `${this.#head}${[...this.#sums].map(([labels, sum]) => `${this.#name}{${labels}} ${sum}\n`).join('')}`
  }
}

/** Seconds: rules answer within a millisecond, language models within minutes. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

interface Distribution {
  /** How many came to lie in each bucket alone; the last one has no bound. */
  readonly counts: number[]
  sum: number
}

/** How long things take, by labels. */
export class Durations<Name extends string> implements Meter {
  readonly #head: string
  readonly #name: string
  readonly #distributions = new Map<string, Distribution>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#head = head(name, help, 'histogram')
  }

  add(labels: Labels<Name>, milliseconds: number): void {
    const key = written(labels)
    const known = this.#distributions.get(key) ?? { counts: new Array<number>(bounds.length + 1).fill(0), sum: 0 }
    this.#distributions.set(key, known)
    const seconds = milliseconds / 1000
    const found = bounds.findIndex((bound) => seconds <= bound)
    const bucket = found < 0 ? bounds.length : found
    known.counts[bucket] = (known.counts[bucket] ?? 0) + 1
    known.sum += seconds
  }

  lines(): string {
    return `${this.#head}${[...this.#distributions].map(([labels, known]) => this.#written(labels, known)).join('')}`
  }

  #written(labels: string, { counts, sum }: Distribution): string {
    let below = 0
    const buckets = counts.map((count, index) => {
      below += count
      return `${this.#name}_bucket{${labels},le="${bounds[index] ?? '+Inf'}"} ${below}\n`
    })
    return `${buckets.join('')}${this.#name}_sum{${labels}} ${sum}\n${this.#name}_count{${labels}} ${below}\n`
  }
}

/** A value that is looked up when somebody asks. */
export class Gauge implements Meter {
  readonly #head: string
  readonly #name: string
  readonly #read: () => number

  constructor(name: string, help: string, read: () => number, type: 'gauge' | 'counter' = 'gauge') {
    this.#name = name
    this.#head = head(name, help, type)
    this.#read = read
  }

  lines(): string {
    return `${this.#head}${this.#name} ${this.#read()}\n`
  }
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
}

function written(labels: Readonly<Record<string, string>>): string {
  let text = ''
  for (const name in labels) {
    if (text !== '') text += ','
    text += `${name}="${escaped(labels[name] ?? '')}"`
  }
  return text
}

function escaped(value: string): string {
  return /[\\"\n]/.test(value) ? value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n') : value
}
