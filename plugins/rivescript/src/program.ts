import type { Sequence, Variable, Wild } from './pattern.ts'

/**
 * A trigger as a small program. It is run by backtracking that never tries the same choice at the same place twice,
 * so that the time is bounded by the length of the program times that of the message, whatever the pattern. A regular
 * expression gives no such promise.
 */
export interface Program {
  readonly code: readonly Instruction[]
  readonly variables: readonly Variable[]
  readonly captures: number
  /** How many instructions offer a choice. */
  readonly choices: number
}

export type Instruction =
  | { op: 'text'; text: string }
  | { op: 'variable'; index: number }
  | { op: 'one'; kind: Wild }
  | { op: 'save'; slot: number }
  | { op: 'choose'; first: number; second: number; id: number }
  | { op: 'jump'; to: number }
  /** A space, or nothing where a word begins or ends. */
  | { op: 'border' }
  | { op: 'fail' }
  | { op: 'end' }

/** Each choice takes a bit for each place in the message. */
const mostChoices = 20_000

/** Returns undefined for a pattern with too many choices. */
export function compileProgram(sequence: Sequence): Program | undefined {
  const compiler = new Compiler()
  compiler.sequence(sequence)
  compiler.code.push({ op: 'end' })
  const { code, variables, captures, choices } = compiler
  return choices > mostChoices ? undefined : { code, variables, captures, choices }
}

class Compiler {
  readonly code: Instruction[] = []
  readonly variables: Variable[] = []
  captures = 0
  choices = 0

  sequence(sequence: Sequence): void {
    for (const node of sequence) {
      switch (node.type) {
        case 'text':
          this.code.push({ op: 'text', text: node.text })
          break
        case 'variable':
          this.code.push({ op: 'variable', index: this.variables.push(node.variable) - 1 })
          break
        case 'wild':
          this.#captured(node.capture, () => this.#wild(node.kind, node.empty))
          break
        case 'group':
          this.#captured(node.capture, () => this.#either(node.choices.map((choice) => () => this.sequence(choice))))
          break
        case 'optional':
          this.#either([...node.choices.map((choice) => () => this.#bordered(choice)), () => this.#border()])
          break
      }
    }
  }

  #captured(capture: boolean, inner: () => void): void {
    if (!capture) {
      inner()
      return
    }
    const slot = this.captures * 2
    this.captures += 1
    this.code.push({ op: 'save', slot })
    inner()
    this.code.push({ op: 'save', slot: slot + 1 })
  }

  /** As little as possible: to go on is tried before one more character. */
  #wild(kind: Wild, empty: boolean): void {
    const start = this.code.length
    if (empty) {
      this.#choose(start + 3, start + 1)
      this.code.push({ op: 'one', kind }, { op: 'jump', to: start })
      return
    }
    this.code.push({ op: 'one', kind })
    this.#choose(start + 2, start)
  }

  #either(choices: readonly (() => void)[]): void {
    const jumps: { op: 'jump'; to: number }[] = []
    for (const [index, choice] of choices.entries()) {
      const isLast = index === choices.length - 1
      const branch = isLast ? undefined : this.#choose(this.code.length + 1, 0)
      choice()
      if (!branch) break
      const jump = { op: 'jump' as const, to: 0 }
      jumps.push(jump)
      this.code.push(jump)
      branch.second = this.code.length
    }
    if (choices.length === 0) this.code.push({ op: 'fail' })
    for (const jump of jumps) jump.to = this.code.length
  }

  #bordered(choice: Sequence): void {
    this.#border()
    this.sequence(choice)
    this.#border()
  }

  #border(): void {
    this.code.push({ op: 'border' })
  }

  #choose(first: number, second: number) {
    const choice = { op: 'choose' as const, first, second, id: this.choices }
    this.choices += 1
    this.code.push(choice)
    return choice
  }
}
