import { makeNumberReaders, type ReadNumber } from 'dramatis/arithmetic'
import type { List } from './lists.ts'
import { type Found, prefixes, type ReadSlot } from './match.ts'
import type { Token } from './tokens.ts'

/** How a language writes numbers. */
export interface NumberStyle {
  readonly words: ReadNumber
  /** What stands between thousands, where that is a sign that stands inside of figures. */
  readonly grouping: string
}

const mostStyles = 50

/** Number styles by language, made as they are first asked for; clients choose the tags, so only so many are kept. */
export function makeStyles(): (lang: string) => NumberStyle {
  const words = makeNumberReaders()
  const made = new Map<string, NumberStyle>()
  return (lang) => {
    const known = made.get(lang)
    if (known) return known
    if (made.size >= mostStyles) made.clear()
    const style = { words: words(lang), grouping: groupingOf(lang) }
    made.set(lang, style)
    return style
  }
}

/** Reads the values that begin at a word of a question, each once. */
export function slotReader(
  lists: ReadonlyMap<string, List>,
  tokens: readonly Token[],
  question: string,
  style: NumberStyle,
): ReadSlot {
  const known = new Map<string, readonly Found[]>()
  return (name, at) => {
    const key = `${at} ${name}`
    const before = known.get(key)
    if (before) return before
    const found = read(lists.get(name), at)
    known.set(key, found)
    return found
  }

  function read(list: List | undefined, at: number): readonly Found[] {
    switch (list?.type) {
      case 'values':
        return prefixes(list.root, tokens, at).map(({ length, accept }) => {
          const said = question.slice(tokens[at]?.start, tokens[at + length - 1]?.end)
          const entry = list.entries[accept]
          return { length, value: { value: entry?.value ?? said, text: entry?.text ?? said } }
        })
      case 'number': {
        const number = numberAt(tokens, at, style)
        if (!number || number.value < list.from || number.value > list.to) return []
        const text = question.slice(tokens[at]?.start, tokens[at + number.length - 1]?.end)
        return [{ length: number.length, value: { value: number.value, text } }]
      }
      case 'wildcard':
      case undefined:
        return []
    }
  }
}

function numberAt(tokens: readonly Token[], at: number, style: NumberStyle): ReturnType<ReadNumber> {
  const figures = tokens[at]?.figures
  if (figures === undefined) return style.words((place) => tokens[place]?.text, at)
  const value = numberIn(figures, style.grouping)
  return value === undefined ? undefined : { value, length: 1 }
}

/** `1,000` is a thousand in English; what cannot be grouping is the decimal sign, as in `21,5`. */
function numberIn(figures: string, grouping: string): number | undefined {
  const parts = figures.replace('−', '-').split(grouping)
  const isGrouped = parts.length > 1 && parts.slice(1).every((part) => /^\d{3}(?:\D|$)/.test(part))
  const value = Number((isGrouped ? parts.join('') : figures.replace('−', '-')).replace(',', '.'))
  return Number.isFinite(value) ? value : undefined
}

function groupingOf(lang: string): string {
  const group = numberFormat(lang)
    .formatToParts(1_234_567)
    .find(({ type }) => type === 'group')?.value
  return group === '.' || group === ',' ? group : '\0'
}

function numberFormat(lang: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(lang)
  } catch {
    return new Intl.NumberFormat('en') // a client sent what is no language tag
  }
}
