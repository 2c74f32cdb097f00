type Labels<Name extends string> = Readonly<Record<Name, string>>

/** Something that is counted, and written as Prometheus reads it: its text format, version 0.0.4. */
export interface Meter {
  lines(): string
}

/** A number that grows. */
export interface Sum {
  value: number
}

/** Sums by labels. Keep what `of` gives: to count is an addition then. */
export class Counter<Name extends string> implements Meter {
  readonly #head: string
  readonly #name: string
  readonly #sums = new Map<string, Sum>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#head = head(name, help, 'counter')
  }

  of(labels: Labels<Name>): Sum {
    return found(this.#sums, written(labels), () => ({ value: 0 }))
  }

  lines(): string {
    return `${this.#head}${[...this.#sums].map(([labels, { value }]) => `${this.#name}{${labels}} ${value}\n`).join('')}`
  }
}

/** Seconds: rules answer within a millisecond, language models within minutes. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]

/** How long things take that have the same labels. */
export class Distribution {
  /** How many came to lie in each bucket alone; the last one has no bound. */
  readonly #counts = new Array<number>(bounds.length + 1).fill(0)
  #sum = 0

  add(milliseconds: number): void {
    const seconds = milliseconds / 1000
    let bucket = 0
    while (bucket < bounds.length && seconds > (bounds[bucket] ?? 0)) bucket++
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1
    this.#sum += seconds
  }

  lines(name: string, labels: string): string {
    let below = 0
    const buckets = this.#counts.map((count, index) => {
      below += count
      return `${name}_bucket{${labels},le="${bounds[index] ?? '+Inf'}"} ${below}\n`
    })
    return `${buckets.join('')}${name}_sum{${labels}} ${this.#sum}\n${name}_count{${labels}} ${below}\n`
  }
}

/** Distributions by labels. */
export class Durations<Name extends string> implements Meter {
  readonly #head: string
  readonly #name: string
  readonly #distributions = new Map<string, Distribution>()

  constructor(name: string, help: string) {
    this.#name = name
    this.#head = head(name, help, 'histogram')
  }

  of(labels: Labels<Name>): Distribution {
    return found(this.#distributions, written(labels), () => new Distribution())
  }

  lines(): string {
    const lines = [...this.#distributions].map(([labels, distribution]) => distribution.lines(this.#name, labels))
    return `${this.#head}${lines.join('')}`
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

/** What a map holds, or what is made and put there. */
export function found<T>(known: Map<string, T>, key: string, make: () => T): T {
  const there = known.get(key)
  if (there !== undefined) return there
  const made = make()
  known.set(key, made)
  return made
}

function head(name: string, help: string, type: string): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`
}

function written(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
}
