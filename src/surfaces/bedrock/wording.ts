import type { RuntimeError } from '../../index.ts'
import { fieldPath } from '../../index.ts'

/**
 * What is wrong with a request, as the vendor says it: its service checks the fields of `converse`, and a validator of
 * JSON Schema the bodies of `invoke`, whose errors have another form.
 */
export function vendorMessage(error: RuntimeError, path: string): string {
  const { code, pointer, problem } = error
  if (code !== 'invalid-request' || !pointer || problem === undefined) return error.message
  return path.includes('/invoke') ? malformedInput(error, pointer) : validationError(error, pointer)
}

function validationError(error: RuntimeError, pointer: string): string {
  const rule = ruleOf(error, pointer)
  if (rule === undefined) return error.message
  return `1 validation error detected: Value at '${memberPath(pointer)}' failed to satisfy constraint: ${constraint(rule)}`
}

function constraint(rule: string): string {
  if (rule === 'is required') return 'Member must not be null'
  const values = /^must be one of (.*)$/.exec(rule)?.[1]
  if (values !== undefined) return `Member must satisfy enum value set: [${values.replaceAll('"', '')}]`
  return rule
    .replace(/^must be >= /, 'Member must have value greater than or equal to ')
    .replace(/^must be <= /, 'Member must have value less than or equal to ')
    .replace(/^must NOT have fewer than (\d+) \w+$/, 'Member must have length greater than or equal to $1')
    .replace(/^must NOT have more than (\d+) \w+$/, 'Member must have length less than or equal to $1')
    .replace(/^must /, 'Member must ')
}

function malformedInput(error: RuntimeError, pointer: string): string {
  const rule = ruleOf(error, pointer) ?? error.message.replace(/\.$/, '')
  if (error.problem !== 'missing') return malformed(pointer, rule)
  const split = pointer.lastIndexOf('/')
  return malformed(pointer.slice(0, split), `required key [${pointer.slice(split + 1)}] not found`)
}

function malformed(pointer: string, rule: string): string {
  return `Malformed input request: #${pointer}: ${rule}, please reformat your input and try again.`
}

/** What a schema demanded: `must be a string, not an array`. Undefined where the message is a sentence of its own. */
function ruleOf({ message, problem }: RuntimeError, pointer: string): string | undefined {
  const subject = `"${fieldPath(pointer)}" `
  if (message.startsWith(subject)) return message.slice(subject.length).replace(/\.$/, '')
  return problem === 'missing' ? 'is required' : undefined
}

/** `/messages/0/role` is `messages.1.member.role`: members of a list are counted from one. */
function memberPath(pointer: string): string {
  return pointer
    .slice(1)
    .split('/')
    .map((key) => (/^\d+$/.test(key) ? `${Number(key) + 1}.member` : key.replaceAll('~1', '/').replaceAll('~0', '~')))
    .join('.')
}
