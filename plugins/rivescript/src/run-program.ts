import { isWordCode } from './format.ts'
import type { Wild } from './pattern.ts'
import type { Program } from './program.ts'

/** Shared by all runs, as a run never waits: which choices were tried where, and what is left to try. */
let tried = new Uint32Array(1024)
const waiting: number[] = []

/**
 * Runs a program over the whole of a text in lowercase. Returns where each capture begins and ends, -1 where it took
 * no part, or undefined where the text does not match. `values` are the texts of the program's variables.
 */
export function runProgram(program: Program, text: string, values: readonly string[]): Int32Array | undefined {
  const { code } = program
  const width = text.length + 1
  const words = ((program.choices * width) >> 5) + 1
  if (tried.length < words) tried = new Uint32Array(words)
  else tried.fill(0, 0, words)
  const captures = new Int32Array(program.captures * 2).fill(-1)
  waiting.length = 0
  let at = 0
  let position = 0

  for (;;) {
    const step = code[at]
    let alive = true
    switch (step?.op) {
      case 'text':
        alive = text.startsWith(step.text, position)
        position += step.text.length
        at += 1
        break
      case 'variable': {
        const value = values[step.index] ?? ''
        alive = text.startsWith(value, position)
        position += value.length
        at += 1
        break
      }
      case 'one':
        alive = position < text.length && takes(step.kind, text.charCodeAt(position))
        position += 1
        at += 1
        break
      case 'save':
        waiting.push(captures[step.slot] ?? -1, -1 - step.slot)
        captures[step.slot] = position
        at += 1
        break
      case 'jump':
        at = step.to
        break
      case 'choose': {
        const bit = step.id * width + position
        const seen = (tried[bit >> 5] ?? 0) & (1 << (bit & 31))
        alive = seen === 0
        tried[bit >> 5] = (tried[bit >> 5] ?? 0) | (1 << (bit & 31))
        if (alive) waiting.push(position, step.second)
        at = step.first
        break
      }
      case 'border': {
        const isBorder = bordersWord(text, position)
        at += 1
        if (text.charCodeAt(position) === 32) {
          if (isBorder) waiting.push(position, at)
          position += 1
        } else alive = isBorder
        break
      }
      case 'end':
        if (position === text.length) return captures
        alive = false
        break
      default:
        alive = false
    }
    if (alive) continue
    for (;;) {
      const target = waiting.pop()
      const value = waiting.pop()
      if (target === undefined || value === undefined) return undefined
      if (target < 0) {
        captures[-1 - target] = value
        continue
      }
      at = target
      position = value
      break
    }
  }
}

function takes(kind: Wild, code: number): boolean {
  switch (kind) {
    case 'any':
      return true
    case 'digits':
      return code >= 48 && code <= 57
    case 'letters':
      return code !== 32 && (code < 48 || code > 57)
  }
}

function bordersWord(text: string, position: number): boolean {
  const before = position > 0 && isWordCode(text.charCodeAt(position - 1))
  const after = position < text.length && isWordCode(text.charCodeAt(position))
  return before !== after
}
