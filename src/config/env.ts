const placeholder = /\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g

export interface Substituted {
  value: unknown
  /** Variables that are not set and have no default, each with the JSON pointer of the text that names it. */
  missing: readonly { variable: string; pointer: string }[]
}

/**
 * Fills `${VAR}` and `${VAR:-default}` in every text of a document from the environment. `$${` stands for `${`.
 * An empty variable counts as not set where a default is given, as in a shell.
 */
export function substitute(document: unknown, env: Readonly<Record<string, string | undefined>>): Substituted {
  const missing: { variable: string; pointer: string }[] = []
  const walk = (value: unknown, pointer: string): unknown => {
    if (typeof value === 'string') return value.includes('${') ? fill(value, pointer) : value
    if (Array.isArray(value)) return value.map((item, index) => walk(item, `${pointer}/${index}`))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, isComment(key) ? inner : walk(inner, `${pointer}/${key}`)]),
    )
  }
  const fill = (text: string, pointer: string): string =>
    text.replace(placeholder, (whole, escaped?: string, variable?: string, otherwise?: string) => {
      if (escaped !== undefined) return whole.slice(1)
      const found = env[variable ?? '']
      if (found !== undefined && (found !== '' || otherwise === undefined)) return found
      if (otherwise !== undefined) return otherwise
      missing.push({ variable: variable ?? '', pointer })
      return whole
    })
  return { value: walk(document, ''), missing }
}

/** Keys that hold no setting: comments, and extensions of others. */
export function isComment(key: string): boolean {
  return key.startsWith('//') || key.startsWith('x-')
}
