const placeholder = /\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g

const deepest = 100

/** What the placeholder's groups hold. */
type Found = [escaped: string | undefined, variable: string, otherwise: string | undefined]

export interface Substituted {
  value: unknown
  /** Variables that are not set and have no default, each with the JSON pointer of the text that names it. */
  missing: readonly { variable: string; pointer: string }[]
}

/**
 * Fills `${VAR}` and `${VAR:-default}` in every text of a document from the environment. `$${` stands for `${`.
 * An empty variable counts as not set where a default is given, as in a shell.
 * @throws Error for a document that nests too deeply, which one with an anchor inside itself always does.
 */
export function substitute(document: unknown, env: Readonly<Record<string, string | undefined>>): Substituted {
  const missing: { variable: string; pointer: string }[] = []
  const walk = (value: unknown, pointer: string, depth: number): unknown => {
    if (typeof value === 'string') return value.includes('${') ? fill(value, pointer) : value
    if (typeof value !== 'object' || value === null) return value
    requireDepth(depth)
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${pointer}/${index}`, depth + 1))
    const inner = (key: string, it: unknown) =>
      isComment(key) ? requireShallow(it, depth + 1) : walk(it, step(pointer, key), depth + 1)
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, inner(key, it)]))
  }
  const fill = (text: string, pointer: string): string => {
    const end = text.lastIndexOf('}') + 1 // so that an open brace never makes the pattern search the rest of a text
    const filled = text.slice(0, end).replace(placeholder, (whole, ...[escaped, variable, otherwise]: Found) => {
      if (escaped !== undefined) return whole.slice(1)
      const found = env[variable]
      if (found !== undefined && (found !== '' || otherwise === undefined)) return found
      if (otherwise !== undefined) return otherwise
      missing.push({ variable, pointer })
      return whole
    })
    return filled + text.slice(end)
  }
  return { value: walk(document, '', 1), missing }
}

/** The same document. @throws Error where it nests so deeply that not everything could deal with it */
export function requireShallow<T>(document: T, depth = 1): T {
  if (typeof document !== 'object' || document === null) return document
  requireDepth(depth)
  for (const value of Object.values(document)) requireShallow(value, depth + 1)
  return document
}

function requireDepth(depth: number): void {
  if (depth > deepest) throw new Error(`it nests deeper than ${deepest} levels`)
}

/** A JSON pointer to a key under another pointer. */
export function step(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Keys that hold no setting: comments, and extensions of others. */
export function isComment(key: string): boolean {
  return key.startsWith('//') || key.startsWith('x-')
}
