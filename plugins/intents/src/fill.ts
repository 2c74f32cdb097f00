import type { SlotValue } from './match.ts'

type Slots = ReadonlyMap<string, SlotValue>

const gap = /\{([A-Za-z_]\w*)((?:\.[\w-]+)*)\}/g
const onlyGap = /^\{([A-Za-z_]\w*)\}$/

/** The names in the gaps of a value, at any depth. */
export function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(gap)].map(([, name = '']) => name)
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(namesIn)
}

/**
 * An input with its gaps filled. A text that is one gap becomes the slot's own value, such as a number. What was not
 * said is left out: the key, the item, or the gap in a longer text.
 */
export function fillInput(value: unknown, slots: Slots): unknown {
  if (typeof value === 'string') {
    const [, name] = onlyGap.exec(value) ?? []
    if (name !== undefined) return slots.get(name)?.value
    return value.replace(gap, (_, slot: string) => String(slots.get(slot)?.value ?? ''))
  }
  if (Array.isArray(value)) return value.map((item) => fillInput(item, slots)).filter((item) => item !== undefined)
  if (typeof value !== 'object' || value === null) return value
  const filled = Object.entries(value).map(([key, inner]) => [key, fillInput(inner, slots)] as const)
  return Object.fromEntries(filled.filter(([, inner]) => inner !== undefined))
}

/** What came back from a tool: its text, and what that is as JSON where it is any. */
export interface Result {
  readonly text: string
  readonly json: unknown
}

/** The first of some templates whose gaps can all be filled. */
export function fillAnswer(
  templates: readonly string[],
  slots: Slots,
  result: Result,
  lang: string,
): string | undefined {
  for (const template of templates) {
    let complete = true
    const text = template.replace(gap, (_, name: string, path: string) => {
      const value = name === 'result' ? resultAt(result, path, lang) : slots.get(name)?.text
      complete &&= value !== undefined
      return value ?? ''
    })
    if (complete) return text
  }
  return undefined
}

function resultAt({ text, json }: Result, path: string, lang: string): string | undefined {
  const keys = path.split('.').slice(1)
  let value = json
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[key] // it has that key
  }
  return keys.length === 0 && typeof json === 'string' ? text || undefined : said(value, lang)
}

/** A value as it can be read out; undefined where there is nothing to say. */
function said(value: unknown, lang: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  if (typeof value === 'number') return numberFormat(lang).format(value)
  if (!Array.isArray(value)) return JSON.stringify(value)
  const items = value.map((item) => said(item, lang)).filter((item) => item !== undefined)
  return items.length === 0 ? undefined : new Intl.ListFormat(lang, { type: 'conjunction' }).format(items)
}

let lastFormat: { lang: string; format: Intl.NumberFormat } | undefined

function numberFormat(lang: string): Intl.NumberFormat {
  if (lastFormat?.lang !== lang) {
    const format = new Intl.NumberFormat(lang, { maximumFractionDigits: 10, useGrouping: false })
    lastFormat = { lang, format }
  }
  return lastFormat.format
}
