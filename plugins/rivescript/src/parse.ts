import { type Brain, beginTopic, defaultTopic, source, type Trigger, topicOf } from './brain.ts'
import { type Command, readCommands } from './commands.ts'
import { parseCondition } from './conditions.ts'
import { define } from './definitions.ts'
import type { Problem } from './problem.ts'
import { syntaxError } from './syntax.ts'

/** Adds what a document defines to a brain and returns what is wrong with it; the rest is added all the same. */
export function parseInto(brain: Brain, document: string, file: string, utf8: boolean): readonly Problem[] {
  const problems: Problem[] = []
  const commands = readCommands(document, (severity, line, message) => problems.push({ severity, file, line, message }))
  const parser = new Parser(brain, file, problems)
  for (const command of commands) {
    const wrong = syntaxError(command.symbol, parser.join(command), utf8)
    if (wrong) parser.report('error', command.line, `${wrong} The line is "${command.symbol} ${clip(command.text)}".`)
    parser.take(command)
  }
  return problems
}

const joiners: ReadonlyMap<string, string> = new Map([
  ['none', ''],
  ['newline', '\n'],
  ['space', ' '],
])

class Parser {
  readonly #brain: Brain
  readonly #file: string
  readonly #problems: Problem[]
  #topic = defaultTopic
  #trigger: Trigger | undefined
  #joiner = ''

  constructor(brain: Brain, file: string, problems: Problem[]) {
    this.#brain = brain
    this.#file = file
    this.#problems = problems
  }

  report(severity: Problem['severity'], line: number, message: string): void {
    this.#problems.push({ severity, file: this.#file, line, message })
  }

  /** A command's text with its continuations; those of a definition stay apart until it is carried out. */
  join({ symbol, text, continued }: Command): string {
    if (continued.length === 0) return text
    return [text, ...continued].join(symbol === '!' ? ' ' : this.#joiner)
  }

  take(command: Command): void {
    switch (command.symbol) {
      case '!':
        return this.#define(command)
      case '>':
        return this.#openLabel(command)
      case '<':
        this.#topic = defaultTopic
        this.#trigger = undefined
        return
      case '+':
        return this.#openTrigger(this.join(command), command.line)
      case '?':
        return this.#openTrigger(anywhere(this.join(command)), command.line)
      case '%':
      case '-':
      case '*':
      case '@':
        return this.#extendTrigger(command)
      default:
        this.report('warning', command.line, `There is no command "${command.symbol}", and the line is skipped.`)
    }
  }

  #define(command: Command): void {
    const concat = define(this.#brain, command, (severity, message) => this.report(severity, command.line, message))
    if (concat === undefined) return
    this.#joiner = joiners.get(concat) ?? ''
    if (joiners.has(concat)) return
    this.report('warning', command.line, `Lines cannot be joined with "${concat}"; it is none, newline or space.`)
  }

  #openLabel(command: Command): void {
    const [type = '', name = '', ...fields] = this.join(command).split(/\s+/)
    this.#trigger = undefined
    switch (type) {
      case 'begin':
      case 'topic':
        this.#topic = type === 'begin' ? beginTopic : name
        return this.#relate(fields)
      case 'object': {
        const [language] = fields
        if (!language) this.report('warning', command.line, `"${name}" names no language; JavaScript is assumed.`)
        this.#brain.objects.set(name, {
          name,
          language: language?.toLowerCase() ?? 'javascript',
          code: command.body.join('\n'),
          file: this.#file,
          line: command.line,
        })
        return
      }
      default:
        this.report('warning', command.line, `There is no label "${type}"; it is begin, topic or object.`)
    }
  }

  #relate(fields: readonly string[]): void {
    const topic = topicOf(this.#brain, this.#topic)
    let names: Set<string> | undefined
    for (const field of fields) {
      if (field === 'includes') names = topic.includes
      else if (field === 'inherits') names = topic.inherits
      else names?.add(field)
    }
  }

  #openTrigger(pattern: string, line: number): void {
    this.#trigger = {
      pattern,
      topic: this.#topic,
      file: this.#file,
      line,
      previous: undefined,
      redirect: undefined,
      conditions: [],
      replies: [],
    }
    topicOf(this.#brain, this.#topic).triggers.push(this.#trigger)
  }

  #extendTrigger(command: Command): void {
    const trigger = this.#trigger
    const text = this.join(command)
    if (!trigger) {
      this.report('warning', command.line, `"${command.symbol}" stands before any trigger, and is skipped.`)
      return
    }
    // What the bot said loses these symbols in UTF-8 mode; elsewhere they cannot stand here.
    if (command.symbol === '%') trigger.previous = text.replace(/[$%^&]/g, '')
    else if (command.symbol === '@') trigger.redirect = source(text)
    else if (command.symbol === '*') {
      const condition = parseCondition(text)
      if (condition) trigger.conditions.push(condition)
    } else trigger.replies.push({ source: source(text), weight: weightOf(text) })
    if (trigger.redirect && (trigger.replies.length > 0 || trigger.conditions.length > 0)) {
      this.report(
        'warning',
        command.line,
        'A trigger with an "@" redirect never uses its "-" replies and "*" conditions.',
      )
    }
  }
}

function weightOf(text: string): number {
  const weight = /\{weight=(\d+)\}/i.exec(text)
  return weight ? Math.max(1, Number(weight[1])) : 1
}

/** `? keyword` matches wherever the keyword stands in a message, inside of words too. */
function anywhere(keyword: string): string {
  return `(${keyword}|*${keyword}*|${keyword}*|*${keyword})`
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text
}
