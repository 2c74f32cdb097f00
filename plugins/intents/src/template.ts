/** A sentence template, taken apart. An optional part is a choice of which one option is empty. */
export type Template =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'space' }
  | { readonly type: 'sequence'; readonly items: readonly Template[] }
  | { readonly type: 'choice'; readonly options: readonly Template[] }
  | { readonly type: 'any-order'; readonly items: readonly Template[] }
  | { readonly type: 'slot'; readonly list: string; readonly slot: string }
  | { readonly type: 'rule'; readonly name: string }

const deepest = 50
const slotPattern = /^([A-Za-z_]\w*)(?::([A-Za-z_]\w*))?$/
const rulePattern = /^[A-Za-z_][\w-]*$/
const closings: Readonly<Record<string, string>> = { '(': ')', '[': ']' }

/**
 * Reads `turn (on|off) [the] {device}`: `(a|b)` is a choice, `(a;b)` both in any order, `[a]` an option, `{list}` or
 * `{list:slot}` a slot, `<rule>` what the rule of that name says. A backslash takes the meaning of a sign away.
 * @throws Error that says what is wrong with it, and at which column
 */
export function parseTemplate(source: string): Template {
  let at = 0
  const whole = group(undefined, 0)
  return whole

  /** Up to its closing bracket, or to the end of the text. */
  function group(closing: string | undefined, depth: number): Template {
    if (depth > deepest) throw new Error(`brackets go deeper than ${deepest} at column ${at}`)
    const opened = at
    const parts: Template[] = []
    let separator: string | undefined
    for (;;) {
      parts.push(sequence(depth))
      const sign = source[at]
      if (sign === closing) break
      if (sign === undefined) throw new Error(`"${closing}" is missing for the bracket at column ${opened}`)
      if (sign !== '|' && sign !== ';') throw new Error(`"${sign}" at column ${at + 1} closes nothing`)
      if (separator !== undefined && sign !== separator) {
        throw new Error(`"|" and ";" stand in one bracket at column ${at + 1}; put one of them into its own`)
      }
      separator = sign
      at++
    }
    at++
    const [only] = parts
    if (separator === ';') return anyOrder(parts, opened)
    return only && parts.length === 1 ? only : { type: 'choice', options: parts }
  }

  function sequence(depth: number): Template {
    const items: Template[] = []
    for (;;) {
      const sign = source[at]
      switch (sign) {
        case undefined:
        case ')':
        case ']':
        case '|':
        case ';':
          return { type: 'sequence', items }
        case '(':
        case '[': {
          at++
          const inner = group(closings[sign], depth + 1)
          items.push(sign === '(' ? inner : { type: 'choice', options: [inner, { type: 'sequence', items: [] }] })
          break
        }
        case '{':
          items.push(slot(named('}')))
          break
        case '<':
          items.push(rule(named('>')))
          break
        case '}':
        case '>':
          throw new Error(`"${sign}" at column ${at + 1} closes nothing`)
        default:
          items.push(/\s/.test(sign) ? space() : text())
      }
    }
  }

  function space(): Template {
    while (at < source.length && /\s/.test(source[at] ?? '')) at++
    return { type: 'space' }
  }

  function text(): Template {
    let text = ''
    for (; at < source.length && !/[\s()[\]{}<>|;]/.test(source[at] ?? ''); at++) {
      if (source[at] === '\\' && at + 1 < source.length) at++
      text += source[at]
    }
    return { type: 'text', text }
  }

  /** What stands between here and the closing sign. */
  function named(closing: string): string {
    const end = source.indexOf(closing, at)
    if (end === -1) throw new Error(`"${closing}" is missing for the bracket at column ${at + 1}`)
    const name = source.slice(at + 1, end).trim()
    at = end + 1
    return name
  }
}

function slot(written: string): Template {
  const [, list, slot = list] = slotPattern.exec(written) ?? []
  if (list === undefined || slot === undefined)
    throw new Error(`"{${written}}" is no slot; write {list} or {list:slot}`)
  return { type: 'slot', list, slot }
}

function rule(name: string): Template {
  if (!rulePattern.test(name)) throw new Error(`"<${name}>" is no rule; its name has letters, digits, "_" and "-"`)
  return { type: 'rule', name }
}

function anyOrder(items: readonly Template[], column: number): Template {
  if (items.length > 4)
    throw new Error(`the bracket at column ${column} has ${items.length} parts; at most 4 may change places`)
  return { type: 'any-order', items }
}
