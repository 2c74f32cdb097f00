import type { Problem } from './problem.ts'

/** One command of a document with the `^` lines that continue it. `body` is the code of a `> object`. */
export interface Command {
  readonly symbol: string
  readonly text: string
  readonly line: number
  readonly continued: string[]
  readonly body: string[]
}

type Report = (severity: Problem['severity'], line: number, message: string) => void

const objectStart = /^>\s*object(?:\s|$)/
const objectEnd = /^<\s*object\b/

/** Splits a document into its commands: comments are gone, continuations are with what they continue. */
export function readCommands(document: string, report: Report): Command[] {
  const commands: Command[] = []
  let commentFrom = 0
  let object: Command | undefined
  const lines = document.split('\n')

  for (const [index, raw] of lines.entries()) {
    const number = index + 1
    const line = raw.trim()
    if (object) {
      if (objectEnd.test(line)) object = undefined
      else object.body.push(raw)
      continue
    }
    if (commentFrom > 0) {
      if (line.includes('*/')) commentFrom = 0
      continue
    }
    if (line === '' || line.startsWith('//')) continue
    if (line.startsWith('/*')) {
      if (!line.includes('*/')) commentFrom = number
      continue
    }
    if (line.startsWith('#')) {
      report('warning', number, 'Comments start with "//"; the "#" form is old, and the line is skipped.')
      continue
    }
    const command = toCommand(line, number)
    if (command.text === '' && command.symbol !== '<') {
      report('warning', number, `"${command.symbol}" has nothing after it, and the line is skipped.`)
      continue
    }
    const last = commands.at(-1)
    if (command.symbol !== '^') commands.push(command)
    else if (last) last.continued.push(command.text)
    else report('warning', number, '"^" continues nothing: there is no command before it.')
    if (objectStart.test(line)) object = command
  }

  if (commentFrom > 0) report('warning', commentFrom, 'The comment that starts here has no "*/".')
  if (object) report('error', object.line, 'The object that starts here has no "< object".')
  return commands
}

function toCommand(line: string, number: number): Command {
  const comment = line.search(/\s\/\//)
  const text = (comment > 0 ? line.slice(0, comment) : line).slice(1).trim()
  return { symbol: line.charAt(0), text, line: number, continued: [], body: [] }
}
