import { once } from 'node:events'
import { relative } from 'node:path'
import { stripVTControlCharacters, styleText } from 'node:util'

type Format = Parameters<typeof styleText>[0]

/** Text in a colour, where the stream is a terminal and NO_COLOR is not set. */
export function paint(format: Format, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && !process.env.NO_COLOR ? styleText(format, text) : text
}

/** Writes to stdout. Waits where the reader is slower than the writer. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Prints a value as JSON. */
export function printJson(value: unknown): Promise<void> {
  return print(`${JSON.stringify(value, null, 2)}\n`)
}

/** Writes a line to stderr. */
export function complain(text: string): void {
  process.stderr.write(`${text}\n`)
}

/** Prints what others wrote. On a terminal it must not move the cursor, set the title or change colours. */
export function printForeign(text: string): Promise<void> {
  return print(process.stdout.isTTY ? text.replace(/(?![\n\t])\p{Cc}/gu, '') : text)
}

/** Lines of aligned columns, each cut to the width of the terminal where there is one. */
export function columns(rows: readonly (readonly string[])[], indent = ''): string {
  const lines = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ')))
  const widths: number[] = []
  for (const row of lines) for (const [index, cell] of row.entries()) widths[index] = widest(widths[index], cell)
  return lines.map((row) => `${cut(indent + aligned(row, widths))}\n`).join('')
}

/** A path as short as it can be written from the working folder. */
export function shortPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') ? path : near
}

/** `1 solver`, `2 solvers`. */
export function count(number: number, noun: string): string {
  const plural = noun.endsWith('x') ? `${noun}es` : `${noun}s`
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`
}

function widest(width: number | undefined, cell: string): number {
  return Math.max(width ?? 0, stripVTControlCharacters(cell).length)
}

function aligned(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map(
    (cell, index) => cell + ' '.repeat((widths[index] ?? 0) - stripVTControlCharacters(cell).length),
  )
  return cells.join('  ').trimEnd()
}

function cut(line: string): string {
  const width = process.stdout.isTTY ? process.stdout.columns : Infinity
  return line.length <= width || stripVTControlCharacters(line).length <= width
    ? line
    : `${stripVTControlCharacters(line).slice(0, width - 1)}…`
}
