import { type Definition, define, type PluginDefinition } from './define.ts'
import type { Host } from './host.ts'
import type { JsonSchema, Log, MaybePromise, Memory, ToolSpec } from './types.ts'

/** What a tool may use while it runs. */
export interface ToolContext {
  /** Aborts when nobody waits any more: the caller left, a time limit passed, or the call is over. */
  readonly signal: AbortSignal
  readonly log: Log
  /** Of the conversation that the call belongs to. Outside of one it lives for the call. */
  readonly memory: Memory
  /** Tells whoever waits how far it is; `total` in the unit of `done`, where it is known. */
  progress(done: number, total?: number, message?: string): MaybePromise<void>
}

/**
 * A tool, with what it does. `input` is checked against its schema and has the schema's defaults when it comes to
 * `run`, so a parameter may have the type that the schema describes. What is returned is sent as JSON; throw an error
 * whose message the caller can act on.
 */
export interface Tool extends ToolSpec {
  run(input: unknown, context: ToolContext): MaybePromise<unknown>
}

/** A set of tools. Keeps no state of a conversation in itself. */
export interface Toolbox {
  readonly tools: readonly Tool[]
  close?(): MaybePromise<void>
}

export type ToolboxDefinition = PluginDefinition<'toolbox', Toolbox>

/** The default export of a toolbox plugin. */
export function defineToolbox<const S extends JsonSchema = { readonly type: 'object' }>(
  definition: Definition<S, Toolbox, Host>,
): ToolboxDefinition {
  return define('toolbox', definition)
}
