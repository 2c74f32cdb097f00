import { matchesPattern } from '../core/text.ts'

interface Lists {
  readonly allow?: readonly string[] | undefined
  readonly deny?: readonly string[] | undefined
}

/** Whether a tool may be called: it is denied by no pattern, and allowed by one where there is a list of them. */
export function permits({ allow, deny = [] }: Lists, name: string): boolean {
  if (deny.some((pattern) => matchesPattern(name, pattern))) return false
  return allow === undefined || allow.some((pattern) => matchesPattern(name, pattern))
}
