import { isJsonFile } from '../config/document.ts'

type Fields = Readonly<Record<string, unknown>>

/** A JSON merge patch (RFC 7396): null takes a key away, objects are merged, whatever else replaces. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch
  const merged = new Map(Object.entries(isFields(target) ? target : {}))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergePatch(merged.get(key), value))
  }
  return Object.fromEntries(merged)
}

/** The text of a document file after a merge patch. Comments, order and style of what the patch does not name stay. */
export async function patchText(text: string, file: string, before: Fields, patch: Fields): Promise<string> {
  const after = mergePatch(before, patch)
  if (isJsonFile(file)) return writeJson(after, indentOf(text))
  const { parseDocument, isMap } = await import('yaml')
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  })
  const apply = (path: readonly string[], changes: Fields, whole: unknown): void => {
    for (const [key, value] of Object.entries(changes)) {
      const at = [...path, key]
      const result = isFields(whole) ? whole[key] : undefined
      if (value === null) document.deleteIn(at)
      else if (isFields(value) && isMap(document.getIn(at, true))) apply(at, value, result)
      else document.setIn(at, typeof result === 'object' ? document.createNode(result) : result)
    }
  }
  apply([], patch, after)
  return document.toString({ lineWidth: 0, flowCollectionPadding: /[[{] +[^\s#]/.test(text) })
}

/** A whole document as the text of a file of that name. */
export async function writeText(value: unknown, file: string): Promise<string> {
  if (isJsonFile(file)) return writeJson(value, 2)
  const { stringify } = await import('yaml')
  return stringify(value, { lineWidth: 0 })
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function writeJson(value: unknown, indent: number | string): string {
  return `${JSON.stringify(value, null, indent)}\n`
}

function indentOf(text: string): number | string {
  return /^([ \t]{1,8})"/m.exec(text)?.[1] ?? 2
}
