/**
 * Templates, compiled into one automaton. Sentences that begin alike share their states, and a state finds the next
 * one by the word, so that it hardly matters how many sentences there are.
 */
export interface State {
  readonly words: Map<string, State[]>
  readonly slots: Map<string, SlotEdge>
  /** States that nothing has to be said for to reach. */
  readonly free: State[]
  /** What is understood here; the first one wins. */
  readonly accepts: number[]
  /** A state inside of a wildcard: it takes any word, and ends at `exit`. */
  readonly wildcard?: { readonly slot: string; readonly exit: State }
  /** States of the same beginnings of sentences, by what comes next. */
  readonly shared: Map<string, State>
}

export interface SlotEdge {
  readonly list: string
  readonly slot: string
  readonly targets: State[]
}

/** What a compiled sentence is made of. */
export type Unit =
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'choice'; readonly options: readonly (readonly Unit[])[] }
  | { readonly type: 'slot'; readonly list: string; readonly slot: string; readonly wildcard: boolean }

export function makeState(wildcard?: State['wildcard']): State {
  const state = { words: new Map(), slots: new Map(), free: [], accepts: [], shared: new Map() }
  return wildcard ? { ...state, wildcard } : state
}

/** Adds a sentence that means `accept`. */
export function addSentence(root: State, units: readonly Unit[], accept: number): void {
  let state = root
  for (const unit of units) {
    const key = keyOf(unit)
    const known = state.shared.get(key)
    const next = known ?? makeState()
    if (!known) {
      state.shared.set(key, next)
      connect(state, unit, next)
    }
    state = next
  }
  state.accepts.push(accept)
}

function connect(from: State, unit: Unit, to: State): void {
  switch (unit.type) {
    case 'word':
      push(from.words, unit.word, to)
      break
    case 'slot':
      connectSlot(from, unit, to)
      break
    case 'choice':
      for (const option of unit.options) connectAll(from, option, to)
      break
  }
}

function connectAll(from: State, units: readonly Unit[], to: State): void {
  if (units.length === 0) from.free.push(to)
  let state = from
  for (const [index, unit] of units.entries()) {
    const next = index === units.length - 1 ? to : makeState()
    connect(state, unit, next)
    state = next
  }
}

function connectSlot(from: State, { list, slot, wildcard }: Extract<Unit, { type: 'slot' }>, to: State): void {
  const target = wildcard ? makeState({ slot, exit: to }) : to
  const key = `${list}:${slot}`
  const edge = from.slots.get(key)
  if (edge) edge.targets.push(target)
  else from.slots.set(key, { list, slot, targets: [target] })
}

/** Lets every state do at once what those do that can be reached from it for nothing. */
export function finish(root: State): void {
  const states = reachable(root)
  const closures = new Map([...states].filter(({ free }) => free.length > 0).map((state) => [state, closureOf(state)]))
  const additions = [...closures].map(([state, closure]) => [state, closure.map(edgesOf)] as const)
  for (const [state, others] of additions) {
    for (const { words, slots, accepts } of others) {
      for (const [word, targets] of words) for (const target of targets) push(state.words, word, target)
      for (const [key, { list, slot, targets }] of slots) {
        const edge = state.slots.get(key)
        if (edge) edge.targets.push(...targets)
        else state.slots.set(key, { list, slot, targets: [...targets] })
      }
      state.accepts.push(...accepts)
    }
    state.accepts.sort((one, other) => one - other)
  }
  for (const state of states) {
    state.free.length = 0
    state.shared.clear()
  }
}

/** A copy: the state itself may be about to get what others have. */
function edgesOf({ words, slots, accepts }: State) {
  return {
    words: [...words].map(([word, targets]) => [word, [...targets]] as const),
    slots: [...slots].map(([key, edge]) => [key, { ...edge, targets: [...edge.targets] }] as const),
    accepts: [...accepts],
  }
}

function reachable(root: State): Set<State> {
  const states = new Set([root])
  for (const { words, slots, free, wildcard } of states) {
    for (const targets of words.values()) for (const target of targets) states.add(target)
    for (const { targets } of slots.values()) for (const target of targets) states.add(target)
    for (const target of free) states.add(target)
    if (wildcard) states.add(wildcard.exit)
  }
  return states
}

function closureOf(state: State): State[] {
  const closure = new Set(state.free)
  for (const { free } of closure) for (const next of free) closure.add(next)
  closure.delete(state)
  return [...closure]
}

function push(map: Map<string, State[]>, key: string, state: State): void {
  const known = map.get(key)
  if (!known) map.set(key, [state])
  else if (!known.includes(state)) known.push(state)
}

function keyOf(unit: Unit): string {
  switch (unit.type) {
    case 'word':
      return unit.word
    case 'slot':
      return `{${unit.list}:${unit.slot}}`
    case 'choice':
      return `(${unit.options.map((option) => option.map(keyOf).join(' ')).join('|')})`
  }
}
