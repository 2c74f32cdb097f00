import { type Brain, source } from './brain.ts'
import type { Command } from './commands.ts'
import type { Problem } from './problem.ts'

type Report = (severity: Problem['severity'], message: string) => void

const newestVersion = 2

/** Carries out a `!` command. Returns the value of `! local concat`, the one definition that is of a file only. */
export function define(brain: Brain, { text, continued }: Command, report: Report): string | undefined {
  const equals = text.indexOf('=')
  if (equals < 0) return undefined
  const [type = '', ...words] = text.slice(0, equals).trim().split(/\s+/)
  const name = words.join(' ')
  const lines = [text.slice(equals + 1).trim(), ...continued]
  const value = lines.join('')

  if (type === 'version') {
    if (Number.parseFloat(value) > newestVersion) report('error', `Version 2.0 is spoken here, not ${value}.`)
    return undefined
  }
  if (name === '') {
    report('warning', `"! ${type}" needs a name before its "=", and is skipped.`)
    return undefined
  }
  switch (type) {
    case 'local':
      return name === 'concat' ? value : undefined
    case 'global':
      put(brain.globals, name, value, value)
      return undefined
    case 'var':
      put(brain.variables, name, value, value)
      return undefined
    case 'sub':
      put(brain.substitutions, name.toLowerCase(), value, value)
      return undefined
    case 'person':
      put(brain.persons, name.toLowerCase(), value, value)
      return undefined
    case 'array':
      put(brain.arrays, name, value, lines.flatMap(arrayItems).map(source))
      return undefined
    default:
      report('warning', `There is no "! ${type}"; it is version, global, var, array, sub, person or local.`)
      return undefined
  }
}

function put<T>(map: Map<string, T>, name: string, text: string, value: T): void {
  if (text === '<undef>') map.delete(name)
  else map.set(name, value)
}

/** Each line of an array is split on its own: at `|` where it has one, else at spaces. */
function arrayItems(line: string): string[] {
  const items = line.split(line.includes('|') ? '|' : /\s+/)
  return items.map((item) => item.replaceAll('\\s', ' ')).filter((item) => item.trim() !== '')
}
