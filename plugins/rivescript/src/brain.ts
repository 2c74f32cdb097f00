import type { Template } from './template.ts'

export type Value = string | number | boolean

/** A text with tags. It is compiled when it is first spoken, since most of a large brain never is. */
export interface Source {
  readonly text: string
  template: Template | undefined
}

export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>='

export interface Condition {
  readonly left: Source
  readonly operator: Operator
  readonly right: Source
  readonly reply: Source
}

export interface Trigger {
  readonly pattern: string
  readonly topic: string
  readonly file: string
  readonly line: number
  previous: string | undefined
  redirect: Source | undefined
  readonly conditions: Condition[]
  readonly replies: { readonly source: Source; readonly weight: number }[]
}

export interface Topic {
  readonly triggers: Trigger[]
  readonly includes: Set<string>
  readonly inherits: Set<string>
}

export interface ObjectMacro {
  readonly name: string
  readonly language: string
  readonly code: string
  readonly file: string
  readonly line: number
}

/** Everything that the loaded documents define. */
export interface Brain {
  readonly globals: Map<string, Value>
  readonly variables: Map<string, Value>
  readonly substitutions: Map<string, string>
  readonly persons: Map<string, string>
  readonly arrays: Map<string, readonly Source[]>
  readonly topics: Map<string, Topic>
  readonly objects: Map<string, ObjectMacro>
}

/** Where the `> begin` block is kept; no topic can be called so, since names are one word of a `> topic` label. */
export const beginTopic = '__begin__'
export const defaultTopic = 'random'

export function emptyBrain(): Brain {
  return {
    globals: new Map(),
    variables: new Map(),
    substitutions: new Map(),
    persons: new Map(),
    arrays: new Map(),
    topics: new Map(),
    objects: new Map(),
  }
}

export function source(text: string): Source {
  return { text, template: undefined }
}

/** The topic of that name, made where there is none. */
export function topicOf(brain: Brain, name: string): Topic {
  const known = brain.topics.get(name)
  if (known) return known
  const topic: Topic = { triggers: [], includes: new Set(), inherits: new Set() }
  brain.topics.set(name, topic)
  return topic
}
