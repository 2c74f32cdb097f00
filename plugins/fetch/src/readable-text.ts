/** Elements whose content nobody reads. */
const unread = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'svg',
  'math',
  'iframe',
  'object',
  'select',
  'textarea',
])
/** Elements that stand on lines of their own. */
const blocks = new Set(
  (
    'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure ' +
    'footer form header hr li main menu nav ol p pre search section summary table tbody tfoot thead tr ul'
  ).split(' '),
)
const headings: Readonly<Record<string, number>> = { h1: 1, h2: 2, h3: 3, h4: 4, h5: 5, h6: 6 }

/** Text as it is read: what is inside unread elements is left out, and space that means nothing. */
export class ReadableText {
  #title: string | undefined
  readonly #lines: string[] = []
  /** Of the line so far. Joined at its end alone: to look at a text that grows copies all of it. */
  #pieces: string[] = []
  /** Whether a space would mean nothing here. */
  #spaced = true
  /** What stands before the next text of a line. */
  #mark = ''
  /** The outermost unread element that is open, and how many of its name are in it. */
  #unread: { readonly name: string; depth: number } | undefined
  #preformatted = 0

  /** A drawing may have a title too. */
  titled(title: string): void {
    if (!this.#unread) this.#title ??= oneSpace(title).trim()
  }

  text(text: string): void {
    if (this.#unread) return
    if (this.#preformatted > 0) return this.#keep(text)
    const words = oneSpace(text)
    const piece = this.#spaced ? words.trimStart() : words
    if (piece === '') return
    this.#pieces.push(piece)
    this.#spaced = piece.endsWith(' ')
  }

  open(name: string): void {
    if (this.#unread) {
      if (this.#unread.name === name) this.#unread.depth++
      return
    }
    if (unread.has(name)) {
      this.#unread = { name, depth: 1 }
      return
    }
    if (name === 'br') return this.#end(this.#preformatted > 0)
    if (name === 'td' || name === 'th') return this.#cell()
    if (!isBlock(name)) return
    this.#end()
    if (standsApart(name)) this.#gap()
    if (name === 'pre') this.#preformatted++
    this.#mark = name === 'li' ? '- ' : '#'.repeat(headings[name] ?? 0)
    if (headings[name] !== undefined) this.#mark += ' '
  }

  close(name: string): void {
    if (this.#unread) {
      if (this.#unread.name === name && --this.#unread.depth === 0) this.#unread = undefined
      return
    }
    if (!isBlock(name)) return
    this.#end()
    this.#mark = ''
    if (standsApart(name)) this.#gap()
    if (name === 'pre') this.#preformatted = Math.max(0, this.#preformatted - 1)
  }

  done(): { title: string | undefined; text: string } {
    this.#end()
    return { title: this.#title || undefined, text: this.#lines.join('\n').trim() }
  }

  #keep(text: string): void {
    const [first = '', ...others] = text.split(/\r\n?|\n/)
    this.#pieces.push(first)
    for (const line of others) {
      this.#end(true)
      this.#pieces.push(line)
    }
  }

  #cell(): void {
    if (this.#pieces.length > 0) this.#pieces.push('\t')
    this.#spaced = true
  }

  #end(keepEmpty = false): void {
    const joined = this.#pieces.join('')
    const line = this.#preformatted > 0 ? joined.trimEnd() : joined.replace(/ \t/g, '\t').trim()
    if (line !== '') {
      this.#lines.push(this.#mark + line)
      this.#mark = ''
    } else if (keepEmpty) this.#lines.push('')
    this.#pieces = []
    this.#spaced = true
  }

  #gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('')
  }
}

function isBlock(name: string): boolean {
  return blocks.has(name) || headings[name] !== undefined
}

/** An empty line is before it and behind it. */
function standsApart(name: string): boolean {
  return headings[name] !== undefined || name === 'p' || name === 'table' || name === 'pre'
}

/** White space as one space. In two steps: a run of millions would exhaust the engine of regular expressions. */
function oneSpace(text: string): string {
  return text.replace(/\s{1,1000}/g, ' ').replace(/ {2,}/g, ' ')
}
