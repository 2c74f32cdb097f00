import { renderBegin } from './begin.ts'
import { type Brain, beginTopic, defaultTopic, type Source, type Trigger, type Value } from './brain.ts'
import { holds } from './conditions.ts'
import { type MessageFormat, redirected } from './format.ts'
import type { Variable } from './pattern.ts'
import type { Program } from './program.ts'
import { type Rendering, render, type Turn, templateOf } from './render.ts'
import { runProgram } from './run-program.ts'
import { remember, type Session, topicName } from './session.ts'
import type { Substitutions } from './substitute.ts'
import type { Topics } from './topics.ts'

/** A brain made ready for answering. */
export interface Mind {
  readonly brain: Brain
  readonly format: MessageFormat
  readonly persons: Substitutions
  readonly topics: Topics
  readonly depth: number
}

export const errors = {
  unmatched: 'ERR: No Reply Matched',
  empty: 'ERR: No Reply Found',
  recursion: 'ERR: Deep Recursion Detected',
  topicless: "ERR: No default topic 'random' was found!",
} as const

export type Failure = keyof typeof errors

export interface Response {
  readonly text: string
  /** Every trigger that took part, in order. */
  readonly triggers: readonly Trigger[]
  readonly failure: Failure | undefined
}

/** One redirect may make several; this bounds a brain whose replies redirect to each other twice. */
const mostFetches = 1000

/** Answers a message and writes it into the user's history. */
export function respond(mind: Mind, session: Session, message: string, turn: Turn): Response {
  const fetcher = new Fetcher(mind, session, turn)
  const input = mind.format.message(message)
  const text = mind.brain.topics.has(beginTopic) ? fetcher.begin(input) : fetcher.fetch(input, 0)
  remember(session, input, text)
  return { text, triggers: fetcher.triggers, failure: fetcher.failure }
}

class Fetcher {
  readonly triggers: Trigger[] = []
  failure: Failure | undefined
  readonly #mind: Mind
  readonly #session: Session
  readonly #turn: Turn
  #fetches = 0

  constructor(mind: Mind, session: Session, turn: Turn) {
    this.#mind = mind
    this.#session = session
    this.#turn = turn
  }

  begin(input: string): string {
    const found = this.#match('request', beginTopic, true)
    const source = found && this.#choose(found, 0)
    if (!source) return this.#fail(found ? 'empty' : 'unmatched')
    let reply: string | undefined
    const ok = () => {
      reply ??= this.fetch(input, 0)
      return reply
    }
    return renderBegin(templateOf(source), { ...this.#rendering(found, 0), ok })
  }

  /** The reply to a text; `step` counts the redirects on the way to it. */
  fetch(text: string, step: number): string {
    this.#fetches += 1
    if (step > this.#mind.depth || this.#fetches > mostFetches) return this.#fail('recursion')
    const topic = this.#topic()
    if (topic === undefined) return this.#fail('topicless')
    const found = this.#match(text, topic, step === 0)
    if (!found) return this.#fail('unmatched')
    this.triggers.push(found.trigger)
    if (found.trigger.redirect) {
      const target = redirected(this.#speak(found.trigger.redirect, found, step))
      return this.fetch(target, step + 1)
    }
    const source = this.#choose(found, step)
    return source ? this.#speak(source, found, step) : this.#fail('empty')
  }

  #fail(failure: Failure): string {
    this.failure ??= failure
    return errors[failure]
  }

  /** The user's topic, or the default one where theirs does not exist. */
  #topic(): string | undefined {
    const { topics } = this.#mind.brain
    const name = topicName(this.#session)
    if (topics.has(name) && name !== beginTopic) return name
    this.#session.variables.set('topic', defaultTopic)
    return topics.has(defaultTopic) ? defaultTopic : undefined
  }

  #match(text: string, topicName: string, afterReply: boolean): Found | undefined {
    const topic = this.#mind.topics.topic(topicName)
    const subject = toSubject(text)
    if (afterReply && topic.afterReply.triggers.length > 0) {
      const said = toSubject(this.#mind.format.botReply(this.#session.replies[0] ?? 'undefined'))
      const found = topic.afterReply.index.find(said.lower, (number) => {
        const trigger = topic.afterReply.triggers[number]
        const botStars = trigger?.previous === undefined ? undefined : this.#test(trigger.previous, trigger, said)
        const stars = trigger && botStars && this.#test(trigger.pattern, trigger, subject)
        return trigger && botStars && stars ? { trigger, stars, botStars } : undefined
      })
      if (found) return found
    }
    return topic.plain.index.find(subject.lower, (number) => {
      const trigger = topic.plain.triggers[number]
      const stars = trigger && this.#test(trigger.pattern, trigger, subject)
      return trigger && stars ? { trigger, stars, botStars: [] } : undefined
    })
  }

  #test(pattern: string, trigger: Trigger, subject: Subject): (string | undefined)[] | undefined {
    const program = this.#mind.topics.program(pattern, trigger)
    const captures = runProgram(program, subject.lower, this.#values(program))
    if (!captures) return undefined
    const stars: (string | undefined)[] = []
    for (let slot = 0; slot < captures.length; slot += 2) {
      const end = captures[slot + 1] ?? -1
      stars.push(end < 0 ? undefined : subject.text.slice(captures[slot], end))
    }
    return stars
  }

  #values({ variables }: Program): readonly string[] {
    return variables.length === 0 ? none : variables.map((variable) => this.#value(variable))
  }

  #value(variable: Variable): string {
    const { format, brain } = this.#mind
    const session = this.#session
    const message = (value: Value | undefined) => format.message(String(value ?? 'undefined'))
    switch (variable.kind) {
      case 'get':
        return message(session.variables.get(variable.name))
      case 'bot':
        return format.message(
          String(session.botVariables.get(variable.name) ?? brain.variables.get(variable.name) ?? ''),
        )
      case 'input':
        return message(session.inputs[variable.back - 1])
      case 'reply':
        return format.botReply(session.replies[variable.back - 1] ?? 'undefined')
    }
  }

  /** The reply of the first condition that holds, else one of the replies by weight. */
  #choose(found: Found, step: number): Source | undefined {
    const { conditions, replies } = found.trigger
    for (const { left, operator, right, reply } of conditions) {
      const value = (source: Source) => this.#speak(source, found, step) || 'undefined'
      if (holds(value(left), operator, value(right))) return reply
    }
    const total = replies.reduce((sum, { weight }) => sum + weight, 0)
    let rest = this.#turn.random() * total
    for (const { source, weight } of replies) {
      rest -= weight
      if (rest < 0) return source
    }
    return replies.at(-1)?.source
  }

  #speak(source: Source, found: Found, step: number): string {
    return render(templateOf(source), this.#rendering(found, step))
  }

  #rendering({ stars, botStars }: Found, step: number): Rendering {
    const { brain, persons } = this.#mind
    const redirect = (text: string) => this.fetch(text, step + 1)
    return { brain, persons, session: this.#session, turn: this.#turn, stars, botStars, redirect }
  }
}

const none: readonly string[] = []

interface Found {
  readonly trigger: Trigger
  readonly stars: readonly (string | undefined)[]
  readonly botStars: readonly (string | undefined)[]
}

/** Matching is done in lowercase; what a wildcard takes keeps the case that it was written in. */
interface Subject {
  readonly text: string
  readonly lower: string
}

function toSubject(text: string): Subject {
  const lower = text.toLowerCase()
  return { text: lower.length === text.length ? text : lower, lower }
}
