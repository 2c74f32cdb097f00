import type { Problem } from '../core/schema.ts'
import { durationPattern } from '../core/time.ts'

const anyForm = 'must match a schema in anyOf'

/** What a schema's rules mean to somebody who writes a file. */
const plainWords: Readonly<Record<string, string>> = {
  [`must match pattern "${durationPattern}"`]: 'must be a duration such as "800ms", "30s" or "2m"',
  'must match pattern "^[a-z0-9_-]{1,64}$"': 'must be 1 to 64 small letters, digits, "_" and "-"',
  'must match pattern "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"': 'must be a language tag such as "en" or "pt-BR"',
  'must match pattern "^https?://[^\\s]+$"': 'must be a URL that begins with http:// or https://',
  'must match pattern "^(file:.+|memory:|postgres(ql)?://.+)$"': 'must be file:PATH, memory: or postgres://...',
  'must match pattern "^[A-Za-z0-9-]{1,100}$"': 'must be the name of a header, such as "x-api-key"',
  'must match pattern "^(/[A-Za-z0-9._~-]+)+$"': 'must be a path such as "/api/v1"',
  'must NOT have fewer than 1 characters': 'must not be empty',
  'must NOT have fewer than 1 items': 'must not be empty',
}

/** The problems of a document in words for whoever wrote it, with one sentence where several forms were open. */
export function readable(problems: readonly Problem[]): readonly Problem[] {
  const worded = problems.map((problem) => ({ ...problem, message: inPlainWords(problem.message) }))
  const choices = new Set(worded.filter(({ message }) => message === anyForm).map(({ pointer }) => pointer))
  if (choices.size === 0) return worded
  const told = new Set<string>()
  return worded.flatMap((problem) => {
    if (!choices.has(problem.pointer)) return [problem]
    if (told.has(problem.pointer)) return []
    told.add(problem.pointer)
    return chosen(problem, worded)
  })
}

function inPlainWords(message: string): string {
  return message.startsWith('must NOT have duplicate items')
    ? 'must not name anything twice'
    : (plainWords[message] ?? message)
}

/** The form that was most likely meant is the one whose type is right. */
function chosen({ pointer }: Problem, problems: readonly Problem[]): readonly Problem[] {
  const forms = problems.filter((problem) => problem.pointer === pointer && problem.message !== anyForm)
  const [meant] = forms.filter(({ problem }) => problem !== 'type')
  if (meant) return [meant]
  const [kind] = forms
  if (!kind) return [] // its forms are objects, and the problems inside them are told
  const [, given = ''] = kind.message.split(', not ')
  const kinds = forms.map(({ message }) => message.replace(/^must be |, not .*$/g, ''))
  return [{ pointer, problem: 'type', message: `must be ${kinds.join(' or ')}, not ${given}` }]
}
