import { decodeEntities } from './entities.ts'
import { ReadableText } from './readable-text.ts'

/** Elements whose content is not looked at for tags. */
const raw = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noscript', 'xmp'])
/**
 * What a page says, as plain text: a block on each line, `#` before headings, `- ` before items of lists, and tabs
 * between the cells of a table. It reads whatever it is given, once from the front to the end.
 */
export function htmlToText(html: string): { title: string | undefined; text: string } {
  const page = new ReadableText()
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    const end = open === -1 ? html.length : open
    if (end > at) page.text(decodeEntities(html.slice(at, end)))
    if (open === -1) break
    at = markup(html, open, page)
  }
  return page.done()
}

/** Deals with what begins at a `<`. @returns where it ends */
function markup(html: string, open: number, page: ReadableText): number {
  if (html.startsWith('<!--', open)) return after(html, '-->', open + 4)
  tag.lastIndex = open
  const [, slash, written = ''] = tag.exec(html) ?? []
  if (written === '') {
    if (html[open + 1] === '!' || html[open + 1] === '?' || html[open + 1] === '/') return after(html, '>', open + 1)
    page.text('<')
    return open + 1
  }
  const name = written.toLowerCase()
  const end = endOfTag(html, tag.lastIndex)
  if (slash === '/') {
    page.close(name)
    return end
  }
  if (raw.has(name) && html[end - 2] !== '/') {
    const [content, next] = rawContent(html, end, name)
    if (name === 'title') page.titled(decodeEntities(content))
    else if (name === 'xmp') page.text(content)
    return next
  }
  page.open(name)
  return end
}

const tag = /<(\/?)([A-Za-z][A-Za-z0-9:-]{0,60})/y

function after(html: string, mark: string, from: number): number {
  const found = html.indexOf(mark, from)
  return found === -1 ? html.length : found + mark.length
}

/** Behind the `>` that closes a tag; one inside a quoted value does not. */
function endOfTag(html: string, from: number): number {
  let quote = ''
  for (let at = from; at < html.length; at++) {
    const character = html.charAt(at)
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '>') return at + 1
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character
  }
  return html.length
}

function rawContent(html: string, from: number, name: string): [content: string, next: number] {
  const closing = closings[name] ?? new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  closings[name] = closing
  closing.lastIndex = from
  const found = closing.exec(html)
  if (!found) return [html.slice(from), html.length]
  return [html.slice(from, found.index), endOfTag(html, closing.lastIndex)]
}

const closings: Record<string, RegExp> = {}
