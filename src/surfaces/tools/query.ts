type Value = string | Value[] | { [key: string]: Value }

/** As many as a URL can hold, and far more than a tool has. */
const most = 1000
const deepest = 8

/**
 * The arguments of a query, or undefined where there are none: `a=1&a=2` and `a[]=1` are lists, `a[b]=1` is an object.
 * All of them are texts; what a tool wants of them is in its schema.
 */
export function readQuery(query: URLSearchParams): object | undefined {
  if (query.size === 0) return undefined
  const values: { [key: string]: Value } = Object.create(null)
  let read = 0
  for (const [name, text] of query) {
    if (++read > most) break
    put(values, pathOf(name), text)
  }
  return { ...values }
}

/** `a[b][]` as `a`, `b` and an empty step. */
function pathOf(name: string): readonly string[] {
  const open = name.indexOf('[')
  if (open <= 0 || !name.endsWith(']')) return [name]
  const path = [name.slice(0, open), ...name.slice(open + 1, -1).split('][')]
  return path.length > deepest ? [name] : path
}

function put(target: { [key: string]: Value }, [key = '', ...rest]: readonly string[], text: string): void {
  if (key === '__proto__') return
  const known = Object.hasOwn(target, key) ? target[key] : undefined
  if (rest.length === 0) {
    target[key] = known === undefined ? text : [...(Array.isArray(known) ? known : [known]), text]
    return
  }
  if (rest.length === 1 && rest[0] === '') {
    target[key] = [...(Array.isArray(known) ? known : known === undefined ? [] : [known]), text]
    return
  }
  const inner = typeof known === 'object' && !Array.isArray(known) ? known : {}
  target[key] = inner
  put(inner, rest, text)
}
