import type { Entry } from '../entry.ts'
import { readSections } from './markdown.ts'

/** In UTF-16 code units: what somebody still reads as an answer. */
const longestPassage = 1200

/** A Markdown file: one passage for each section, or several where the section is long. */
export function readMarkdown(text: string, source: string): Entry[] {
  return readSections(text).flatMap(({ headings, blocks }) => {
    const title = [source, ...headings].join(' > ')
    const questions = headings.length === 0 ? [] : [headings.join(' ')]
    return pack(blocks).map((answer) => ({ kind: 'passage', questions, answer, source: title }))
  })
}

/** A text file: one passage for each paragraph. A line that stands alone and ends openly heads the next paragraph. */
export function readText(text: string, source: string): Entry[] {
  const passages: string[] = []
  let heading = ''
  for (const paragraph of text.split(/\r?\n[^\S\n]*\r?\n/)) {
    const block = paragraph.trim()
    if (block === '') continue
    if (isOpenLine(block)) heading += `${block}\n\n`
    else passages.push(...cut(heading + block))
    if (!isOpenLine(block)) heading = ''
  }
  if (heading !== '') passages.push(...cut(heading.trim()))
  return passages.map((answer) => ({ kind: 'passage', questions: [], answer, source }))
}

function isOpenLine(block: string): boolean {
  return block.length <= 80 && !block.includes('\n') && !/[.!?…。！？]["'”’)\]]?$/.test(block)
}

/** As many blocks to a passage as fit. */
function pack(blocks: readonly string[]): string[] {
  const passages: string[] = []
  let current = ''
  for (const block of blocks.flatMap(cut)) {
    const joined = current === '' ? block : `${current}\n\n${block}`
    if (joined.length <= longestPassage) {
      current = joined
      continue
    }
    if (current !== '') passages.push(current)
    current = block
  }
  return current === '' ? passages : [...passages, current]
}

/** Pieces that are short enough, cut behind a sentence or a line where there is one in the second half. */
function cut(block: string): string[] {
  const pieces: string[] = []
  let start = 0
  while (block.length - start > longestPassage) {
    const window = block.slice(start, start + longestPassage)
    const length = lastEnd(window, /[.!?…]["'”’)\]]*\s|[。！？]|\n/g) ?? lastEnd(window, /\s/g) ?? withoutHalf(window)
    pieces.push(block.slice(start, start + length).trim())
    start += length
  }
  return [...pieces, block.slice(start).trim()].filter((piece) => piece !== '')
}

function lastEnd(window: string, pattern: RegExp): number | undefined {
  const last = [...window.matchAll(pattern)].at(-1)
  const end = last === undefined ? 0 : last.index + last[0].length
  return end > window.length / 2 ? end : undefined
}

/** The length without the first half of a character that the window cuts in two. */
function withoutHalf(window: string): number {
  return /[\uD800-\uDBFF]$/.test(window) ? window.length - 1 : window.length
}
