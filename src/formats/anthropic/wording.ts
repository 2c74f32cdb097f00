import type { RuntimeError } from '../../index.ts'
import { fieldPath } from '../../index.ts'

/** A message as the vendor words it: `messages.0.content: Field required`. */
export function vendorMessage({ code, message, pointer, problem }: RuntimeError): string {
  if (code === 'unknown-persona') return `model: ${message}`
  if (!pointer) return message
  const field = pointer.slice(1).replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~')
  if (problem === 'missing') return `${field}: Field required`
  const quoted = `"${fieldPath(pointer)}" `
  return `${field}: ${message.startsWith(quoted) ? reworded(message.slice(quoted.length, -1)) : message}`
}

const kinds: readonly (readonly [string, string])[] = [
  [' or null', ''],
  ['a string', 'a valid string'],
  ['an integer', 'a valid integer'],
  ['a number', 'a valid number'],
  ['true or false', 'a valid boolean'],
  ['an array', 'a valid list'],
  ['an object', 'a valid dictionary'],
]

const comparisons: readonly (readonly [string, string])[] = [
  ['must be >= ', 'Input should be greater than or equal to '],
  ['must be <= ', 'Input should be less than or equal to '],
]

/** What a schema says of a wrong value, in the words of the vendor's validator. */
function reworded(rule: string): string {
  const expected = /^must be (.+), not [\w ]+$/.exec(rule)?.[1]
  if (expected !== undefined) {
    return `Input should be ${kinds.reduce((text, [ours, theirs]) => text.replace(ours, theirs), expected)}`
  }
  const values = /^must be one of (.+)$/.exec(rule)?.[1]
  if (values !== undefined) {
    const named = values.replaceAll('"', "'").split(', ')
    return `Input should be ${alternatives(named.filter((value) => value !== 'null'))}`
  }
  for (const [ours, theirs] of comparisons) if (rule.startsWith(ours)) return theirs + rule.slice(ours.length)
  return rule
}

function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}
