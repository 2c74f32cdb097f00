export interface Section {
  /** From the outermost heading to that of the section itself. */
  readonly headings: readonly string[]
  /** What stands between blank lines; a fenced block is one, whatever it holds. */
  readonly blocks: readonly string[]
}

/** The sections of a Markdown file, in order. Front matter is left out; of a heading only its text is kept. */
export function readSections(text: string): Section[] {
  const sections: Section[] = []
  let headings: { level: number; text: string }[] = []
  let blocks: string[] = []
  let block: string[] = []
  let fence: string | undefined

  const endBlock = () => {
    const joined = block.join('\n').trim()
    if (joined !== '') blocks.push(joined)
    block = []
  }
  const endSection = () => {
    endBlock()
    if (blocks.length > 0) sections.push({ headings: headings.map((heading) => heading.text), blocks })
    blocks = []
  }
  const open = (level: number, title: string) => {
    endSection()
    headings = [...headings.filter((heading) => heading.level < level), { level, text: plain(title) }]
  }

  for (const line of withoutFrontMatter(text.split(/\r?\n/))) {
    if (fence !== undefined) {
      block.push(line)
      if (closes(line, fence)) fence = undefined
      continue
    }
    fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    const [, marks, title] = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line) ?? []
    const underline = /^ {0,3}(=+|-+)[ \t]*$/.exec(line)?.[1]?.charAt(0)
    if (marks !== undefined) open(marks.length, title ?? '')
    else if (underline !== undefined && block.length === 1) open(underline === '=' ? 1 : 2, block.splice(0).join())
    else if (line.trim() === '') endBlock()
    else block.push(line)
  }
  endSection()
  return sections
}

function withoutFrontMatter(lines: readonly string[]): readonly string[] {
  if (lines[0]?.trimEnd() !== '---' || !/^[\w-]+:/.test(lines[1] ?? '')) return lines
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---')
  return end < 0 ? lines : lines.slice(end + 1)
}

function closes(line: string, fence: string): boolean {
  const mark = line.trim()
  return mark.length >= fence.length && mark === fence.charAt(0).repeat(mark.length)
}

/** `**Returns** and [refunds](refunds.md) ##` as people read it: `Returns and refunds`. */
function plain(title: string): string {
  return title
    .trim()
    .replace(/(?:^|[ \t])#+$/, '')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[*`]/g, '')
    .trim()
}
