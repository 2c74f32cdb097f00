import type { Brain, Trigger } from './brain.ts'
import { inOrder, type Ranked, withoutWeight } from './order.ts'
import { type PatternSource, parsePattern, type Sequence } from './pattern.ts'
import { BrainError } from './problem.ts'
import { compileProgram, type Program } from './program.ts'
import { TriggerIndex } from './trigger-index.ts'

/** Ordered triggers of a topic, with an index over their patterns or, for `%` triggers, over what the bot said. */
export interface TriggerSet {
  readonly triggers: readonly Trigger[]
  readonly index: TriggerIndex
}

export interface CompiledTopic {
  readonly plain: TriggerSet
  readonly afterReply: TriggerSet
}

/** Sorts and indexes topics when they are first needed, and keeps the programs of the patterns that were tried. */
export class Topics {
  readonly #brain: Brain
  readonly #patterns: PatternSource
  readonly #topics = new Map<string, CompiledTopic>()
  readonly #programs = new Map<string, Program>()

  constructor(brain: Brain, literal: (text: string) => string) {
    this.#brain = brain
    this.#patterns = { literal, array: (name) => brain.arrays.get(name)?.map(({ text }) => text) }
  }

  /** The topic with all that it includes and inherits. */
  topic(name: string): CompiledTopic {
    const known = this.#topics.get(name)
    if (known) return known
    const ranked = this.#ranked(name)
    const topic: CompiledTopic = {
      plain: this.#triggerSet(
        ranked.filter(({ trigger }) => trigger.previous === undefined),
        ({ pattern }) => pattern,
      ),
      afterReply: this.#triggerSet(
        ranked.filter(({ trigger }) => trigger.previous !== undefined),
        ({ previous = '' }) => previous,
      ),
    }
    this.#topics.set(name, topic)
    return topic
  }

  /** @throws BrainError for a pattern with more choices than can be tried in bounded memory. */
  program(pattern: string, { file, line }: Trigger): Program {
    const known = this.#programs.get(pattern)
    if (known) return known
    const program = compileProgram(this.#parse(pattern))
    if (!program) {
      throw new BrainError([{ severity: 'error', file, line, message: 'The pattern has too many choices; split it.' }])
    }
    this.#programs.set(pattern, program)
    return program
  }

  #triggerSet(ranked: readonly Ranked[], patternOf: (trigger: Trigger) => string): TriggerSet {
    const triggers = inOrder(ranked)
    return { triggers, index: new TriggerIndex(triggers.map((trigger) => this.#parse(patternOf(trigger)))) }
  }

  #parse(pattern: string): Sequence {
    return parsePattern(withoutWeight(pattern), this.#patterns)
  }

  /** A topic's triggers and those of the topics it includes, one level deeper those of the topics it inherits. */
  #ranked(start: string): Ranked[] {
    const ranked: Ranked[] = []
    const seen = new Set<string>()
    let level = 0
    let names: string[] = [start]
    while (names.length > 0) {
      const inherited: string[] = []
      for (const name of names) {
        const topic = seen.has(name) ? undefined : this.#brain.topics.get(name)
        seen.add(name)
        if (!topic) continue
        for (const trigger of topic.triggers) ranked.push({ trigger, level })
        names.push(...topic.includes)
        inherited.push(...topic.inherits)
      }
      names = inherited
      level += 1
    }
    return ranked
  }
}
