import { parse } from 'csv-parse/sync'
import type { Entry } from '../entry.ts'
import { readPair } from './pair.ts'

/** Rows of comma-separated values (RFC 4180): two columns, or a header that names `question` and `answer`. */
export function readCsv(text: string, source: string, report: (problem: string) => void): Entry[] {
  const [first, ...rest] = rows(text, report)
  if (first === undefined) return []
  const header = first.cells.map((cell) => cell.trim().toLowerCase())
  const question = header.indexOf('question')
  const answer = header.indexOf('answer')
  if (question >= 0 && answer < 0) {
    report(`line ${first.line}: the header names "question" but not "answer"`)
    return []
  }
  const named = question >= 0
  const columns = named ? { question, answer, count: header.length } : { question: 0, answer: 1, count: 2 }
  return (named ? rest : [first, ...rest]).flatMap(({ line, cells }) => {
    if (cells.length !== columns.count) {
      report(`line ${line}: has ${cells.length} columns, not ${columns.count}; put text with commas in quotes`)
      return []
    }
    return (
      readPair(cells[columns.question], cells[columns.answer], source, (problem) =>
        report(`line ${line}: ${problem}`),
      ) ?? []
    )
  })
}

interface Row {
  /** The line on which the row ends, counted from 1. */
  line: number
  cells: string[]
}

function rows(text: string, report: (problem: string) => void): Row[] {
  const parsed: unknown = parse(text, {
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) report(`line ${error.lines}: ${error.message}`)
    },
  })
  // The types of csv-parse leave out what `info` does to the rows.
  return (parsed as { info: { lines: number }; record: string[] }[]).map(({ info, record }) => ({
    line: info.lines,
    cells: record,
  }))
}
