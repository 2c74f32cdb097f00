import { messageOf, nearest } from 'dramatis'
import { folded } from 'dramatis/questions'
import { addSentence, finish, makeState, type State, type Unit } from './automaton.ts'
import { namesIn } from './fill.ts'
import { builtInLists, type List, makeList } from './lists.ts'
import type { IntentSource, ListSource, Source } from './source.ts'
import { parseTemplate, type Template } from './template.ts'
import { type Scope, toUnits } from './units.ts'

export interface Intent {
  readonly name: string
  readonly tool: string
  readonly input: unknown
  readonly answers: readonly string[]
  readonly error: string
}

/** Some intents, compiled. */
export interface Grammar {
  readonly lang: string | undefined
  readonly root: State
  /** By what the automaton accepts. */
  readonly intents: readonly Intent[]
  readonly lists: ReadonlyMap<string, List>
  readonly skipped: ReadonlySet<string>
}

/** Names that an answer gives to what comes back. */
const reserved = new Set(['result', 'error'])

/** Compiles intents. Whatever is wrong with them is added to `problems`, and left out. */
export function makeGrammar(source: Source, where: string, problems: string[]): Grammar {
  const tell = (what: string) => problems.push(`${where}: ${what}`)
  const { lists, scope } = makeScope(source, tell)
  const intents: Intent[] = []
  const root = makeState()
  for (const intent of source.intents ?? []) {
    const accept = intents.push(toIntent(intent)) - 1
    const slots = addIntent(root, intent, accept, scope, (what) => tell(`intent "${intent.name}": ${what}`))
    checkGaps(intent, slots, (what) => tell(`intent "${intent.name}": ${what}`))
  }
  finish(root)
  const skipped = new Set((source.skipWords ?? []).map(folded))
  return { lang: source.lang, root, intents, lists, skipped }
}

function toIntent({ name, tool, input = {}, answer, error = '{error}' }: IntentSource): Intent {
  return { name, tool, input, answers: typeof answer === 'string' ? [answer] : answer, error }
}

function makeScope(source: Source, tell: (what: string) => void): { lists: Map<string, List>; scope: Scope } {
  const rules = new Map<string, Template>()
  for (const [name, rule] of Object.entries(source.rules ?? {})) {
    attempt(`rule "${name}"`, tell, () => rules.set(name, parseTemplate(rule)))
  }
  const known = Object.keys(source.rules ?? {})
  const rule = (name: string): Template => rules.get(name) ?? missing(`rule "${name}"`, name, known)
  const lists = new Map(builtInLists)
  const inList: Scope = {
    rule,
    isWildcard: (list) => {
      throw new Error(`a value of a list cannot have a slot {${list}}`)
    },
  }
  const written: [string, ListSource][] = Object.entries(source.lists ?? {})
  for (const [name, list] of written) attempt(`list "${name}"`, tell, () => lists.set(name, makeList(list, inList)))
  const isWildcard = (name: string): boolean => {
    const list = lists.get(name)
    if (list) return list.type === 'wildcard'
    if (source.lists && Object.hasOwn(source.lists, name)) return false // what is wrong with it has been told
    return missing(`list "${name}"`, name, lists.keys())
  }
  return { lists, scope: { rule, isWildcard } }
}

function missing(what: string, name: string, known: Iterable<string>): never {
  const near = nearest(name, known)
  throw new Error(`there is no ${what}${near === undefined ? '' : `; did you mean "${near}"?`}`)
}

/** The slots that its sentences have. */
function addIntent(
  root: State,
  { sentences }: IntentSource,
  accept: number,
  scope: Scope,
  tell: (what: string) => void,
): Set<string> {
  const slots = new Set<string>()
  for (const sentence of sentences) {
    attempt(`sentence "${sentence}"`, tell, () => {
      const units = toUnits(parseTemplate(sentence), scope)
      collectSlots(units, slots)
      if (canBeEmpty(units)) throw new Error('it can be nothing at all')
      if (!saysSomething(units)) throw new Error('it has nothing but wildcards, and would match everything')
      addSentence(root, units, accept)
    })
  }
  return slots
}

function collectSlots(units: readonly Unit[], slots: Set<string>): void {
  for (const unit of units) {
    if (unit.type === 'choice') for (const option of unit.options) collectSlots(option, slots)
    if (unit.type !== 'slot') continue
    if (reserved.has(unit.slot))
      throw new Error(`no slot can be called "${unit.slot}"; write {${unit.list}:other_name}`)
    slots.add(unit.slot)
  }
}

function canBeEmpty(units: readonly Unit[]): boolean {
  return units.every((unit) => unit.type === 'choice' && unit.options.some(canBeEmpty))
}

function saysSomething(units: readonly Unit[]): boolean {
  return units.some((unit) => {
    if (unit.type === 'choice') return unit.options.some(saysSomething)
    return unit.type === 'word' || !unit.wildcard
  })
}

function checkGaps({ input, answer, error }: IntentSource, slots: Set<string>, tell: (what: string) => void): void {
  const check = (field: string, value: unknown, ...others: string[]) => {
    for (const name of new Set(namesIn(value))) {
      if (slots.has(name) || others.includes(name)) continue
      const near = nearest(name, [...slots, ...others])
      tell(`"${field}" has {${name}}, which no sentence has${near === undefined ? '' : `; did you mean {${near}}?`}`)
    }
  }
  check('input', input)
  check('answer', answer, 'result')
  check('error', error, 'error')
}

function attempt(what: string, tell: (what: string) => void, run: () => void): void {
  try {
    run()
  } catch (error) {
    tell(`${what}: ${messageOf(error)}`)
  }
}
