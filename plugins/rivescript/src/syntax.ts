/**
 * What is wrong with a command, or undefined. These are the rules of the language for what a line may hold;
 * `symbol` is its first character and `text` the rest.
 */
export function syntaxError(symbol: string, text: string, utf8: boolean): string | undefined {
  switch (symbol) {
    case '!':
      return definitionError(text)
    case '>':
      return labelError(text)
    case '+':
    case '%':
    case '@':
      return patternError(text, utf8)
    case '*':
      return /^.+?(?:==|!=|<>|<=?|>=?|\s(?:eq|ne)\s).*?=>.+$/s.test(text)
        ? undefined
        : 'A condition is written "* value symbol value => reply", and its symbols are == eq != ne <> < <= > >=.'
    default:
      return undefined
  }
}

function definitionError(text: string): string | undefined {
  const equals = text.indexOf('=')
  if (equals < 1 || text.slice(equals + 1).trim() === '') {
    return 'A definition is written "! type name = value" or "! version = 2.0".'
  }
  if (!text.startsWith('array')) return undefined
  const value = text.slice(equals + 1).trim()
  if (value.startsWith('|') || value.endsWith('|')) return 'The items of an array can neither begin nor end with a "|".'
  if (/\|\s*\|/.test(value)) return 'An array has an empty item between two "|".'
  return undefined
}

function labelError(text: string): string | undefined {
  const [type, ...rest] = text.split(/\s+/)
  if (type === 'begin' && rest.length > 0) return 'The label "> begin" takes no name.'
  if (type === 'topic' && rest.length === 0) return 'The label "> topic" needs a name.'
  if (type === 'topic' && /[^a-z0-9_\-\s]/.test(text)) {
    return 'The names of topics are lowercase letters, digits, "_" and "-".'
  }
  if (type === 'object' && rest.length === 0) return 'The label "> object" needs a name and a language.'
  if (type === 'object' && /[^A-Za-z0-9_\-\s]/.test(text))
    return 'The names of objects are letters, digits, "_" and "-".'
  return undefined
}

function patternError(text: string, utf8: boolean): string | undefined {
  const wrong = (utf8 ? /[A-Z\\.]/ : /[^a-z0-9(|)[\]*_#@{}<>=/\s]/).exec(text)
  if (wrong) {
    const allowed = utf8
      ? 'has no capital letters, backslashes or dots'
      : 'has only lowercase letters, digits and the symbols ( | ) [ ] * _ # @ { } < > = / unless "utf8" is on'
    return `"${wrong[0]}" cannot stand here: what is compared with a message ${allowed}.`
  }
  if (/\(\s*\||\|\s*\)/.test(text)) return 'The choices in ( ) can neither begin nor end with a "|".'
  if (/\[\s*\||\|\s*\]/.test(text)) return 'The choices in [ ] can neither begin nor end with a "|".'
  if (/\|\s*\|/.test(text)) return 'There is an empty choice between two "|".'
  return bracketError(text)
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{', '>': '<' }

function bracketError(text: string): string | undefined {
  const open: string[] = []
  for (const character of text) {
    if ('([{<'.includes(character)) open.push(character)
    const opener = closing[character]
    if (opener !== undefined && open.pop() !== opener) return `"${character}" closes nothing that is open.`
  }
  return open.length === 0 ? undefined : `"${open.at(-1)}" is never closed.`
}
