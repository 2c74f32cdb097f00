import type { FallbackRule, Keyword, MemoryRule, Rule, Script } from './script.ts'

/** A script read from a file, with everything that is wrong with its form. The script is only good without problems. */
export function checkScript(value: unknown): { script: Script; problems: readonly string[] } {
  const form = new Form()
  const fields = form.object(value, '', ['before', 'groups', 'keywords', 'memories', 'fallbacks'])
  const script: Script = {
    before: form.record(fields['before'] ?? {}, 'before', (each, path) => form.text(each, path)),
    groups: form.record(fields['groups'] ?? {}, 'groups', (each, path) => form.texts(each, path)),
    keywords: form.list(fields['keywords'], 'keywords', (each, path) => checkKeyword(form, each, path)),
    memories: form.list(fields['memories'] ?? [], 'memories', (each, path) => checkMemory(form, each, path)),
    fallbacks: form.list(fields['fallbacks'], 'fallbacks', (each, path) => checkFallback(form, each, path)),
  }
  return { script, problems: form.problems }
}

function checkKeyword(form: Form, value: unknown, path: string): Keyword {
  const { name, words, rank, rules } = form.object(value, path, ['name', 'words', 'rank', 'rules'])
  return {
    name: form.text(name, `${path}.name`),
    words: form.list(words ?? [], `${path}.words`, (each, at) => form.text(each, at)),
    rank: form.rank(rank ?? 0, `${path}.rank`),
    rules: form.list(rules, `${path}.rules`, (each, at) => checkRule(form, each, at)),
  }
}

function checkRule(form: Form, value: unknown, path: string): Rule {
  const { match, weak, ...rest } = form.object(value, path, ['match', 'after', 'say', 'goto', 'weak'])
  return {
    ...checkReply(form, rest, path),
    ...(match !== undefined && { match: form.texts(match, `${path}.match`) }),
    ...(weak !== undefined && { weak: form.flag(weak, `${path}.weak`) }),
  }
}

function checkMemory(form: Form, value: unknown, path: string): MemoryRule {
  const { match, say } = form.object(value, path, ['match', 'say'])
  return { match: form.texts(match, `${path}.match`), say: form.texts(say, `${path}.say`) }
}

function checkFallback(form: Form, value: unknown, path: string): FallbackRule {
  return checkReply(form, form.object(value, path, ['after', 'say', 'goto']), path)
}

function checkReply(form: Form, { after, say, goto }: Fields, path: string): FallbackRule {
  if ((say === undefined) === (goto === undefined)) form.problems.push(`${path} needs either "say" or "goto"`)
  return {
    ...(after !== undefined && { after: form.texts(after, `${path}.after`) }),
    ...(say !== undefined && { say: form.texts(say, `${path}.say`) }),
    ...(goto !== undefined && { goto: form.text(goto, `${path}.goto`) }),
  }
}

type Fields = { readonly [key: string]: unknown }
type Check<T> = (value: unknown, path: string) => T

/** Reads values of a known form; where one has another form it notes that and goes on with an empty one. */
class Form {
  readonly problems: string[] = []

  object(value: unknown, path: string, known: readonly string[]): Fields {
    if (!isObject(value)) return this.wrong(path, 'an object', {})
    for (const key of Object.keys(value)) {
      if (known.includes(key) || key.startsWith('//') || (path === '' && key === '$schema')) continue
      this.problems.push(`${inner(path, key)} is not a known key; here it is one of ${known.join(', ')}`)
    }
    return value
  }

  record<T>(value: unknown, path: string, check: Check<T>): Readonly<Record<string, T>> {
    if (!isObject(value)) return this.wrong(path, 'an object', {})
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !key.startsWith('//'))
        .map(([key, each]) => [key, check(each, inner(path, key))]),
    )
  }

  list<T>(value: unknown, path: string, check: Check<T>): readonly T[] {
    if (!Array.isArray(value)) return this.wrong(path, 'an array', [])
    return value.map((each, index) => check(each, `${path}[${index}]`))
  }

  texts(value: unknown, path: string): readonly string[] {
    if (Array.isArray(value) && value.length === 0) return this.wrong(path, 'an array with something in it', [])
    return this.list(value, path, (each, at) => this.text(each, at))
  }

  text(value: unknown, path: string): string {
    return typeof value === 'string' && value.trim() !== '' ? value : this.wrong(path, 'a string that is not empty', '')
  }

  flag(value: unknown, path: string): boolean {
    return typeof value === 'boolean' ? value : this.wrong(path, 'true or false', false)
  }

  rank(value: unknown, path: string): number {
    const fine = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 10
    return fine ? value : this.wrong(path, 'an integer from 0 to 10', 0)
  }

  private wrong<T>(path: string, expected: string, instead: T): T {
    this.problems.push(`${path === '' ? 'the script' : path} must be ${expected}`)
    return instead
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function inner(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
