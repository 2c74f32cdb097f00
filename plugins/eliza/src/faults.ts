import { wordsOfPattern } from './compile-pattern.ts'
import type { Rule, Script } from './script.ts'

/** Adds what is wrong with a script as a whole to `problems`. */
export function reportFaults(script: Script, problems: string[]): void {
  const names = script.keywords.map(({ name }) => name)
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) < at)
      problems.push(`keywords[${at}].name is "${name}", as keywords[${names.indexOf(name)}]`)
  }
  if (!script.fallbacks.some(({ after, say }) => say && !after)) {
    problems.push('fallbacks needs a rule that has "say" and no "after", for when nothing else is left')
  }
  reportCircles(script, problems)
}

function reportCircles({ keywords }: Script, problems: string[]): void {
  const next = new Map(keywords.map(({ name, rules }) => [name, rules.flatMap(({ goto }) => goto ?? [])]))
  const safe = new Set<string>()
  const walk = (name: string, path: readonly string[]) => {
    if (safe.has(name)) return
    if (path.includes(name)) return void problems.push(`"goto" runs in a circle: ${[...path, name].join(' -> ')}`)
    for (const each of next.get(name) ?? []) walk(each, [...path, name])
    safe.add(name)
  }
  for (const { name } of keywords) walk(name, [])
}

/** A pattern is tried where a word of its keyword stands, so it has to hold one. */
export function reportUntried(
  rules: readonly Rule[],
  words: ReadonlySet<string>,
  script: Script,
  path: string,
  problems: string[],
) {
  if (words.has('?')) return
  for (const [at, rule] of rules.entries()) {
    for (const [each, source] of (rule.match ?? []).entries()) {
      if (wordsOfPattern(source, script.groups).some((word) => words.has(word))) continue
      problems.push(
        `${path}.rules[${at}].match[${each}], "${source}", holds none of the words that bring its keyword up`,
      )
    }
  }
}
