import type { Reading } from './clauses.ts'
import { compilePattern, findGroup } from './compile-pattern.ts'
import { reportFaults, reportUntried } from './faults.ts'
import type { Pattern } from './pattern.ts'
import type { Rule, Script } from './script.ts'
import { compileTemplate, type Template } from './template.ts'

/** A script that is ready to talk. */
export interface Conversation {
  readonly reading: Reading
  /** Which keywords a word brings up. */
  readonly index: ReadonlyMap<string, readonly Topic[]>
  readonly memories: readonly CompiledRule[]
  /** Fallbacks that answer one of our own replies, and those that are always at hand. */
  readonly followUps: readonly CompiledRule[]
  readonly fallbacks: readonly CompiledRule[]
}

export interface Topic {
  readonly rank: number
  readonly rules: readonly CompiledRule[]
}

export interface CompiledRule {
  /** Empty: it always matches. */
  readonly patterns: readonly Pattern[]
  /** One of these must have made our last reply. */
  readonly after: readonly Template[] | undefined
  readonly say: readonly Template[]
  readonly goto: Topic | undefined
  /** Of the keyword that it belongs to. */
  readonly rank: number
  readonly weak: boolean
}

type OpenTopic = { rank: number; rules: CompiledRule[] }

/** Compiles a script of the right form, and adds what is wrong with its contents to `problems`. */
export function compileScript(script: Script, problems: string[]): Conversation {
  reportFaults(script, problems)

  const topics = new Map<string, OpenTopic>(script.keywords.map(({ name, rank }) => [name, { rank, rules: [] }]))
  const templates = new Map(script.keywords.map(({ name, rules }) => [name, rules.flatMap(compileReplies)]))
  const compile = (rule: Rule, path: string, rank = 0): CompiledRule => ({
    ...compileRule(rule, path, script, { topics, templates, problems }),
    rank,
  })
  const targets = new Set(
    [...script.keywords.flatMap(({ rules }) => rules), ...script.fallbacks].map(({ goto }) => goto),
  )
  const index = new Map<string, Topic[]>()
  for (const [at, { name, words, rank, rules }] of script.keywords.entries()) {
    const topic = topics.get(name)
    if (!topic) continue
    topic.rules.push(...rules.map((rule, each) => compile(rule, `keywords[${at}].rules[${each}]`, rank)))
    const spelled = words.flatMap((each) => spellOutWord(each, script, `keywords[${at}].words`, problems))
    for (const word of spelled) index.set(word, [...(index.get(word) ?? []), topic])
    if (!targets.has(name)) reportUntried(rules, new Set(spelled), script, `keywords[${at}]`, problems)
  }
  const fallbacks = script.fallbacks.map((rule, at) => compile(rule, `fallbacks[${at}]`))
  return {
    reading: readingOf(script, index.keys()),
    index,
    memories: script.memories.map((rule, at) => compile(rule, `memories[${at}]`)),
    followUps: fallbacks.filter(({ after }) => after !== undefined),
    fallbacks: fallbacks.filter(({ after }) => after === undefined),
  }
}

interface Known {
  readonly topics: ReadonlyMap<string, Topic>
  readonly templates: ReadonlyMap<string, readonly Template[]>
  readonly problems: string[]
}

function compileRule(rule: Rule, path: string, script: Script, { topics, templates, problems }: Known) {
  const find = <T>(map: ReadonlyMap<string, T>, name: string, key: string): T | undefined => {
    if (!map.has(name)) problems.push(`${path}.${key} names the unknown keyword "${name}"`)
    return map.get(name)
  }
  const patterns = (rule.match ?? []).flatMap((source, at) => {
    const report = (problem: string) => problems.push(`${path}.match[${at}], "${source}", ${problem}`)
    for (const word of source.split(/[ /[\]]+/)) {
      if (!Object.hasOwn(script.before, word)) continue
      report(`has "${word}", which \`before\` turns into "${script.before[word]}" first`)
    }
    return compilePattern(source, script.groups, report)
  })
  const captured = Math.min(...patterns.map(({ captures }) => captures), patterns.length === 0 ? 0 : Number.MAX_VALUE)
  for (const [at, reply] of (rule.say ?? []).entries()) {
    const wrong = [...reply.matchAll(/\{([^}]*)\}/g)].find(
      ([, number = '']) => !/^[1-9]$/.test(number) || Number(number) > captured,
    )
    if (wrong) problems.push(`${path}.say[${at}] says ${wrong[0]}, and its patterns capture ${captured}`)
  }
  return {
    patterns,
    after: rule.after?.flatMap((name) => find(templates, name, 'after') ?? []),
    say: compileReplies(rule),
    goto: rule.goto === undefined ? undefined : find(topics, rule.goto, 'goto'),
    weak: rule.weak ?? false,
  }
}

function compileReplies({ say }: Rule): readonly Template[] {
  return (say ?? []).map(compileTemplate)
}

function spellOutWord(word: string, script: Script, path: string, problems: string[]): readonly string[] {
  if (!word.startsWith('@')) return [word]
  const group = findGroup(script.groups, word)
  if (!group) problems.push(`${path} names the unknown group "${word}"`)
  return group ?? []
}

function readingOf(script: Script, keywords: Iterable<string>): Reading {
  const before = Object.entries(script.before).map(([word, reading]) => [word, reading.split(' ')] as const)
  return { before: new Map(before), known: new Set([...keywords, ...Object.values(script.groups).flat()]) }
}
