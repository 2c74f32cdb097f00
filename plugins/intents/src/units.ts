import type { Unit } from './automaton.ts'
import type { Template } from './template.ts'
import { tokensOf } from './tokens.ts'

/** What a template may refer to. */
export interface Scope {
  /** @throws Error for a rule that there is not */
  rule(name: string): Template
  /** @throws Error for a list that there is not, or that cannot stand here */
  isWildcard(list: string): boolean
}

/** One template may not become more than this, however its rules use each other. */
const mostUnits = 20_000
/** Ways to write what is put together without spaces, such as `light[s]`. */
const mostSpellings = 500

/** A template as words, choices and slots. @throws Error that says why it cannot be that */
export function toUnits(template: Template, scope: Scope): Unit[] {
  return new Builder(scope).units(template)
}

class Builder {
  readonly #scope: Scope
  /** Names of the rules that it is in. */
  readonly #inside: string[] = []
  #made = 0

  constructor(scope: Scope) {
    this.#scope = scope
  }

  units(template: Template): Unit[] {
    if (++this.#made > mostUnits) throw new Error('it has too many parts; make its rules simpler')
    switch (template.type) {
      case 'space':
        return []
      case 'text':
        return words(template.text)
      case 'sequence':
        return runsOf(template.items).flatMap((run) => this.#run(run))
      case 'choice':
        return [this.#choice(template.options)]
      case 'any-order':
        return [this.#choice(orders(template.items).map((items) => ({ type: 'sequence', items })))]
      case 'slot': {
        const { list, slot } = template
        return [{ type: 'slot', list, slot, wildcard: this.#scope.isWildcard(list) }]
      }
      case 'rule':
        return this.#within(template.name, (rule) => this.units(rule))
    }
  }

  #choice(options: readonly Template[]): Unit {
    return { type: 'choice', options: options.map((option) => this.units(option)) }
  }

  /** What stands together without spaces: `light[s]` is two words, and not one and a half. */
  #run(run: readonly Template[]): Unit[] {
    const spellings = run.length > 1 ? this.#spellings({ type: 'sequence', items: run }) : undefined
    if (!spellings) return run.flatMap((item) => this.units(item))
    const options = [...new Map(spellings.map(words).map((option) => [JSON.stringify(option), option])).values()]
    const [only] = options
    return only && options.length === 1 ? only : [{ type: 'choice', options }]
  }

  /** Everything that a template may stand for, letter by letter; undefined where it has slots. */
  #spellings(template: Template): string[] | undefined {
    switch (template.type) {
      case 'space':
        return [' ']
      case 'text':
        return [template.text]
      case 'slot':
        return undefined
      case 'rule':
        return this.#within(template.name, (rule) => this.#spellings(rule))
      case 'choice':
        return all(template.options.map((option) => this.#spellings(option)))?.flat()
      case 'any-order':
        return this.#spellings({
          type: 'choice',
          options: orders(template.items).map((items) => ({ type: 'sequence', items })),
        })
      case 'sequence':
        return all(template.items.map((item) => this.#spellings(item)))?.reduce(product, [''])
    }
  }

  #within<T>(name: string, use: (rule: Template) => T): T {
    if (this.#inside.includes(name)) throw new Error(`the rule <${name}> leads back to itself`)
    this.#inside.push(name)
    const result = use(this.#scope.rule(name))
    this.#inside.pop()
    return result
  }
}

/** Parts of a sequence that no space separates. A slot stands for itself: a word ends where it begins. */
function runsOf(items: readonly Template[]): Template[][] {
  const runs: Template[][] = [[]]
  for (const item of items) {
    if (item.type === 'space') runs.push([])
    else if (item.type === 'slot') runs.push([item], [])
    else runs.at(-1)?.push(item)
  }
  return runs
}

function words(text: string): Unit[] {
  return tokensOf(text).map((token) => ({ type: 'word', word: token.text }))
}

function all<T>(values: readonly (T | undefined)[]): T[] | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === values.length ? known : undefined
}

function product(before: readonly string[], after: readonly string[]): string[] {
  if (before.length * after.length > mostSpellings) {
    throw new Error(`there are more than ${mostSpellings} ways to write what stands together; put spaces into it`)
  }
  return before.flatMap((start) => after.map((end) => start + end))
}

/** The items in every order, with spaces between them. */
function orders(items: readonly Template[]): Template[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((first, index) =>
    orders(items.filter((_, other) => other !== index)).map((rest): Template[] => [first, { type: 'space' }, ...rest]),
  )
}
